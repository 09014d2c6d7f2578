import SandboxPolicy
import ServiceModel
import Testing

@Suite("Filter rules")
struct FilterRulesTests {
    @Test("are none when nothing is asked for")
    func nothing() {
        #expect(FilterRules(SystemCallRequest()) == nil)
    }

    @Test("allow what the first line lists and every program needs, and nothing else")
    func allowList() throws {
        let rules = try #require(FilterRules(request("read")))
        #expect(rules.defaultAction == .errno(38))
        #expect(rules.action(for: "read") == .allow)
        for name in ["execve", "exit_group", "getrlimit", "rt_sigreturn", "clock_gettime", "nanosleep"] {
            #expect(rules.action(for: name) == .allow)
        }
        #expect(rules.action(for: "write") == .kill)
        #expect(rules.action(for: "mount") == .kill)
    }

    @Test("deny what the first line lists behind a tilde, and nothing else")
    func denyList() throws {
        let rules = try #require(FilterRules(request("~mount @reboot")))
        #expect(rules.defaultAction == .allow)
        #expect(rules.action(for: "mount") == .kill)
        #expect(rules.action(for: "kexec_load") == .kill)
        #expect(rules.action(for: "read") == .allow)
    }

    @Test(
        "are merged line by line, the first deciding the mode",
        arguments: [
            ("read write ; ~write", "write", FilterAction.kill),
            ("read write ; ~write", "read", .allow),
            ("read ; ~read ; read", "read", .allow),
            ("@system-service ; ~@privileged", "setuid", .kill),
            ("@system-service ; ~@privileged ; chown", "chown", .allow),
            ("~mount umount2 ; mount", "mount", .allow),
            ("~mount umount2 ; mount", "umount2", .kill),
            ("~@mount ; @mount ; ~pivot_root", "pivot_root", .kill),
            ("~@mount ; @mount ; ~pivot_root", "mount", .allow),
            ("read ; ~execve", "execve", .kill),
        ]
    )
    func merging(text: String, name: String, action: FilterAction) throws {
        #expect(try #require(FilterRules(request(text))).action(for: name) == action)
    }

    @Test(
        "keep the error number of an entry, above the unit's own",
        arguments: [
            ("~mount:EPERM", "mount", FilterAction.errno(1)),
            ("~mount:kill", "mount", .kill),
            ("~mount", "mount", .errno(13)),
            ("~@mount:EPERM ; ~mount", "mount", .errno(13)),
            ("@system-service ; ~chown:EPERM", "chown", .errno(1)),
            ("@system-service ; ~chown", "chown", .errno(13)),
            ("@system-service ; ~ptrace:EPERM", "ptrace", .errno(1)),
            ("@system-service ; ~chown:EPERM ; chown", "chown", .allow),
        ]
    )
    func errorNumbers(text: String, name: String, action: FilterAction) throws {
        var request = request(text)
        request.defaultDenial = .errno(13)
        #expect(try #require(FilterRules(request)).action(for: name) == action)
    }

    @Test("never hold a rule equal to the default, and are sorted")
    func shape() throws {
        for text in ["read", "~mount", "~mount:EPERM ptrace"] {
            let rules = try #require(FilterRules(request(text)))
            #expect(!rules.rules.isEmpty)
            #expect(rules.rules.allSatisfy { $0.action != rules.defaultAction })
            #expect(rules.rules.map(\.name) == rules.rules.map(\.name).sorted())
        }
    }

    @Test("admit foreign architectures only by name, whatever their order")
    func architectures() throws {
        var first = SystemCallRequest()
        first.architectures = ["x32", "native", "x86"]
        var second = SystemCallRequest()
        second.architectures = ["x86", "x32", "x86"]
        #expect(try #require(FilterRules(first)).foreignArchitectures == [.x86, .x32])
        #expect(FilterRules(first) == FilterRules(second))
    }

    @Test("do not change when the same lines stand elsewhere in the file")
    func locations() {
        let here = request("read", at: ServiceModel.SourceLocation(file: "a", line: 1, column: 1))
        let there = request("read", at: ServiceModel.SourceLocation(file: "b", line: 2, column: 2))
        #expect(FilterRules(here) == FilterRules(there))
    }
}

/// A request as a parser would make it of lines separated by ` ; `.
func request(_ text: String, at location: ServiceModel.SourceLocation? = nil) -> SystemCallRequest {
    let denials: [Substring: SystemCallRequest.Denial] = ["EPERM": .errno(1), "kill": .kill]
    var request = SystemCallRequest()
    for line in text.split(separator: " ; ") {
        let isInverted = line.hasPrefix("~")
        for word in (isInverted ? line.dropFirst() : line).split(separator: " ") {
            let parts = word.split(separator: ":")
            request.filter.append(
                SystemCallRequest.Entry(
                    name: String(parts[0]),
                    denial: parts.count > 1 ? denials[parts[1]] : nil,
                    isInverted: isInverted,
                    location: location
                )
            )
        }
    }
    return request
}
