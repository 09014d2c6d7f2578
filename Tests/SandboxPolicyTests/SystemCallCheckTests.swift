import SandboxPolicy
import ServiceModel
import Testing

@Suite("The check of system call directives")
struct SystemCallCheckTests {
    @Test(
        "refuses misspelt words and says what was meant",
        arguments: [
            ("opneat", "unknown system call 'opneat'; did you mean 'openat'?"),
            ("@system-servce", "unknown system call group '@system-servce'; did you mean '@system-service'?"),
            ("~ptrce", "unknown system call 'ptrce'; did you mean 'ptrace'?"),
            ("zzzzzzzzzz", "unknown system call 'zzzzzzzzzz'"),
        ]
    )
    func misspelt(text: String, message: String) {
        let location = ServiceModel.SourceLocation(file: "a.service", line: 3, column: 18)
        let found = check(request(text, at: location))
        #expect(found == [Diagnostic(.error, at: location, message)])
    }

    @Test(
        "accepts calls of other architectures",
        arguments: ["socketcall", "mmap2", "~s390_pci_mmio_read osf_utimes"]
    )
    func foreign(text: String) {
        #expect(check(request(text)).isEmpty)
    }

    @Test("refuses an error number where nothing is denied")
    func errorNumbers() {
        #expect(check(request("read:EPERM")).map(\.severity) == [.error])
        #expect(check(request("~read:EPERM")).isEmpty)
        var log = SystemCallRequest()
        log.log = request("~read:EPERM").filter
        #expect(check(log).map(\.severity) == [.error])
    }

    @Test("stops guessing what was meant when everything is misspelt")
    func manyMistakes() {
        let found = check(request((0..<100).map { "mount_setatt\($0)" }.joined(separator: " ")))
        #expect(found.count { $0.severity == .error } == 100)
        #expect(found.count { $0.message.contains("did you mean") } <= 64)
        #expect(found[0].message.contains("did you mean"))
    }

    @Test("refuses unknown architectures")
    func architectures() {
        var request = SystemCallRequest()
        request.architectures = ["native", "x86_64"]
        #expect(
            check(request).map(\.message) == [
                "unknown architecture 'x86_64' in SystemCallArchitectures=; did you mean 'x86-64'?"
            ]
        )
    }

    @Test(
        "warns when the program could not even be started",
        arguments: ["~execve", "~@process @default", "read ; ~execve"]
    )
    func execution(text: String) {
        #expect(check(request(text)).map(\.severity) == [.warning])
    }

    private func check(_ request: SystemCallRequest) -> [Diagnostic] {
        SystemCallCheck.diagnostics(request, rules: FilterRules(request))
    }
}
