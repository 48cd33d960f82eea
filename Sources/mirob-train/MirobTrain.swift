@main struct MirobTrain { static func main() {} }
