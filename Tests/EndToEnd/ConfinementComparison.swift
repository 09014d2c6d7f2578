import ControlProtocol
import ServiceModel

/// A process held against its unit's text, field by field, by what the kernel says of it in /proc. What the unit
/// does not mention must be the supervisor's, or the default that the manual gives.
struct ConfinementComparison {
    /// One thing that is as it should be, or not.
    struct Field {
        let name: String
        let expected: String
        let found: String
    }

    let unit: UnitText
    let name: String
    let supervisor: RunningSupervisor
    let pid: Int32
    let accounts: HostAccounts
    let status: [String: String]
    let supervisorStatus: [String: String]

    init(_ text: String, name: String, supervisor: RunningSupervisor, pid: Int32) throws {
        unit = UnitText(text)
        self.name = name
        self.supervisor = supervisor
        self.pid = pid
        accounts = try HostAccounts(seenBy: supervisor.pid)
        status = try Files.processStatus(pid)
        supervisorStatus = try Files.processStatus(supervisor.pid)
    }

    /// What must hold as long as the service runs, whatever it does.
    func lastingDifferences() throws -> [String] {
        let files = try descriptorFields()
        let fields = try identity() + privileges() + limits() + scheduling() + place() + files
        return ConfinementComparison.differences(fields)
    }

    /// What must hold besides before the service's first instruction.
    func initialDifferences() throws -> [String] {
        let fields = try program() + signals() + environment() + openDescriptors()
        return try lastingDifferences() + ConfinementComparison.differences(fields)
    }

    private static func differences(_ fields: [Field]) -> [String] {
        fields.filter { $0.expected != $0.found }.map {
            "\($0.name): '\($0.expected)' by the unit, '\($0.found)' in the kernel"
        }
    }

    func field(_ name: String, _ expected: String) -> Field {
        Field(name: name, expected: expected, found: status[name] ?? "none")
    }

    // MARK: identity

    var user: HostAccounts.User? { unit.last("User").flatMap(accounts.user) }

    private func identity() throws -> [Field] {
        let uid = user?.uid ?? "0"
        let gid = unit.last("Group").map(accounts.gid) ?? user?.gid ?? "0"
        var groups = unit.words("SupplementaryGroups").map(accounts.gid)
        if let user { groups += [gid] + accounts.groups(with: user.name) }
        let sorted = Set(groups.compactMap { Int($0) }).sorted().map(String.init)
        return [
            field("Uid", Array(repeating: uid, count: 4).joined(separator: " ")),
            field("Gid", Array(repeating: gid, count: 4).joined(separator: " ")),
            field("Groups", sorted.joined(separator: " ")),
        ]
    }

    // MARK: privileges

    private func privileges() throws -> [Field] {
        let bounding = capabilities("CapabilityBoundingSet", unset: .all).intersection(supervisorBounding)
        let ambient = capabilities("AmbientCapabilities", unset: [])
        let isRoot = (user?.uid ?? "0") == "0"
        let permitted = isRoot ? bounding : ambient
        let sets = [
            ("CapInh", ambient), ("CapPrm", permitted), ("CapEff", permitted), ("CapBnd", bounding),
            ("CapAmb", ambient),
        ]
        let isFiltered = ["SystemCallFilter", "SystemCallArchitectures", "SystemCallLog"]
            .contains { !unit.list($0).isEmpty }
        // At most one program for what is permitted and one for what is denied.
        let programs = Int(status["Seccomp_filters"] ?? "") ?? -1
        let isCountRight = isFiltered ? (1...2).contains(programs) : programs == 0
        return sets.map { field($0.0, ConfinementComparison.hexadecimal($0.1.rawValue)) } + [
            field("NoNewPrivs", unit.flag("NoNewPrivileges") == true ? "1" : "0"),
            field("Seccomp", isFiltered ? "2" : "0"),
            Field(name: "Seccomp_filters", expected: "right", found: isCountRight ? "right" : "\(programs)"),
        ]
    }

    private var supervisorBounding: CapabilitySet {
        CapabilitySet(rawValue: UInt64(supervisorStatus["CapBnd"] ?? "", radix: 16) ?? 0)
    }

    private func capabilities(_ key: String, unset: CapabilitySet) -> CapabilitySet {
        let values = unit.list(key)
        guard !values.isEmpty else { return unit.isSet(key) ? [] : unset }
        var set: CapabilitySet = values[0].hasPrefix("~") ? .all : []
        for value in values {
            let names = value.drop { $0 == "~" }.split(separator: " ")
            let given = CapabilitySet(names.compactMap { CapabilitySet(name: String($0)) })
            if value.hasPrefix("~") { set.subtract(given) } else { set.formUnion(given) }
        }
        return set
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
