import ICUText
import Testing

@Test
func `ICU tells its version and its scripts`() {
    #expect(ICUText.version.contains("."))
    #expect(ICUText.scriptCode(ICUText.script(0x416)) == "Cyrl")
    #expect(ICUText.scriptCode(ICUText.script(0x627)) == "Arab")
    #expect(ICUText.scriptCode(ICUText.script(0x41)) == "Latn")
}

@Test
func `the plane holds what single calls give`() {
    let plane = ScalarPlane()
    for scalar in stride(from: UInt32(0), to: 0xFFFF, by: 7) where !(0xD800...0xF8FF).contains(scalar) {
        let folded = ICUText.nfkcCasefold(scalar)
        switch folded.count {
        case 0: #expect(plane.fold[Int(scalar)] == 0)
        case 1 where folded[0] < 0xFFFF: #expect(UInt32(plane.fold[Int(scalar)]) == folded[0])
        default: #expect(plane.fold[Int(scalar)] == 0xFFFF)
        }
        #expect(plane.classes[Int(scalar)] == ICUText.scalarClass(scalar).rawValue)
        #expect(plane.scripts[Int(scalar)] == ICUText.script(scalar))
    }
}
