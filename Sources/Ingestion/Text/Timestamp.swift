/// Times as formats write them, brought to RFC 3339.
struct Timestamp {
    /// RFC 3339; in UTC where the source named no zone.
    var text: String
    /// The source named its zone.
    var hasZone: Bool

    /// Seconds since 1970. Milliseconds and microseconds are told by their size.
    static func utc(_ seconds: Int) -> String? {
        var seconds = seconds
        while seconds > 100_000_000_000 { seconds /= 1000 }  // the year 5138
        guard seconds > -62_000_000_000 else { return nil }
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        let (year, month, day) = civil(days)
        return format(year, month, day, rest / 3600, rest / 60 % 60, rest % 60, offset: 0)
    }

    /// Reads `2024-06-01 10:00:00`, RFC 3339 and ISO 8601 forms, RFC 822 (`Sat, 01 Jun 2024 10:00:00 +0500`), `Sat Jun 01 10:00:00 +0000 2024`,
    /// `01.06.2024 10:00:00 UTC+05:00`, and seconds since 1970 in digits. A day alone is its midnight.
    static func parse(_ text: String) -> Timestamp? { parseCommon(text) ?? parseAny(text) }

    /// The forms that fill files, by bytes: `2024-06-01 10:00:00`, RFC 3339, `Sat, 01 Jun 2024 10:00:00 +0500`, `01.06.2024 10:00:00 UTC+05:00`.
    /// Everything else, and everything odd, is left to `parseAny`, which gives the same for these.
    private static func parseCommon(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        var index = 0
        func digits(_ count: Int) -> Int? {
            guard index + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[index..<index + count] {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            index += count
            return value
        }
        func skip(_ expected: StaticString) -> Bool {
            let count = expected.utf8CodeUnitCount
            guard index + count <= bytes.count, expected.withUTF8Buffer({ unsafe bytes[index..<index + count].elementsEqual($0) }) else {
                return false
            }
            index += count
            return true
        }
        var date: (Int, Int, Int)?
        if bytes.count >= 19, bytes.count <= 31, bytes[4] == UInt8(ascii: "-") {
            guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2), skip("T") || skip(" ") else { return nil }
            date = (year, month, day)
        } else if bytes.count == 29 || bytes.count == 31, bytes[2] == UInt8(ascii: ".") {
            guard let day = digits(2), skip("."), let month = digits(2), skip("."), let year = digits(4), skip(" ") else { return nil }
            date = (year, month, day)
        } else if bytes.count >= 26, bytes.count <= 31, bytes[3] == UInt8(ascii: ",") {
            index = 4
            guard skip(" "), let day = digits(2), skip(" ") else { return nil }
            let name = String(decoding: bytes[index..<index + 3], as: UTF8.self).lowercased()
            index += 3
            guard let month = months[name], skip(" "), let year = digits(4), skip(" ") else { return nil }
            date = (year, month, day)
        }
        guard let (year, month, day) = date, let hour = digits(2), skip(":"), let minute = digits(2), skip(":"), let second = digits(2),
            (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year), hour < 24, minute < 60, second < 60
        else { return nil }
        var fraction = ""
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            let end = bytes[(index + 1)...].firstIndex { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) } ?? bytes.count
            fraction = String(decoding: bytes[index + 1..<min(end, index + 10)], as: UTF8.self)
            index = end
        }
        var offset: Int?
        if index < bytes.count {
            if skip(" ") {}
            if skip("Z") || skip("GMT") || skip("UTC") { offset = 0 }
            if index < bytes.count {
                let isWest = bytes[index] == UInt8(ascii: "-")
                guard skip("+") || skip("-"), let hours = digits(2), skip(":") || index < bytes.count, let minutes = digits(2), hours <= 14,
                    minutes < 60
                else {
                    return nil
                }
                offset = (hours * 60 + minutes) * (isWest ? -1 : 1)
            }
            guard index == bytes.count, let offset, abs(offset) <= 14 * 60 else { return nil }
        }
        return Timestamp(text: format(year, month, day, hour, minute, second, fraction: fraction, offset: offset ?? 0), hasZone: offset != nil)
    }

    private static func parseAny(_ text: String) -> Timestamp? {
        var words = text.split { $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" || $0 == "\u{A0}" }.map(String.init)
        guard !words.isEmpty, text.utf8.count < 100 else { return nil }
        if words.count == 1, let seconds = Int(words[0]), abs(seconds) > 99_999_999 { return utc(seconds).map { Timestamp(text: $0, hasZone: true) } }
        if words.count == 1, let seconds = Double(words[0]), seconds > 99_999_999, seconds < 1e15 {
            return utc(Int(seconds)).map { Timestamp(text: $0, hasZone: true) }
        }
        // A date and a time joined by T become two words; so do compact zones behind a time.
        if let first = words.first, let joint = first.firstIndex(where: { $0 == "T" || $0 == "t" }), first[..<joint].contains("-") {
            words[0] = String(first[..<joint])
            words.insert(String(first[first.index(after: joint)...]), at: 1)
        }
        var parts = Parts()
        for word in words { if !parts.take(word) { return nil } }
        return parts.timestamp
    }

    private struct Parts {
        var year: Int?
        var month: Int?
        var day: Int?
        var time: (Int, Int, Int)?
        var fraction = ""
        var zone: Int?
        var isAfternoon: Bool?

        mutating func take(_ word: String) -> Bool {
            if word.contains(":"), word.first?.isNumber == true, let digits = word.split(separator: ":").first, digits.count <= 2 {
                return takeTime(word)
            }
            if let month = Timestamp.months[word.prefix(3).lowercased()], word.first?.isLetter == true, self.month == nil {
                self.month = month
                return true
            }
            if Timestamp.days.contains(word.prefix(3).lowercased()), word.first?.isLetter == true { return true }
            if let zone = Timestamp.zone(word) {
                self.zone = zone
                return true
            }
            if word.uppercased() == "AM" || word.uppercased() == "PM" {
                isAfternoon = word.uppercased() == "PM"
                return true
            }
            for separator: Character in ["-", ".", "/"] where word.contains(separator) {
                let numbers = word.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
                guard numbers.count == 3 else { return false }
                // 01-Jun-2024
                let values = numbers.map { Int($0) ?? Timestamp.months[$0.prefix(3).lowercased()] }
                guard let a = values[0], let b = values[1], let c = values[2] else { return false }
                if numbers[0].count == 4 {
                    (year, month, day) = (a, b, c)
                } else if separator == "/" {
                    // 06/01/2024: month first, as the tools of the United States write it; told otherwise only by a number above twelve.
                    (year, month, day) = a > 12 ? (c, b, a) : (c, a, b)
                } else {
                    (year, month, day) = (c, b, a)
                }
                return true
            }
            guard let number = Int(word), word.allSatisfy({ $0.isASCII && $0.isNumber }) else { return word == "at" || word == "|" || word == "-" }
            if word.count == 8, year == nil {
                (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
            } else if word.count == 4 {
                year = number
            } else if day == nil {
                day = number
            } else if year == nil {
                year = number  // RFC 822 had two digits
            } else {
                return false
            }
            return true
        }

        private mutating func takeTime(_ word: String) -> Bool {
            var clock = word[...]
            if let sign = clock.dropFirst().firstIndex(where: { $0 == "+" || $0 == "-" || $0 == "Z" || $0 == "z" }) {
                guard let offset = Timestamp.zone(String(clock[sign...])) else { return false }
                zone = offset
                clock = clock[..<sign]
            }
            let pieces = clock.split(separator: ":", omittingEmptySubsequences: false)
            guard pieces.count == 2 || pieces.count == 3, let hour = Int(pieces[0]), let minute = Int(pieces[1]) else { return false }
            var second = 0
            if pieces.count == 3 {
                let seconds = pieces[2].split(whereSeparator: { $0 == "." || $0 == "," })
                guard let whole = seconds.first.flatMap({ Int($0) }) else { return false }
                second = whole
                if seconds.count == 2, seconds[1].allSatisfy({ $0.isASCII && $0.isNumber }) { fraction = String(seconds[1].prefix(9)) }
            }
            guard (0...24).contains(hour), (0...59).contains(minute), (0...60).contains(second) else { return false }
            time = (hour, minute, second)
            return true
        }

        var timestamp: Timestamp? {
            guard var year, let month, let day else { return nil }
            if year < 100 { year += year < 70 ? 2000 : 1900 }
            guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Timestamp.length(ofMonth: month, year) else { return nil }
            var (hour, minute, second) = time ?? (0, 0, 0)
            if let isAfternoon, hour <= 12 { hour = hour % 12 + (isAfternoon ? 12 : 0) }
            guard hour < 24 else { return nil }
            if second == 60 { second = 59 }
            let text = Timestamp.format(year, month, day, hour, minute, second, fraction: fraction, offset: zone ?? 0)
            return Timestamp(text: text, hasZone: zone != nil)
        }
    }

    private static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    ]
    private static let days: Set = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// RFC 822 section 5.1 and the two European zones that tools write.
    private static let zones = [
        "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
        "PDT": -420, "CET": 60, "CEST": 120, "MSK": 180,
    ]

    /// Minutes east of UTC.
    private static func zone(_ word: String) -> Int? {
        var word = word.uppercased()[...]
        if let minutes = zones[String(word)] { return minutes }
        for name in ["UTC", "GMT"] where word.hasPrefix(name) { word = word.dropFirst(3) }
        guard let sign = word.first, sign == "+" || sign == "-" || sign == "−" else { return nil }
        let digits = word.dropFirst().filter { $0 != ":" }
        guard (1...4).contains(digits.count), let number = Int(digits) else { return nil }
        let minutes = digits.count <= 2 ? number * 60 : number / 100 * 60 + number % 100
        guard minutes <= 14 * 60 else { return nil }
        return sign == "+" ? minutes : -minutes
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year, month and day of a count of days since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
    private static func civil(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func format(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int, fraction: String = "", offset: Int
    ) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        func digits(_ value: Int, _ count: Int) {
            var power = 1
            for _ in 1..<count { power *= 10 }
            while power > 0 {
                bytes.append(UInt8(48 + value / power % 10))
                power /= 10
            }
        }
        digits(year, 4)
        bytes.append(UInt8(ascii: "-"))
        digits(month, 2)
        bytes.append(UInt8(ascii: "-"))
        digits(day, 2)
        bytes.append(UInt8(ascii: "T"))
        digits(hour, 2)
        bytes.append(UInt8(ascii: ":"))
        digits(minute, 2)
        bytes.append(UInt8(ascii: ":"))
        digits(second, 2)
        if fraction.contains(where: { $0 != "0" }) {
            bytes.append(UInt8(ascii: "."))
            bytes += Array(fraction.utf8)
        }
        if offset == 0 {
            bytes.append(UInt8(ascii: "Z"))
        } else {
            bytes.append(UInt8(ascii: offset < 0 ? "-" : "+"))
            digits(abs(offset) / 60, 2)
            bytes.append(UInt8(ascii: ":"))
            digits(abs(offset) % 60, 2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
