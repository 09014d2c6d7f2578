import Glibc

/// The attacks and what must come of each, read from `docs/testing.md`: what the document says is what is tested.
struct AttackTable {
    /// One attack under one profile.
    struct Expectation: Sendable, CustomStringConvertible {
        let attack: String
        let profile: String
        /// `ok`, an errno or a signal; any of them will do.
        let outcomes: [String]

        var description: String { "\(attack) as \(profile)" }
    }

    /// The lines of each profile's unit, as given.
    private let profiles: [String: [String]]
    let expectations: [Expectation]

    init() throws {
        let own = #filePath
        let root = own.split(separator: "/").dropLast(3).joined(separator: "/")
        var profiles: [String: [String]] = [:]
        var expectations: [Expectation] = []
        var header: [String] = []
        for line in try Files.lines("/\(root)/docs/testing.md") {
            let cells = AttackTable.cells(line)
            guard let first = cells.first else { continue }
            if first == "profile" || first == "attack" {
                header = cells
            } else if let name = first.quoted.first, header.first == "profile" {
                profiles[name] = cells[1].quoted
            } else if let name = first.quoted.first, header.first == "attack" {
                for (profile, cell) in zip(header, cells).dropFirst(2) where cell != "" {
                    let outcomes = AttackTable.outcomes(cell)
                    expectations.append(Expectation(attack: name, profile: profile, outcomes: outcomes))
                }
            }
        }
        self.profiles = profiles
        self.expectations = expectations
    }

    private static func cells(_ line: String) -> [String] {
        guard line.hasPrefix("| ") else { return [] }
        return line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).dropLast().map {
            let words = $0.split(separator: " ")
            return words.joined(separator: " ")
        }
    }

    /// `ok, EPERM without CAP_SYS_RESOURCE`: the first where the tests have the capability, else the second.
    private static func outcomes(_ cell: String) -> [String] {
        let suffix = " without CAP_SYS_RESOURCE"
        guard cell.hasSuffix(suffix) else {
            return cell.split(separator: " ").map(String.init).filter { $0 != "or" }
        }
        let either = cell.dropLast(suffix.count).split(separator: " ").map { $0.filter { $0 != "," } }
        let status = try? Files.processStatus(getpid())
        let held = UInt64(status?["CapEff"] ?? "", radix: 16) ?? 0
        return [held & 1 << 24 != 0 ? either[0] : either[1]]
    }

    var profileNames: [String] { Array(Set(expectations.map(\.profile))).sorted() }

    /// What the unit says, profiles that it is made of included.
    func lines(of profile: String) -> [String] {
        (profiles[profile] ?? []).flatMap { profiles[$0] == nil || $0 == profile ? [$0] : lines(of: $0) }
    }

    func attacks(on profile: String) -> [String] {
        expectations.filter { $0.profile == profile }.map(\.attack)
    }
}

extension String {
    /// What stands between backquotes.
    fileprivate var quoted: [String] {
        split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
