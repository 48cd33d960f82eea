@main struct Mirob { static func main() {} }
