import ServiceModel
import Testing

@Suite("Values of the model")
struct ModelTests {
    @Test(
        "that are unit names are valid or not made",
        arguments: [
            ("web.service", true), ("a@b.service", true), ("a@.service", true), ("web", false),
            (".service", false),
            ("@a.service", false), ("a b.service", false), ("a/b.service", false), ("web.servce", false),
            (String(repeating: "a", count: 248) + ".service", false),
            (String(repeating: "a", count: 247) + ".service", true),
        ]
    )
    func unitNames(text: String, isValid: Bool) {
        #expect((UnitName(text) != nil) == isValid)
    }

    @Test("that are instances know their template")
    func instances() {
        let name = UnitName("worker@3.service")
        #expect(
            name?.prefix == "worker" && name?.instance == "3" && name?.template == UnitName("worker@.service")
        )
        #expect(UnitName("worker@.service")?.isTemplate == true)
        #expect(UnitName("worker.service")?.instance == nil)
    }

    @Test("that are signals are read back from their own names")
    func signals() {
        // 32 and 33 belong to the C library and have no name.
        for number in 1...64 where number != 32 && number != 33 {
            guard let signal = Signal(number: number) else { continue }
            #expect(Signal(text: signal.name) == signal, "\(signal.name)")
            #expect(Signal(text: String(number)) == signal)
        }
        for text in ["", "SIG", "SIGNOPE", "0", "65", "-1", "SIGRTMIN+31", "RTMIN+-1"] {
            #expect(Signal(text: text) == nil, "\(text)")
        }
    }

    @Test("that are moments saturate instead of trapping")
    func moments() {
        #expect(Instant(microseconds: 5) + .infinity == .never)
        #expect(Instant(microseconds: 5).since(Instant(microseconds: 9)) == .zero)
    }
}
