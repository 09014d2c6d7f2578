import ServiceModel
import Supervision
import Testing

@Suite("The footprint of a machine")
struct FootprintTests {
    @Test("a machine fits in 192 bytes, all of it in place")
    func size() {
        #expect(MemoryLayout<ServiceMachine>.stride <= 192)
        // A trivial type owns no heap memory: no array, no string, no reference.
        #expect(_isPOD(ServiceMachine.self))
    }
}
