import ServiceModel
import Testing
import UnitFiles

@Suite("Whatever the bytes")
struct RobustnessTests {
    private static let sample = """
        \u{FEFF}# sample
        [Unit]
        Description=Ünit %n of %H 100%%
        Documentation=man:a(1) https://example.org
        StartLimitIntervalSec=1min 30s
        [Service]
        Type=oneshot
        User=web
        CapabilityBoundingSet=~CAP_KILL \\
          ; comment
          CAP_SYS_ADMIN
        SystemCallFilter=@system-service chown:EPERM
        ExecStartPre=-@/bin/a "b c" 'd' \\x41 \\u00e9 ${X} ; :+/bin/b \\;
        ExecStart=!!/bin/c
        LimitNICE=+1:-2
        LimitCPU=1.5h:infinity
        CPUAffinity=0-3,5 7
        Environment="A=b c" 'D=e'
        SetCredential=a:\\101\\n
        StandardInputText=x\\ty
        StandardInputData=Zm9v
        OpenFile=/a:b:append,graceful
        StateDirectory=a:b c
        SuccessExitStatus=TEMPFAIL SIGKILL 7
        WorkingDirectory=-~
        [Install]
        WantedBy=a.target
        [X-Castellan]
        Enforcement=best-effort

        """

    /// A small generator of its own (SplitMix64), so that a failure can be repeated from its seed.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private func check(_ bytes: [UInt8], _ note: String) {
        let result = read(bytes: [bytes])
        #expect(result.diagnostics.count <= 1_001, "\(note)")
        #expect(result.diagnostics.allSatisfy { ($0.location?.line ?? 1) >= 1 }, "\(note)")
        let hasStart = result.commands(.start).contains { !$0.arguments.isEmpty }
        #expect(hasStart || result.hasErrors || result.definition.policy.remainAfterExit, "\(note)")
    }

    @Test("the sample is in order")
    func inOrder() {
        let result = read(RobustnessTests.sample) { $0.specifiers.byLetter = ["H": "box"] }
        #expect(result.findings == [])
        #expect(result.definition.description == "Ünit web.service of box 100%")
    }

    @Test("every beginning of a unit is read to its end")
    func prefixes() {
        let bytes = Array(RobustnessTests.sample.utf8)
        for count in 0...bytes.count { check(Array(bytes.prefix(count)), "the first \(count) bytes") }
    }

    @Test("so is every unit with bytes changed, lost or doubled", arguments: 0..<4)
    func mutations(seed: UInt64) {
        var random = Seeded(state: seed)
        let original = Array(RobustnessTests.sample.utf8)
        let spice = Array("\0\n\r\\\"'%$;=[]#~@:-+!,\u{7f}".utf8)
        for round in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[index] = spice.randomElement(using: &random) ?? 0
                case 2: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
                }
            }
            check(bytes, "seed \(seed), round \(round)")
        }
    }

    /// One piece many times over, between a beginning and an end; short to print.
    struct Repetition: Sendable {
        var head = ""
        let piece: String
        let count: Int
        var tail = ""

        var text: String { head + String(repeating: piece, count: count) + tail }
    }

    /// Texts of up to 300 kB at which a careless reader would go over everything again for each line or word.
    @Test(
        "takes time in proportion to the text",
        arguments: [
            Repetition(head: "Key", piece: "\\\n", count: 150_000, tail: "=x"),
            Repetition(head: "CapabilityBoundingSet=", piece: "\\\n", count: 150_000, tail: "X"),
            Repetition(piece: "CPUAffinity=0-8191\n", count: 15_000),
            Repetition(head: "CPUAffinity=", piece: "0-8191,", count: 40_000, tail: "1"),
            Repetition(piece: "SystemCallFilter=a\n", count: 15_000),
            Repetition(head: "SystemCallFilter=", piece: "a ", count: 150_000),
            Repetition(head: "CapabilityBoundingSet=", piece: "CAP_X ", count: 50_000),
            Repetition(piece: "StandardInputText=a\n", count: 15_000),
            Repetition(piece: "SuccessExitStatus=1\n", count: 15_000),
            Repetition(piece: "NoNewPrivilegez=1\n", count: 15_000),
            Repetition(piece: "[Servicee]\n", count: 25_000),
            Repetition(piece: "SetCredential=a:b\n", count: 15_000),
            Repetition(head: "ExecStart=", piece: "a ; ", count: 75_000),
            Repetition(head: "Environment=", piece: "\\", count: 299_999),
            Repetition(piece: "x", count: 300_000, tail: "=1"),
        ]
    )
    func linear(_ repetition: Repetition) {
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            check(Array(("[Service]\n" + repetition.text + "\n").utf8), "timed")
        }
        // Two orders of magnitude above what it takes without optimisation, two below what a quadratic reader needs.
        #expect(elapsed < .seconds(20), "\(repetition)")
    }
}
