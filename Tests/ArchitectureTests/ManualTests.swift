import LaunchProtocol
import Testing
import UnitFiles

@Suite("The manual")
struct ManualTests {
    /// An entry of a page: what it tells of, perhaps several things at once, and what it tells.
    private struct Entry {
        var names: [String]
        var text = ""
    }

    /// The entries of the pages that tell of keys: paragraphs that begin with bold names ending in an equals sign.
    private func entries(_ pages: [String]) throws -> [Entry] {
        var entries: [Entry] = []
        for page in pages {
            var before: Substring = ""
            var isWithin = false
            for line in try SourceTree.text("man/" + page).split(separator: "\n") {
                let name =
                    line.hasPrefix(".B ") && line.hasSuffix("=") ? String(line.dropFirst(3).dropLast()) : nil
                if let name, before == ".TP" {
                    entries.append(Entry(names: [name]))
                    isWithin = true
                } else if let name, before == ".TQ", isWithin {
                    entries[entries.count - 1].names.append(name)
                } else if line.hasPrefix(".TP") || line.hasPrefix(".SH") || line.hasPrefix(".SS") {
                    isWithin = false
                } else if isWithin, line != ".TQ" {
                    entries[entries.count - 1].text += line + "\n"
                }
                before = line
            }
        }
        return entries
    }

    private func documented(_ pages: [String]) throws -> Set<String> {
        Set(try entries(pages).flatMap(\.names))
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

    @Test(
        "tells of each key once, in a sentence of its own, and refers to others without looking like their entry"
    )
    func entriesOfTheirOwn() throws {
        for pages in [["castellan.unit.5", "castellan.exec.5"], ["supervisord.8"]] {
            let entries = try entries(pages)
            let names = entries.flatMap(\.names)
            #expect(
                names.count == Set(names).count,
                "\(names.filter { name in names.count { $0 == name } > 1 })"
            )
            var texts: Set<String> = []
            for entry in entries {
                #expect(entry.text.count >= 20 && entry.text.contains("."), "\(entry.names)")
                #expect(texts.insert(entry.text).inserted, "\(entry.names) repeats another entry")
                let strays = entry.text.split(separator: "\n").filter {
                    $0.hasPrefix(".B ") && $0.hasSuffix("=")
                }
                #expect(strays.isEmpty, "\(entry.names): \(strays)")
            }
        }
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
