import LaunchProtocol
import SandboxPolicy
import ServiceModel
import Testing

@testable import UnitCompiler

/// Numbers of x86-64, from `asm/unistd_64.h`.
private enum Call {
    static let read: UInt32 = 0
    static let write: UInt32 = 1
    static let open: UInt32 = 2
    static let clone: UInt32 = 56
    static let execve: UInt32 = 59
    static let getrlimit: UInt32 = 97
    static let ptrace: UInt32 = 101
    static let mount: UInt32 = 165
    static let openat: UInt32 = 257
    static let execveat: UInt32 = 322
    static let uretprobe: UInt32 = 335
    static let clone3: UInt32 = 435
    static let statmount: UInt32 = 457
    static let mseal: UInt32 = 462
    static let openTreeAttribute: UInt32 = 467
    static let unknown: UInt32 = 900
}

/// Numbers of i386, from `asm/unistd_32.h`.
private enum Call32 {
    static let socketcall: UInt32 = 102
    static let ipc: UInt32 = 117
    static let socket: UInt32 = 359
    static let connect: UInt32 = 362
    static let getpid: UInt32 = 20
    static let mount: UInt32 = 21
}

#if arch(x86_64)
    @Suite("A compiled filter")
    struct FilterTests {
        @Test("lets an allow-list's calls through and kills for the others")
        func allowList() throws {
            let machine = try compile("@system-service")
            for call in [
                Call.read, Call.openat, Call.execve, Call.execveat, Call.clone3, Call.mseal, Call.uretprobe,
            ] {
                #expect(machine.answer(call) == .allow)
            }
            for call in [Call.ptrace, Call.mount] { #expect(machine.answer(call) == .killProcess) }
        }

        @Test(
            "answers numbers newer than its table with ENOSYS under an allow-list, and lets them pass otherwise"
        )
        func unknownNumbers() throws {
            #expect(try compile("@system-service").answer(Call.unknown) == .errno(38))
            #expect(try compile("~@mount").answer(Call.unknown) == .allow)
        }

        @Test("kills in any architecture but the native one", arguments: ["@system-service", "~ptrace", ""])
        func foreignArchitectures(line: String) throws {
            let machine = try compile(line, architectures: ["native"])
            #expect(machine.answer(Call32.getpid, .x86) == .killProcess)
            #expect(machine.answer(Call.read | FilterMachine.x32Bit) == .killProcess)
            #expect(machine.answer(Call.read, .arm64) == .killProcess)
            #expect(machine.answer(Call.read) == .allow)
        }

        @Test("closes foreign architectures also when only a filter was asked for")
        func architecturesWithoutDirective() throws {
            let machine = try compile("~ptrace")
            #expect(machine.answer(Call32.getpid, .x86) == .killProcess)
            #expect(machine.answer(Call.read | FilterMachine.x32Bit) == .killProcess)
        }

        @Test("judges an admitted foreign architecture by its own numbers")
        func admittedArchitecture() throws {
            let machine = try compile("~mount", architectures: ["native", "x86"])
            #expect(machine.answer(Call32.mount, .x86) == .killProcess)
            #expect(machine.answer(Call32.getpid, .x86) == .allow)
            #expect(machine.answer(Call.mount) == .killProcess)
            #expect(machine.answer(Call32.mount) == .allow)
            #expect(machine.answer(Call.read | FilterMachine.x32Bit) == .killProcess)

            let x32 = try compile("~mount", architectures: ["x32"])
            #expect(x32.answer(Call.read | FilterMachine.x32Bit) == .allow)
            #expect(x32.answer(Call.mount | FilterMachine.x32Bit) == .killProcess)
        }

        @Test("ignores architectures that this machine cannot run")
        func impossibleArchitecture() throws {
            let machine = try compile("~mount", architectures: ["native", "s390x", "mips"])
            #expect(machine.answer(Call.mount) == .killProcess)
            #expect(machine.answer(Call.read) == .allow)
        }

        @Test("denies calls newer than libseccomp, in foreign architectures too")
        func recentCalls() throws {
            let machine = try compile("~statmount uretprobe")
            #expect(machine.answer(Call.statmount) == .killProcess)
            #expect(machine.answer(Call.uretprobe) == .killProcess)
            let foreign = try compile("~@mount @clock", architectures: ["native", "x86", "x32"])
            for number in [Call.openTreeAttribute, Call.openTreeAttribute | FilterMachine.x32Bit] {
                #expect(foreign.answer(number) == .killProcess)
                #expect(foreign.answer(number + 1) == .allow && foreign.answer(number - 1) == .allow)
            }
            #expect(foreign.answer(Call.openTreeAttribute, .x86) == .killProcess)
            #expect(foreign.answer(Call.openTreeAttribute + 1, .x86) == .allow)
            #expect(foreign.answer(Call32.mount, .x86) == .killProcess)
            #expect(
                try compile("@system-service", architectures: ["x86"]).answer(Call.mseal, .x86) == .allow
            )
            #expect(
                try compile("@system-service", architectures: ["x86"]).answer(Call.unknown, .x86)
                    == .errno(38)
            )
        }

        @Test("answers clone3 with ENOSYS wherever it or clone is denied, unless the unit says otherwise")
        func clone3() throws {
            #expect(try compile("~clone3").answer(Call.clone3) == .errno(38))
            #expect(try compile("~clone").answer(Call.clone3) == .errno(38))
            #expect(try compile("@default read").answer(Call.clone3) == .errno(38))
            #expect(try compile("~clone3:EPERM").answer(Call.clone3) == .errno(1))
            #expect(try compile("~mount").answer(Call.clone3) == .allow)
            #expect(try compile("@system-service ; ~clone:EPERM").answer(Call.clone3) == .errno(38))
            #expect(try compile("@system-service ; ~clone").answer(Call.clone3) == .errno(38))
            #expect(
                try compile("@system-service ; ~clone ; ~clone3:EACCES").answer(Call.clone3) == .errno(13)
            )
        }

        @Test("denies a subcall of i386's multiplexers however it is reached")
        func multiplexed() throws {
            let machine = try compile(
                "@system-service ; ~socket shmget",
                architectures: ["native", "x86"]
            )
            for (multiplexer, denied, others) in [
                (Call32.socketcall, 1, [2, 18]), (Call32.ipc, 23, [1, 21, 24]),
            ] as [(UInt32, UInt32, [UInt32])] {
                #expect(machine.answer(multiplexer, .x86, argument: denied) == .killProcess)
                for other in others {
                    #expect(machine.answer(multiplexer, .x86, argument: other) == .allow)
                }
                #expect(machine.answer(multiplexer, .x86, argument: 99) == .errno(38))
            }
            #expect(machine.answer(Call32.socket, .x86) == .killProcess)
            #expect(machine.answer(Call32.connect, .x86) == .allow)
            let whole = try compile("@system-service", architectures: ["x86"])
            #expect(whole.answer(Call32.socketcall, .x86, argument: 1) == .allow)
            let alone = try compile("@basic-io socketcall", architectures: ["x86"])
            #expect(alone.answer(Call32.socketcall, .x86, argument: 1) == .allow)
            let both = try compile("~ipc shmget", architectures: ["x86"])
            #expect(both.answer(Call32.ipc, .x86, argument: 21) == .killProcess)
            let some = try compile("~shmget", architectures: ["x86"])
            // The kernel looks at the lower half only.
            for version: UInt32 in [0, 1, 0xffff] {
                #expect(some.answer(Call32.ipc, .x86, argument: version << 16 | 23) == .killProcess)
                #expect(some.answer(Call32.ipc, .x86, argument: version << 16 | 24) == .allow)
            }
        }

        @Test("denies such a subcall and a call that libseccomp does not know in one list")
        func multiplexedAndRecent() throws {
            let machine = try compile("~socket mseal", architectures: ["native", "x86"])
            for architecture in [FilterMachine.Architecture.x86, .amd64] {
                #expect(machine.answer(Call.mseal, architecture) == .killProcess)
                #expect(machine.answer(Call.mseal - 1, architecture) == .allow)
            }
            #expect(machine.answer(Call32.socketcall, .x86, argument: 1) == .killProcess)
            #expect(machine.answer(Call32.socketcall, .x86, argument: 2) == .allow)
        }

        @Test("answers with the error number of the entry, of the unit, or death")
        func answers() throws {
            let machine = try compile("~mount:EPERM ptrace:kill open", denial: .errno(13))
            #expect(machine.answer(Call.mount) == .errno(1))
            #expect(machine.answer(Call.ptrace) == .killProcess)
            #expect(machine.answer(Call.open) == .errno(13))
        }

        @Test("notes what is to be logged without denying it")
        func logging() throws {
            let some = try compile("~mount", log: "openat mount")
            #expect(some.answer(Call.openat) == .log)
            #expect(some.answer(Call.mount) == .killProcess)
            #expect(some.answer(Call.read) == .allow)

            let others = try compile("", log: "~read")
            #expect(others.answer(Call32.getpid, .x86) == .log)
            #expect(others.answer(Call.read | FilterMachine.x32Bit) == .log)
            #expect(others.answer(Call.read) == .allow)
            #expect(others.answer(Call.openat) == .log)
            #expect(others.answer(Call.unknown) == .log)

            let listed = try compile("@system-service", log: "~read")
            #expect(listed.answer(Call.openat) == .log)
            #expect(listed.answer(Call.read) == .allow)
            #expect(listed.answer(Call.ptrace) == .killProcess)
        }

        @Test("agrees with its rules on every number the table knows")
        func everyNumber() throws {
            for line in ["@system-service", "~@mount @privileged:EACCES", "@default"] {
                let rules = try #require(FilterRules(Self.request(line)))
                let machine = try compile(line)
                let numbers = SystemCallGroups.known.compactMap { name in
                    FilterCompiler.number(of: name).map { (name, $0) }
                }
                #expect(numbers.count > 350)
                for (name, number) in numbers where number >= 0 {
                    #expect(machine.answer(UInt32(number)) == Self.answer(rules.action(for: name)), "\(name)")
                }
            }
        }

        @Test("finds any answer within a few steps")
        func depth() throws {
            let machine = try compile("@system-service")
            let deepest = (0..<UInt32(480)).map { machine.steps(for: $0) }.max() ?? 0
            #expect(deepest < 32)
        }

        @Test(
            "answers exactly as libseccomp's own program, in a fraction of its instructions",
            arguments: [
                ("@system-service", []), ("~@mount @privileged:EACCES", []), ("~mount", ["native", "x86"]),
                ("@system-service", ["native", "x86", "x32"]), ("@default read", ["x32"]), ("~ptrace", []),
            ] as [(String, [String])]
        )
        func rewriting(line: String, architectures: [String]) throws {
            var request = Self.request(line)
            request.architectures = architectures
            let rules = try #require(FilterRules(request))
            let draft = try FilterCompiler.draft(rules)
            let plain = FilterProgram(instructions: draft.program, isLogged: false)
            var compiler = FilterCompiler()
            let program = try compiler.program(for: rules)
            #expect(program.instructions.count <= plain.instructions.count)
            if line == "@system-service" {
                #expect(program.instructions.count * 4 < plain.instructions.count)
            }
            let (before, after) = (FilterMachine(plain), FilterMachine(program))
            var numbers = Array(0..<UInt32(2048)) + (0..<UInt32(2048)).map { $0 | FilterMachine.x32Bit }
            numbers += [.max, .max - 1, .max >> 1, FilterMachine.x32Bit - 1, 1 << 31, 0x000f_0001]
            for architecture in [FilterMachine.Architecture.amd64, .x86, .arm64] {
                for number in numbers {
                    let isException = draft.exceptions.contains {
                        $0.architecture == architecture.rawValue && $0.number == number
                    }
                    if isException { continue }
                    #expect(after.answer(number, architecture) == before.answer(number, architecture))
                }
            }
        }

        @Test("gives an architecture that has one answer for all its numbers just that")
        func singleAnswer() throws {
            let (native, foreign): (UInt32, UInt32) = (0xc000_003e, 0x4000_0003)
            let (allow, kill): (UInt32, UInt32) = (0x7fff_0000, 0x8000_0000)
            func equals(_ value: UInt32, else skipped: UInt8) -> FilterInstruction {
                FilterInstruction(operation: .jumpIfEqual, whenTrue: 0, whenFalse: skipped, operand: value)
            }
            func answer(_ value: UInt32) -> FilterInstruction {
                FilterInstruction(operation: .answer, operand: value)
            }
            let loadNumber = FilterInstruction(operation: .load, operand: 0)
            // The padding makes it worth rewriting.
            let native100 = (0..<8).flatMap { [equals(100 + 2 * $0, else: 1), answer(kill)] }
            let program =
                [FilterInstruction(operation: .load, operand: 4), equals(foreign, else: 1), answer(allow)]
                + [equals(native, else: UInt8(native100.count + 2)), loadNumber] + native100 + [answer(allow)]
                + [answer(kill)]
            let rewritten = try #require(FilterTree.rewritten(program))
            let machine = FilterMachine(
                FilterProgram(instructions: FilterInstruction.encode(rewritten), isLogged: false)
            )
            for number in [0, 100, 101, native, foreign] {
                #expect(machine.answer(number, .x86) == .allow)
                #expect(machine.answer(number, .arm64) == .killProcess)
                #expect(machine.answer(number) == (number == 100 ? .killProcess : .allow))
            }
        }

        @Test("leaves a program alone that reads more than number and architecture")
        func unknownProgram() throws {
            let reads = FilterInstruction(operation: .load, operand: 16)
            let branch = FilterInstruction(
                operation: .jumpIfEqual,
                whenTrue: 0,
                whenFalse: 1,
                operand: 7
            )
            let ends = [0x7fff_0000, 0].map { FilterInstruction(operation: .answer, operand: $0) }
            #expect(FilterTree.rewritten([reads, branch] + ends) == nil)
            #expect(throws: (any Error).self) {
                try FilterInstruction.decode([0x54, 0, 0, 0, 1, 0, 0, 0])
            }
        }

        @Test("is compiled once for equal directives")
        func cache() throws {
            var compiler = FilterCompiler()
            let rules = try #require(FilterRules(Self.request("@system-service")))
            let again = try #require(FilterRules(Self.request("@system-service")))
            let first = try compiler.program(for: rules)
            #expect(try compiler.program(for: again) == first)
            #expect(compiler.count == 1)
        }

        private func compile(
            _ line: String,
            denial: SystemCallRequest.Denial = .kill,
            architectures: [String] = [],
            log: String = ""
        ) throws -> FilterMachine {
            var request = Self.request(line)
            request.defaultDenial = denial
            request.architectures = architectures
            request.log = Self.request(log).filter
            var compiler = FilterCompiler()
            return FilterMachine(try compiler.program(for: try #require(FilterRules(request))))
        }

        private static func answer(_ action: FilterAction) -> FilterMachine.Answer {
            switch action {
            case .allow: .allow
            case .log: .log
            case .kill: .killProcess
            case .errno(let number): .errno(number)
            }
        }

        /// A request as a parser would make it of lines separated by ` ; `.
        static func request(_ text: String) -> SystemCallRequest {
            let errors: [Substring: SystemCallRequest.Denial] = [
                "EPERM": .errno(1), "EACCES": .errno(13), "kill": .kill,
            ]
            var request = SystemCallRequest()
            for line in text.split(separator: " ; ") {
                let isInverted = line.hasPrefix("~")
                for word in (isInverted ? line.dropFirst() : line).split(separator: " ") {
                    let parts = word.split(separator: ":")
                    request.filter.append(
                        SystemCallRequest.Entry(
                            name: String(parts[0]),
                            denial: parts.count > 1 ? errors[parts[1]] : nil,
                            isInverted: isInverted,
                            location: nil
                        )
                    )
                }
            }
            return request
        }
    }
#endif
