/// Top-level domains that make a bare `name.tld` a link.
///
/// Source: IANA, *Root Zone Database*: the common generic ones and those of the countries this tool reads about, and `onion` (RFC 7686).
/// `doubtful` are also words or file endings (`.me`, `.in`, `.py`): a bare name with one is a link only with a path.
enum TopLevelDomains {
    static let known: Set<String> = Set(
        """
        com net org info biz edu gov mil int name pro mobi onion app dev blog site online shop store news media press page link live
        video club space website tech top xyz icu vip wiki work today world agency digital network systems center chat social
        photo gallery group host ru su рф рус москва онлайн сайт орг ком дети укр бел қаз срб мкд бг ευ
        ua by kz kg uz tj tm az ge ir af pk tr sy iq sa ae qa kw bh om ye jo lb eg ly tn dz ma sd il cn hk tw jp kr mn bd lk np
        id sg th vn ph au nz ca mx br ar cl co pe ve uk de fr es pt nl lu ch li dk se fi ee lv lt cz sk hu ro bg hr si pl
        ba mk al gr cy mt ie eu gg tv fm gl gd ly sx vc ag io ng ke et za gh tz ug rw cm
        """.split(whereSeparator: \.isWhitespace).map(String.init)
            + ["ایران", "پاکستان", "السعودية", "امارات", "مصر", "شبكة", "موقع", "سوريا", "عراق"])

    static let doubtful: Set<String> = Set(
        """
        me in is it to no my so am as at be do us la md sh rs py pl zip mov ps cc ai id ca co de es fr se si il al ar et im ml ga cf gq tk pw ws nu st
        ph gd ly cl tv fm ag an on ne ma mt mx br
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Whether a bare host with this last label is a link.
    static func makesLink(_ label: String, hasPath: Bool) -> Bool {
        if doubtful.contains(label) && !strong.contains(label) { return hasPath }
        return known.contains(label)
    }

    /// Of the doubtful ones, those whose bare hosts are common and whose words are not.
    private static let strong: Set<String> = ["de", "fr", "ca", "tv", "br", "mx", "fm", "pl", "co"]
}
