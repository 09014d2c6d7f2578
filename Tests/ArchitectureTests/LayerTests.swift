import Testing

/// What `docs/architecture.md` allows each target to import, read from its table.
private struct AllowedImports {
    let byTarget: [String: Set<String>]

    init() throws {
        var table: [String: Set<String>] = [:]
        for line in try SourceTree.text("docs/architecture.md").split(separator: "\n")
        where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmed }
            guard cells.count >= 3 else { continue }
            for target in cells[0].split(separator: ",").map({ $0.trimmed.filter { $0 != "`" } }) {
                let name = String(target.prefix { $0.isLetter })
                table[name] = Set(cells[2].split { !($0.isLetter || $0.isNumber) }.map(String.init))
            }
        }
        byTarget = table
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}

extension String {
    fileprivate var trimmed: String { self[...].trimmed }
}

@Suite("The layers of the architecture")
struct LayerTests {
    private static let ours: Set<String> = Set(SourceTree.folders(in: "Sources"))

    private func imports(of target: String) throws -> [(file: String, module: String)] {
        try SourceTree.files(in: "Sources/" + target, ending: ".swift").flatMap { file in
            try SourceTree.text(file).split(separator: "\n").compactMap { line -> (String, String)? in
                let words = line.split(separator: " ")
                guard let sign = words.firstIndex(of: "import"), sign <= 1, words.count > sign + 1 else {
                    return nil
                }
                return (file, String(words[sign + 1]))
            }
        }
    }

    @Test("hold for every import line", arguments: SourceTree.folders(in: "Sources"))
    func importLines(target: String) throws {
        let allowed = try AllowedImports().byTarget[target] ?? []
        for (file, module) in try imports(of: target) {
            #expect(
                allowed.contains(module),
                "\(file) imports \(module), which docs/architecture.md does not allow \(target)"
            )
        }
    }

    @Test("hold for every dependency that the package declares")
    func dependencies() throws {
        let allowed = try AllowedImports().byTarget
        let manifest = try SourceTree.text("Package.swift")
        for target in LayerTests.ours where target.first?.isUppercase == true && !target.hasPrefix("C") {
            guard let declaration = manifest.declaration(of: target) else {
                Issue.record("Package.swift declares no library '\(target)'")
                continue
            }
            for name in declaration.quoted where name != target && LayerTests.ours.contains(name) {
                #expect(
                    allowed[target]?.contains(name) == true,
                    "Package.swift lets \(target) depend on \(name)"
                )
            }
        }
    }

    @Test("leave the kernel to one side: pure targets import no C library")
    func purity() throws {
        for target in [
            "ServiceModel", "UnitFiles", "SandboxPolicy", "Supervision", "Wire", "UnitSet", "LaunchProtocol",
            "ControlProtocol",
        ] {
            let modules = Set(try imports(of: target).map(\.module))
            #expect(!modules.isEmpty || ["ServiceModel", "Wire"].contains(target))
            #expect(
                modules.isSubset(of: LayerTests.ours),
                "\(target) imports \(modules.subtracting(LayerTests.ours))"
            )
        }
    }

    @Test("keep Foundation, Dispatch, tasks and threads out of what runs as root")
    func noRuntime() throws {
        for target in LayerTests.ours {
            for file in SourceTree.files(in: "Sources/" + target, ending: ".swift") {
                let text = try SourceTree.text(file)
                for word in [
                    "import Foundation", "import Dispatch", " async ", "await ", " Task {", "try!", "as!",
                ] {
                    #expect(!text.contains(word), "\(file) contains '\(word)'")
                }
            }
        }
    }

    @Test("keep files small enough to fit in a head")
    func fileSizes() throws {
        for file in SourceTree.files(in: "Sources", ending: ".swift") {
            let lines = try SourceTree.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .count
            #expect(lines <= 401, "\(file) has \(lines) lines")
        }
        for program in ["supervisord", "supervisor-load", "supervisor-exec", "supervisorctl"] {
            let lines = try SourceTree.text("Sources/\(program)/main.c").split(separator: "\n").count
            #expect(lines <= 40)
        }
    }
}

extension String {
    /// The text from `library("NAME"` to the next declaration.
    fileprivate func declaration(of target: String) -> Substring? {
        let lines = split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let start = lines.firstIndex(where: {
                $0.contains("\"\(target)\"") && ($0.contains("library(\"") || $0.trimmed == "\"\(target)\",")
            })
        else { return nil }
        let end = lines[(start + 1)...].firstIndex {
            $0.contains("library(") || $0.contains("// ") || $0.trimmed.isEmpty
        }
        return self[lines[start].startIndex..<lines[(end ?? lines.count) - 1].endIndex]
    }
}

extension Substring {
    /// What stands in double quotes.
    fileprivate var quoted: [String] {
        split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
