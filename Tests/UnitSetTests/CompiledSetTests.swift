import LaunchProtocol
import ServiceModel
import Testing
import UnitSet
import Wire

@Suite("A compiled set")
struct CompiledSetTests {
    @Test("gives back the manager's settings and every part of every unit, sorted by name")
    func roundTrip() throws {
        let reader = try Samples.reader(Samples.set.encoded())
        let manager = try reader.manager()
        #expect(manager.settings == Samples.manager)
        #expect(manager.diagnostics == Samples.set.managerDiagnostics)
        #expect(reader.count == 3)
        #expect(
            try (0..<3).map { try reader.name(at: $0).text } == [
                "mail.service", "nothing.service", "web.service",
            ]
        )

        let web = Samples.web
        #expect(try reader.policy(at: 2) == web.policy)
        #expect(try reader.plan(at: 2) == web.plan)
        #expect(try ControlGroupPlan(decoding: try reader.controlGroup(at: 2)) == Samples.controlGroup)
        #expect(try reader.controlGroup(at: 0).isEmpty)
        let details = try reader.details(at: 2)
        #expect(details.documentation == web.documentation)
        #expect(details.fragmentPath == web.fragmentPath)
        #expect(details.dropInPaths == web.dropInPaths)
        #expect(details.aliases == web.aliases)
        #expect(details.commandLines == web.commandLines)
        #expect(details.outcomes == web.outcomes)
        #expect(details.diagnostics == web.diagnostics)
        #expect(details.properties == web.properties)
    }

    @Test("gives every summary in one read, the same as one by one")
    func summaries() throws {
        var reads = 0
        let bytes = Samples.set.encoded()
        let reader = try UnitSetReader { offset, count in
            reads += 1
            return Array(bytes[offset..<(offset + count)])
        }
        reads = 0
        let summaries = try reader.summaries()
        #expect(reads == 1)
        #expect(try summaries == (0..<3).map { try reader.summary(at: $0) })
        #expect(summaries[2].loadState == .refused)
        #expect(summaries[2].description == "A web server")
        #expect(summaries[2].startsAutomatically)
        #expect(summaries[2].usesDynamicUser)
        #expect(!summaries[0].startsAutomatically)
        #expect(summaries[0].policyIdentity == summaries[1].policyIdentity)
        #expect(summaries[0].policyIdentity != summaries[2].policyIdentity)
    }

    @Test("finds commands by kind and number and refuses those that are not there")
    func commands() throws {
        let reader = try Samples.reader(Samples.set.encoded())
        let starts = Samples.web.commands[Int(CommandKind.start.rawValue)]
        #expect(try reader.command(at: 2, .start, 0) == starts[0])
        #expect(try reader.command(at: 2, .start, 1) == starts[1])
        #expect(try reader.command(at: 2, .cleanUp, 0) == LaunchJob.Task.cleanUp.encoded())
        #expect(throws: WireError.self) { try reader.command(at: 2, .start, 2) }
        #expect(throws: WireError.self) { try reader.command(at: 2, .stop, 0) }
        #expect(throws: WireError.self) { try reader.command(at: 3, .start, 0) }
        #expect(throws: WireError.self) { try reader.command(at: -1, .start, 0) }
    }

    @Test("finds units by name and by alias")
    func names() throws {
        let reader = try Samples.reader(Samples.set.encoded())
        for (name, index) in [
            ("mail.service", 0), ("nothing.service", 1), ("web.service", 2), ("alpha.service", 2),
            ("zeta.service", 2),
        ] {
            #expect(try reader.index(of: Samples.name(name)) == index)
        }
        for name in ["a.service", "n.service", "zzz.service", "web.socket"] {
            #expect(try reader.index(of: Samples.name(name)) == nil)
        }
    }

    @Test("can be empty")
    func empty() throws {
        let reader = try Samples.reader(CompiledSet().encoded())
        #expect(reader.count == 0)
        #expect(try reader.summaries().isEmpty)
        #expect(try reader.index(of: Samples.name("a.service")) == nil)
        #expect(try reader.manager().settings == ManagerSettings())
    }

    @Test("keeps what many units share once")
    func sharing() {
        var plan = LaunchPlan()
        plan.filters = [FilterProgram(instructions: Array(repeating: 1, count: 8_000), isLogged: false)]
        var set = CompiledSet()
        for index in 0..<1_000 {
            var unit = CompiledUnit(name: Samples.name("unit\(index).service"))
            plan.identity.user = .name("user\(index)")
            let parts = plan.encodedParts()
            unit.plan = parts.head + parts.filters
            unit.sharedPlanSuffix = parts.filters.count
            set.units.append(unit)
        }
        #expect(set.encoded().count < 1_000 * 700)
    }

    @Test("has the same content hash for a unit until anything about it changes")
    func contentHashes() throws {
        let before = try Samples.reader(Samples.set.encoded())
        var other = Samples.set
        other.units.append(CompiledUnit(name: Samples.name("aaa.service")))
        let moved = try Samples.reader(other.encoded())
        #expect(try moved.contentHash(at: 3) == before.contentHash(at: 2))
        #expect(try moved.summary(at: 3).contentHash == before.contentHash(at: 2))

        let changes: [(inout CompiledUnit) -> Void] = [
            { $0.description = "" }, { $0.plan[0] ^= 1 }, { $0.policy.restart = .no },
            { $0.usesDynamicUser = false },
            { $0.commands[2][0].append(0) }, { $0.commandLines[2][0] = "x" }, { $0.outcomes.removeLast() },
            { $0.properties = [] }, { $0.aliases.removeLast() }, { $0.diagnostics = [] },
        ]
        for change in changes {
            var set = Samples.set
            change(&set.units[0])
            #expect(try Samples.reader(set.encoded()).contentHash(at: 2) != before.contentHash(at: 2))
        }
    }

    @Test("is refused when cut short at any byte")
    func prefixes() {
        let bytes = Samples.set.encoded()
        for count in 0..<bytes.count {
            #expect(throws: WireError.self) { try Samples.reader(Array(bytes.prefix(count))) }
        }
    }

    @Test("is refused or read as something else, without a trap, when any byte is wrong")
    func corruption() {
        let bytes = Samples.set.encoded()
        for index in bytes.indices {
            for flip in [UInt8(0xff), 0x01] {
                var corrupted = bytes
                corrupted[index] ^= flip
                readEverything(corrupted)
            }
        }
    }

    private func readEverything(_ bytes: [UInt8]) {
        guard let reader = try? Samples.reader(bytes) else { return }
        _ = try? reader.manager()
        _ = try? reader.summaries()
        _ = try? reader.index(of: Samples.name("zeta.service"))
        for index in 0..<min(reader.count, 4) {
            _ = try? reader.summary(at: index)
            _ = try? reader.policy(at: index)
            _ = try? reader.plan(at: index)
            _ = try? reader.details(at: index)
            _ = try? reader.command(at: index, .start, 1)
        }
    }
}
