import ServiceModel
import Testing

@Suite("Plain values")
struct ValueTests {
    @Test("every signal is read back from its own name")
    func signalNames() {
        for number in 1...64 where number != 32 && number != 33 {
            let signal = Signal(number: number)
            #expect(signal.flatMap { Signal(text: $0.name) } == signal, "\(number)")
            #expect(Signal(text: String(number)) == signal)
        }
    }

    @Test(
        "signals are written in several ways",
        arguments: [
            ("TERM", 15), ("SIGTERM", 15), ("15", 15), ("POLL", 29), ("CLD", 17), ("IOT", 6), ("RTMIN", 34),
            ("SIGRTMIN+3", 37), ("RTMAX-1", 63), ("SIGRTMAX", 64),
        ]
    )
    func signals(text: String, number: Int) {
        #expect(Signal(text: text) == Signal(number: number))
    }

    @Test(
        "what is no signal is none",
        arguments: ["", "0", "65", "-1", "term", "SIG", "RTMIN+31", "RTMAX+1", "SIGSIGTERM"]
    )
    func noSignals(text: String) {
        #expect(Signal(text: text) == nil)
    }

    @Test("capabilities have the kernel's numbers, in any case of letters")
    func capabilities() {
        #expect(CapabilitySet.names.count == 41)
        #expect(
            CapabilitySet(name: "CAP_SYS_ADMIN") == .sysAdmin
                && CapabilitySet(name: "cap_setpcap") == .setPCAP
        )
        #expect(CapabilitySet(name: "SYS_ADMIN") == nil && CapabilitySet(name: "") == nil)
        #expect(CapabilitySet.all.memberNames == CapabilitySet.names)
        #expect(CapabilitySet(rawValue: 1 << 63).memberNames == [])
    }

    @Test("time never runs over")
    func time() {
        let late = Instant(microseconds: .max - 1)
        #expect(late + .seconds(1) == .never && Instant(microseconds: 5) + .infinity == .never)
        #expect(Instant(microseconds: 5).since(late) == .zero)
        #expect(late.since(Instant(microseconds: 5)) == TimeSpan(microseconds: .max - 6))
        #expect(TimeSpan.infinity.isInfinite && TimeSpan.seconds(1) > .milliseconds(999))
    }

    @Test("an exit status set knows codes and signals apart")
    func exitStatuses() {
        let set = ExitStatusSet(codes: [15], signals: [.kill])
        #expect(set.contains(.exited(15)) && !set.contains(.signaled(.terminate, coreDumped: false)))
        #expect(set.contains(.signaled(.kill, coreDumped: true)) && !set.contains(.exited(9)))
    }

    @Test("an invocation is 32 digits, with the zeros in front")
    func invocation() {
        #expect(InvocationID(high: 0x1F, low: 0xA).text == "000000000000001f000000000000000a")
        #expect(InvocationID.none.text == String(repeating: "0", count: 32))
    }

    @Test("a finding reads like a compiler's")
    func diagnostics() {
        let place = SourceLocation(file: "web.service", line: 7, column: 16)
        #expect(Diagnostic(.error, at: place, "wrong").description == "web.service:7:16: error: wrong")
        #expect(Diagnostic(.note, at: nil, "so").description == "note: so")
    }
}
