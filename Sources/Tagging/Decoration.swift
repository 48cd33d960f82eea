/// Alphabets of decoration, which the matching form has already turned to plain letters: a name in one of them is in disguise.
enum Decoration {
    /// Source: Unicode 15 Blocks.txt and NamesList.txt: letterlike, enclosed, small capitals, full-width, mathematical, enclosed supplement.
    static func isDecorated(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1D00...0x1D7F, 0xA730...0xA731, 0x2100...0x214F, 0x2460...0x24FF, 0xFF21...0xFF5A, 0x1D400...0x1D7FF, 0x1F110...0x1F189,
            0x1F1E6...0x1F1FF,
            0x262, 0x26A, 0x274, 0x276, 0x280, 0x28F, 0x299, 0x29C, 0x29F:
            true
        default: false
        }
    }
}
