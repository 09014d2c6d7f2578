import ServiceModel
import Testing

@testable import SandboxPolicy

@Suite("Programs that a cgroup's kernel asks")
struct AccessProgramTests {
    private func words(_ words: UInt32...) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(word >> ($0 * 8) & 0xff) } }
    }

    // MARK: devices

    private func device(_ change: (inout AccessControl) -> Void) -> ControlGroupProgram {
        var host = HostFeatures()
        host.deviceGroups = [
            .init(isBlock: false, major: 13, name: "input"), .init(isBlock: true, major: 7, name: "loop"),
            .init(isBlock: false, major: 203, name: "cpu/cpuid"),
            .init(isBlock: false, major: 7, name: "vcs"),
        ]
        var request = AccessControl()
        change(&request)
        let program = DeviceRules.program(request, host)
        #expect(GroupProgramMachine.isReachable(program))
        return program
    }

    private func permits(
        _ program: ControlGroupProgram,
        _ use: AccessControl.DeviceUse,
        isBlock: Bool = false,
        _ major: UInt32,
        _ minor: UInt32
    ) -> Bool {
        let access = UInt32(use.rawValue) << 16 | (isBlock ? 1 : 2)
        return GroupProgramMachine(context: words(access, major, minor)).answer(program) == 1
    }

    @Test("let the harmless devices through, unless only those named are meant")
    func harmless() {
        let closed = device { $0.devicePolicy = .closed }
        for minor: UInt32 in [3, 5, 7, 8, 9] { #expect(permits(closed, .all, 1, minor)) }
        #expect(permits(closed, [.read, .write], 136, 4))
        #expect(!permits(closed, .create, 136, 4))
        #expect(!permits(closed, .read, 1, 11) && !permits(closed, .read, isBlock: true, 1, 3))
        let strict = device { $0.devicePolicy = .strict }
        #expect(!permits(strict, .read, 1, 3))
    }

    @Test("let groups through for what they are named for, of their kind")
    func groups() {
        let program = device {
            $0.devices = [
                .init(devices: .group(isBlock: false, pattern: "cpu/*"), use: .read),
                .init(devices: .group(isBlock: true, pattern: "lo?p"), use: [.read, .write]),
                .init(devices: .group(isBlock: false, pattern: "unknown"), use: .all),
            ]
        }
        #expect(permits(program, .read, 203, 9) && !permits(program, [.read, .write], 203, 9))
        #expect(permits(program, [.read, .write], isBlock: true, 7, 1))
        #expect(!permits(program, .create, isBlock: true, 7, 1))
        // The same number of the other kind, and a group that is not named.
        #expect(!permits(program, .read, 7, 1) && !permits(program, .read, 13, 0))
        let all = device { $0.devices = [.init(devices: .group(isBlock: false, pattern: "*"), use: .read)] }
        #expect(permits(all, .read, 4095, 5) && !permits(all, .read, isBlock: true, 4095, 5))
    }

    @Test("let a node through once it is looked up, and nothing in its name before")
    func nodes() throws {
        var program = device {
            $0.devicePolicy = .strict
            $0.devices = [
                .init(devices: .node("/dev/kmsg"), use: .read), .init(devices: .node("/dev/a"), use: .all),
            ]
        }
        #expect(!permits(program, .read, 0, 0) && !permits(program, .read, 1, 11))
        #expect(program.devices.map(\.path) == ["/dev/kmsg", "/dev/a"])
        program.fill(try #require(program.devices.first), isBlock: false, major: 1, minor: 11)
        #expect(permits(program, .read, 1, 11) && !permits(program, .write, 1, 11))
        #expect(!permits(program, .read, 1, 3) && !permits(program, .read, isBlock: true, 1, 11))
        program.fill(program.devices[1], isBlock: true, major: 8, minor: 1)
        #expect(permits(program, .all, isBlock: true, 8, 1))
    }

    @Test(
        "match names as the shell does",
        arguments: [
            ("alsa", "alsa", true), ("alsa", "*", true), ("alsa", "a?s*", true), ("alsa", "a", false),
            ("cpu/msr", "cpu/*", true), ("", "*", true), ("", "?", false), ("abab", "*ab", true),
            ("abac", "*ab", false),
        ]
    )
    func patterns(name: String, pattern: String, expected: Bool) {
        #expect(Glob.matches(pattern, name) == expected)
    }

    // MARK: addresses

    private func range(_ prefix: UInt8, _ address: UInt8...) -> AccessControl.AddressRange {
        let bytes = address + [UInt8](repeating: 0, count: (address.count <= 4 ? 4 : 16) - address.count)
        return .init(address: bytes, prefix: prefix)
    }

    private func passes(
        _ request: AccessControl,
        _ kind: ControlGroupProgram.Kind,
        from: [UInt8],
        to: [UInt8]
    ) throws -> Bool {
        let program = try #require(AddressRules.programs(request).first { $0.kind == kind })
        #expect(GroupProgramMachine.isReachable(program))
        let isOld = from.count == 4
        var machine = GroupProgramMachine(context: words(0, 0, 0, 0, isOld ? 0x0008 : 0xdd86))
        machine.packet = [UInt8](repeating: 0, count: isOld ? 12 : 8) + from + to
        return machine.answer(program) == 1
    }

    @Test("judge packets by their other end: first what is allowed, then what is denied")
    func addresses() throws {
        var request = AccessControl()
        request.allowedAddresses = [range(8, 10)]
        request.deniedAddresses = [range(0, 0, 0, 0, 0), range(9, 10, 128)]
        let (near, far): ([UInt8], [UInt8]) = ([10, 200, 0, 1], [192, 0, 2, 1])
        #expect(try passes(request, .egress, from: far, to: near))
        #expect(try !passes(request, .egress, from: near, to: far))
        #expect(try passes(request, .ingress, from: near, to: far))
        #expect(try !passes(request, .ingress, from: far, to: near))
        // IPv6 was not spoken of.
        let new = [UInt8](repeating: 1, count: 16)
        #expect(try passes(request, .egress, from: new, to: new))
    }

    @Test(
        "compare as many bits as the prefix has, in any word of the address",
        arguments: [
            0, 1, 31, 32, 33, 63, 64, 65, 100, 127, 128,
        ]
    )
    func prefixes(bits: Int) throws {
        let base: [UInt8] = [0xfe, 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
        var request = AccessControl()
        request.deniedAddresses = [.init(address: base, prefix: UInt8(bits))]
        func flipped(_ bit: Int) -> [UInt8] {
            var address = base
            address[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            return address
        }
        #expect(try !passes(request, .egress, from: base, to: base))
        if bits > 0 { #expect(try passes(request, .egress, from: base, to: flipped(bits - 1))) }
        if bits < 128 { #expect(try !passes(request, .egress, from: base, to: flipped(bits))) }
        #expect(try passes(request, .egress, from: [1, 2, 3, 4], to: [1, 2, 3, 4]))
    }

    @Test("drop what is too short to have an address")
    func short() throws {
        var request = AccessControl()
        request.allowedAddresses = [range(0, 0, 0, 0, 0)]
        for program in AddressRules.programs(request) {
            var machine = GroupProgramMachine(context: words(0, 0, 0, 0, 0x0008))
            machine.packet = [UInt8](repeating: 0, count: 11)
            #expect(machine.answer(program) == 0)
        }
    }

    // MARK: binding

    private func binds(
        _ request: AccessControl,
        _ kind: ControlGroupProgram.Kind,
        _ port: UInt16,
        protocol number: UInt32 = 6
    ) throws -> Bool {
        let program = try #require(BindRules.programs(request).first { $0.kind == kind })
        #expect(GroupProgramMachine.isReachable(program))
        let context = words(0, 0, 0, 0, 0, 0, UInt32(port.byteSwapped), 0, 0, number)
        return GroupProgramMachine(context: context).answer(program) == 1
    }

    @Test("judge what is bound: first what is allowed, then what is denied")
    func binding() throws {
        var request = AccessControl()
        request.allowedBinds = [
            .init(family: .ipv4, transport: .tcp, ports: 80...90),
            .init(family: nil, transport: .udp, ports: 53...53),
        ]
        request.deniedBinds = [
            .init(family: nil, transport: nil, ports: nil), .init(family: .ipv4, transport: .tcp, ports: nil),
        ]
        for port: UInt16 in [80, 90] { #expect(try binds(request, .bind4, port)) }
        for port: UInt16 in [0, 79, 91, 65_535] { #expect(try !binds(request, .bind4, port)) }
        #expect(try !binds(request, .bind6, 80))
        #expect(try binds(request, .bind6, 53, protocol: 17) && !binds(request, .bind6, 53))
        request.deniedBinds = [.init(family: .ipv6, transport: nil, ports: 1...1024)]
        #expect(try binds(request, .bind4, 22) && !binds(request, .bind6, 22) && binds(request, .bind6, 1025))
    }

    // MARK: whether they can be had

    @Test("are refused where the supervisor cannot have them, with what is missing")
    func refused() {
        var request = ExecutionRequest()
        request.access.devicePolicy = .closed
        func judge(_ change: (inout HostFeatures) -> Void) -> [Enforcement] {
            var host = HostFeatures()
            change(&host)
            let use = DirectiveUse(
                directive: "DevicePolicy",
                value: "closed",
                location: nil,
                support: .supported,
                restrictsPrivilege: true
            )
            let plan = ConfinementPlan(request, uses: [use], host: host, isBestEffort: true)
            if case .refused = plan.outcomes[0].enforcement { #expect(plan.controlGroup.isEmpty) }
            return plan.outcomes.map(\.enforcement)
        }
        #expect(judge { _ in } == [.enforced(by: "cgroup (BPF)")])
        #expect(
            judge {
                $0.groupPrograms = []
                $0.capabilities = []
            } == [.refused(reason: "it needs CAP_NET_ADMIN and CAP_BPF, which the supervisor does not have")]
        )
        #expect(
            judge { $0.groupPrograms = [.ingress] }
                == [.refused(reason: "the kernel takes no BPF program for it (CONFIG_CGROUP_BPF)")]
        )
        #expect(
            judge { $0.controlGroup = nil }
                == [.refused(reason: "it needs a cgroup of version 2, and none can be made here")]
        )
    }
}
