import SandboxPolicy
import ServiceModel
import Testing

@testable import UnitCompiler

#if arch(x86_64)
    /// Numbers of x86-64, from `asm/unistd_64.h`.
    private enum Call {
        static let read: UInt32 = 0
        static let mmap: UInt32 = 9
        static let mprotect: UInt32 = 10
        static let shmat: UInt32 = 30
        static let socket: UInt32 = 41
        static let socketpair: UInt32 = 53
        static let clone: UInt32 = 56
        static let chmod: UInt32 = 90
        static let personality: UInt32 = 135
        static let schedulerPolicy: UInt32 = 144
        static let openat: UInt32 = 257
        static let unshare: UInt32 = 272
        static let setns: UInt32 = 308
        static let schedulerAttributes: UInt32 = 314
        static let ringSetup: UInt32 = 425
        static let clone3: UInt32 = 435
        static let openat2: UInt32 = 437
        static let fchmodat2: UInt32 = 452
    }

    /// Numbers of i386, from `asm/unistd_32.h`.
    private enum Call32 {
        static let chmod: UInt32 = 15
        static let getpid: UInt32 = 20
        static let mmap: UInt32 = 90
        static let socketcall: UInt32 = 102
        static let ipc: UInt32 = 117
        static let mmap2: UInt32 = 192
        static let socket: UInt32 = 359
    }

    @Suite("What restrictions are compiled to")
    struct RestrictionFilterTests {
        private let denied = FilterMachine.Answer.errno(1)
        private let noFamily = FilterMachine.Answer.errno(97)

        private func machine(
            architectures: [String] = [],
            personality: UInt32 = 0,
            hasKernelsOwn: Bool = false,
            _ ask: (inout RestrictionRequest) -> Void
        ) throws -> FilterMachine {
            var request = RestrictionRequest()
            ask(&request)
            let rules = RestrictionRules(
                request,
                personality: personality,
                architectures: architectures,
                hasKernelsOwn: hasKernelsOwn
            )
            var compiler = FilterCompiler()
            return FilterMachine(try compiler.program(for: try #require(rules)))
        }

        private func families(isAllowList: Bool, _ numbers: UInt16...) -> AddressFamilies {
            var families = AddressFamilies(isAllowList: isAllowList)
            for number in numbers { families.insert(number) }
            return families
        }

        @Test("is nothing where nothing is restricted")
        func nothing() {
            var request = RestrictionRequest()
            func rules() -> RestrictionRules? {
                RestrictionRules(request, personality: 0, architectures: [], hasKernelsOwn: true)
            }
            #expect(rules() == nil)
            request.addressFamilies = families(isAllowList: false)
            request.namespaces = .all
            #expect(rules() == nil)
        }

        @Test(
            "permits the address families that are listed and no other, whatever stands above the lower half"
        )
        func permittedFamilies() throws {
            let machine = try machine { $0.addressFamilies = families(isAllowList: true, 1, 10) }
            for number in 0..<100 as Range<UInt64> {
                let expected = [1, 10].contains(number) ? .allow : noFamily
                #expect(machine.answer(Call.socket, arguments: [number]) == expected, "\(number)")
            }
            for number in [0, 2, 17, 0xffff_ffff] as [UInt64] {
                #expect(machine.answer(Call.socket, arguments: [1 << 32 | number]) == noFamily)
            }
            #expect(machine.answer(Call.socketpair, arguments: [1]) == .allow)
            #expect(machine.answer(Call.ringSetup) == denied)
            let none = try self.machine { $0.addressFamilies = families(isAllowList: true) }
            for number in [0, 1, 2, 16] as [UInt64] {
                #expect(none.answer(Call.socket, arguments: [number]) == noFamily)
            }
        }

        @Test(
            "denies the address families that are listed and no other, whatever stands above the lower half"
        )
        func deniedFamilies() throws {
            let machine = try machine { $0.addressFamilies = families(isAllowList: false, 16, 17) }
            for number in 0..<100 as Range<UInt64> {
                let expected = [16, 17].contains(number) ? noFamily : .allow
                #expect(machine.answer(Call.socket, arguments: [number]) == expected)
                #expect(machine.answer(Call.socket, arguments: [1 << 32 | number]) == expected)
            }
        }

        @Test("denies the kinds of namespaces that are not listed, by every call that makes or enters one")
        func namespaces() throws {
            let machine = try machine { $0.namespaces = [.network, .mount] }
            for (_, kind) in NamespaceKinds.named {
                let flag = UInt64(kind.rawValue)
                let expected = [.network, .mount].contains(kind) ? .allow : denied
                #expect(machine.answer(Call.clone, arguments: [flag | 17]) == expected)
                #expect(machine.answer(Call.unshare, arguments: [flag]) == expected)
                #expect(machine.answer(Call.setns, arguments: [3, flag]) == expected)
                #expect(machine.answer(Call.setns, arguments: [3, 1 << 32 | flag]) == expected)
            }
            #expect(machine.answer(Call.setns, arguments: [3, 0]) == denied, "of any kind")
            #expect(machine.answer(Call.setns, arguments: [3, 1 << 32]) == denied)
            #expect(machine.answer(Call.clone3) == .errno(38))
            #expect(machine.answer(Call.clone, arguments: [0x80 | 17]) == .allow, "an exit signal there")
            #expect(machine.answer(Call.unshare, arguments: [0x80]) == .allow)
            let none = try self.machine { $0.namespaces = [] }
            #expect(none.answer(Call.unshare, arguments: [0x80]) == denied, "a time namespace")
            #expect(none.answer(Call.clone, arguments: [0x3d0f00]) == .allow, "a thread")
        }

        @Test("keeps the personality that the unit has")
        func personality() throws {
            for own: UInt64 in [0, 8] {
                let machine = try machine(personality: UInt32(own)) { $0.locksPersonality = true }
                for other in [0, 8, 0x0004_0000, 1 << 32 | own] as [UInt64] {
                    let expected = other == own ? .allow : denied
                    #expect(machine.answer(Call.personality, arguments: [other]) == expected)
                }
            }
        }

        @Test("denies memory that can be written and executed, and leaves to the kernel what it does better")
        func writableCode() throws {
            for hasKernelsOwn in [false, true] {
                let machine = try machine(hasKernelsOwn: hasKernelsOwn) { $0.deniesWritableCode = true }
                for protection in 0..<8 as Range<UInt64> {
                    let isBoth = protection & 6 == 6
                    #expect(
                        machine.answer(Call.mmap, arguments: [0, 4096, protection])
                            == (isBoth ? denied : .allow)
                    )
                    let isLate = protection & 4 != 0 && !hasKernelsOwn
                    #expect(
                        machine.answer(Call.mprotect, arguments: [0, 4096, protection])
                            == (isLate ? denied : .allow)
                    )
                }
                #expect(machine.answer(Call.shmat, arguments: [0, 0, 0o100000]) == denied)
                #expect(machine.answer(Call.shmat, arguments: [0, 0, 0o10000]) == .allow)
            }
        }

        @Test("denies the policies that are real time, with whatever flag")
        func realTime() throws {
            let machine = try machine { $0.deniesRealTime = true }
            for policy in 0..<8 as Range<UInt64> {
                let expected = [1, 2, 6].contains(policy) ? denied : .allow
                for flag in [0, 0x4000_0000, 1 << 32] as [UInt64] {
                    #expect(machine.answer(Call.schedulerPolicy, arguments: [0, policy | flag]) == expected)
                }
            }
            #expect(machine.answer(Call.schedulerAttributes) == denied)
        }

        @Test("denies the bits of set-user-ID and set-group-ID, where there is a mode")
        func setIDBits() throws {
            let machine = try machine { $0.deniesSetIDBits = true }
            for (mode, isDenied) in [(0o755, false), (0o1777, false), (0o4755, true), (0o2755, true)]
                as [(UInt64, Bool)]
            {
                let expected = isDenied ? denied : .allow
                #expect(machine.answer(Call.chmod, arguments: [0, mode]) == expected)
                #expect(machine.answer(Call.fchmodat2, arguments: [0, 0, mode]) == expected)
                for maker: UInt64 in [0o100, 0o20_200_000] {
                    #expect(machine.answer(Call.openat, arguments: [0, 0, maker, mode]) == expected)
                }
                #expect(machine.answer(Call.openat, arguments: [0, 0, 0o2, mode]) == .allow, "no mode there")
                #expect(machine.answer(Call.openat, arguments: [0, 0, 0o200_000, mode]) == .allow)
            }
            #expect(machine.answer(Call.openat2) == .errno(38))
            #expect(machine.answer(Call.ringSetup) == denied)
        }

        @Test("ends what calls in another architecture's numbers, unless the unit admits it")
        func foreign() throws {
            let native = try machine { $0.locksPersonality = true }
            #expect(native.answer(Call32.getpid, .x86) == .killProcess)
            #expect(native.answer(Call.read | FilterMachine.x32Bit) == .killProcess)
            let mixed = try machine(architectures: ["native", "x86", "x32"]) {
                $0.addressFamilies = families(isAllowList: true, 1)
                $0.deniesWritableCode = true
                $0.deniesSetIDBits = true
            }
            #expect(mixed.answer(Call32.getpid, .x86) == .allow)
            #expect(mixed.answer(Call32.chmod, .x86, arguments: [0, 0o4755]) == denied)
            #expect(mixed.answer(Call32.chmod, .x86, arguments: [0, 0o755]) == .allow)
            #expect(mixed.answer(Call.fchmodat2, .x86, arguments: [0, 0, 0o4755]) == denied)
            #expect(mixed.answer(Call32.mmap2, .x86, arguments: [0, 4096, 6]) == denied)
            #expect(mixed.answer(Call32.mmap2, .x86, arguments: [0, 4096, 3]) == .allow)
            // Their arguments are in memory.
            #expect(mixed.answer(Call32.mmap, .x86) == denied)
            #expect(mixed.answer(Call32.socket, .x86, arguments: [1]) == noFamily)
            #expect(mixed.answer(Call32.socketcall, .x86, arguments: [1]) == noFamily)
            #expect(mixed.answer(Call32.socketcall, .x86, arguments: [3]) == .allow)
            for version in [0, 0x10000, 0x20000, 1 << 32] as [UInt64] {
                #expect(mixed.answer(Call32.ipc, .x86, arguments: [version | 21]) == denied)
            }
            #expect(mixed.answer(Call32.ipc, .x86, arguments: [23]) == .allow)
            let x32 = FilterMachine.x32Bit
            #expect(mixed.answer(Call.chmod | x32, arguments: [0, 0o4755]) == denied)
            #expect(mixed.answer(Call.socket | x32, arguments: [17]) == noFamily)
            #expect(mixed.answer(Call.socket | x32, arguments: [1]) == .allow)
        }

        @Test("is one program for all units that ask for the same")
        func shared() throws {
            var request = RestrictionRequest()
            request.deniesRealTime = true
            var compiler = FilterCompiler()
            for _ in 0..<3 {
                let rules = RestrictionRules(request, personality: 0, architectures: [], hasKernelsOwn: true)
                _ = try compiler.program(for: try #require(rules))
            }
            #expect(compiler.count == 1)
        }
    }
#endif
