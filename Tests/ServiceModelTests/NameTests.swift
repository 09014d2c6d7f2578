import ServiceModel
import Testing

@Suite("Names of units")
struct NameTests {
    @Test("come apart into prefix, instance and kind")
    func parts() {
        let name = UnitName("worker@a-b.service")
        #expect(name?.stem == "worker@a-b" && name?.prefix == "worker" && name?.instance == "a-b")
        #expect(name?.kind == .service && name?.isTemplate == false)
        #expect(name?.template == UnitName("worker@.service"))
        #expect(UnitName("worker@.service")?.isTemplate == true)
        #expect(UnitName("worker@.service")?.template == nil)
        #expect(UnitName("web.service")?.instance == nil && UnitName("web.service")?.prefix == "web")
        #expect(UnitName("a.b.socket")?.kind == .socket && UnitName("a.b.socket")?.stem == "a.b")
    }

    @Test(
        "are refused when they could be anything else than a name",
        arguments: [
            "", ".service", "@.service", "@x.service", "web", "web.", "web.exe", "a/b.service", "a b.service",
            "ä.service", "a\0.service", "a%i.service", String(repeating: "a", count: 248) + ".service",
        ]
    )
    func refused(text: String) {
        #expect(UnitName(text) == nil)
    }

    @Test("may have 255 bytes")
    func longest() {
        #expect(UnitName(String(repeating: "a", count: 247) + ".service") != nil)
    }
}
