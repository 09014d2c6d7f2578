import LaunchProtocol
import Testing
import UnitFiles

@Suite("The manual")
struct ManualTests {
    /// What the pages document: the bold names that end in an equals sign and begin a paragraph.
    private func documented(_ pages: [String]) throws -> Set<String> {
        var names: Set<String> = []
        for page in pages {
            for line in try SourceTree.text("man/" + page).split(separator: "\n") where line.hasPrefix(".B ")
            {
                let name = line.dropFirst(3)
                if name.hasSuffix("="), name.dropLast().allSatisfy({ $0.isLetter || $0.isNumber }) {
                    names.insert(String(name.dropLast()))
                }
            }
        }
        return names
    }

    private func supported(_ sections: Set<Directive.Section>) -> Set<String> {
        Set(
            DirectiveTable.all.filter { $0.support == .supported && sections.contains($0.section) }.map(\.key)
        )
    }

    @Test("has a paragraph for every directive that has a meaning, and for no other")
    func directives() throws {
        let wanted = supported([.unit, .service, .install, .castellan])
        let found = try documented(["castellan.unit.5", "castellan.exec.5"])
        #expect(wanted.count > 100)
        #expect(wanted.subtracting(found).isEmpty, "not documented: \(wanted.subtracting(found).sorted())")
        #expect(
            found.subtracting(wanted).isEmpty,
            "documented and not there: \(found.subtracting(wanted).sorted())"
        )
    }

    @Test("has a paragraph for every setting of the supervisor")
    func settings() throws {
        #expect(try documented(["supervisord.8"]) == supported([.manager]))
    }

    @Test("lists the launch steps in their order, with their exit statuses")
    func launchSteps() throws {
        let listed = try SourceTree.text("man/supervisor-exec.8").split(separator: "\n").compactMap {
            line -> String? in
            guard line.hasPrefix(".BR "), line.hasSuffix(")\"") else { return nil }
            return line.dropFirst(4).filter { $0 != "\"" && $0 != "\\" }
        }
        #expect(listed == LaunchStep.allCases.map { "\($0.name)  (\($0.exitStatus))" })
    }
}
