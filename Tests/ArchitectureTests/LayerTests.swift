import TestSupport
import Testing
import Wire

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
                let name = String(target.prefix { $0 != " " })
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

/// The targets that Package.swift declares, as the package manager reads it.
private struct Manifest {
    /// The names of the targets and products that each target depends on.
    let dependencies: [String: [String]]

    init() throws {
        // A folder of its own: the tests' is locked while they run.
        let scratch = try ScratchFolder()
        let dump = try Command.run(
            "/bin/sh",
            [
                "-c",
                "exec swift package --package-path \"$1\" --scratch-path \"$2\" dump-package 2>/dev/null",
                "sh",
                SourceTree.root, scratch.path,
            ]
        )
        let value = try JSONReader.parse(Array(dump.output.utf8), limits: JSONLimits(size: 1 << 20))
        var dependencies: [String: [String]] = [:]
        for target in value["targets"].elements {
            dependencies[target["name"].text] = target["dependencies"].elements.map { one in
                // {"byName": ["Wire", null]}, and likewise "product" and "target".
                ["byName", "target", "product"].compactMap { one[$0].elements.first?.text }.first ?? "?"
            }
        }
        self.dependencies = dependencies
    }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue {
        if case .object(let members) = self { return members.first { $0.name == name }?.value ?? .null }
        return .null
    }

    fileprivate var elements: [JSONValue] {
        if case .array(let elements) = self { return elements }
        return []
    }

    fileprivate var text: String {
        if case .string(let text) = self { return text }
        return ""
    }
}

@Suite("The layers of the architecture")
struct LayerTests {
    private static let ours: Set<String> = Set(SourceTree.folders(in: "Sources"))
    private static let pure: Set<String> = [
        "ServiceModel", "UnitFiles", "SandboxPolicy", "Supervision", "Wire", "UnitSet", "LaunchProtocol",
        "ControlProtocol",
    ]
    private static let programs: Set<String> = [
        "supervisord", "supervisor-load", "supervisor-exec", "supervisorctl",
    ]

    /// The modules that Swift code imports, whatever stands before the word and behind it.
    private func imports(of file: String) throws -> [String] { try imports(in: SourceTree.text(file)) }

    private func imports(in text: String) throws -> [String] {
        let line =
            #/
            \s* (?: @\w+ (?: \( [^)]* \) )? \s+ | (?: package | public | internal | private | fileprivate ) \s+ )*
            import \s+ (?: (?: struct | class | enum | protocol | func | var | let | typealias ) \s+ )? (\w+)
            /#
        return try text.split(separator: "\n").flatMap { $0.split(separator: ";") }
            .compactMap { try line.prefixMatch(in: $0).map { String($0.1) } }
    }

    @Test("hold for every import line", arguments: SourceTree.folders(in: "Sources"))
    func importLines(target: String) throws {
        let allowed = try #require(try AllowedImports().byTarget[target])
        for file in SourceTree.files(in: "Sources/" + target, ending: ".swift") {
            for module in try imports(of: file) {
                #expect(
                    allowed.contains(module),
                    "\(file) imports \(module), which docs/architecture.md does not allow \(target)"
                )
            }
        }
    }

    @Test("find every import, however it is written")
    func importForms() throws {
        let text =
            "import A\n@_spi(x) public import B\n  private import struct C.D;import E\n@preconcurrency\timport F\n"
            + "// import G\nlet important = 1\n@testable import H // I\n"
        #expect(try imports(in: text) == ["A", "B", "C", "E", "F", "H"])
    }

    @Test("hold for every dependency that the package declares")
    func dependencies() throws {
        let allowed = try AllowedImports().byTarget
        let declared = try Manifest().dependencies
        #expect(LayerTests.ours.isSubset(of: declared.keys))
        for target in LayerTests.ours {
            for name in declared[target] ?? [] {
                #expect(
                    allowed[target]?.contains(name) == true,
                    "Package.swift lets \(target) depend on \(name)"
                )
            }
        }
        for program in LayerTests.programs {
            #expect(declared[program]?.count == 1, "\(program) is one core and a C main")
        }
    }

    @Test("leave the kernel to one side: pure targets import each other and nothing else")
    func purity() throws {
        for target in LayerTests.pure {
            let files = SourceTree.files(in: "Sources/" + target, ending: ".swift")
            #expect(!files.isEmpty)
            let modules = Set(try files.flatMap { try imports(of: $0) })
            #expect(
                modules.isSubset(of: LayerTests.pure),
                "\(target) imports \(modules.subtracting(LayerTests.pure))"
            )
        }
    }

    @Test("hold for C: one target speaks to the C library and the kernel, one each to libcap and libseccomp")
    func includes() throws {
        for folder in LayerTests.ours {
            let files =
                SourceTree.files(in: "Sources/" + folder, ending: ".c")
                + SourceTree.files(in: "Sources/" + folder, ending: ".h")
            let included = Set(
                try files.flatMap {
                    try SourceTree.text($0).matches(of: #/#\s*include\s*(\S+)/#).map { $0.1 }
                }
            )
            switch folder {
            case "CLinux":
                let foreign = included.filter {
                    !$0.hasPrefix("<") && !$0.hasPrefix("\"cl_") && $0 != "\"CLinux.h\""
                        || ["<sys/capability.h>", "<seccomp.h>", "<pthread.h>", "<threads.h>"].contains($0)
                }
                #expect(foreign.isEmpty, "CLinux includes \(foreign)")
            case "CCapability": #expect(included == ["<sys/capability.h>"])
            case "CSeccomp": #expect(included == ["<seccomp.h>"])
            // Its heap and its hash seed, which Embedded Swift asks the C library for.
            case "supervisor-exec":
                #expect(
                    included.isSubset(of: [
                        "<errno.h>", "<stdint.h>", "<stdlib.h>", "<string.h>", "<sys/mman.h>",
                        "<sys/random.h>",
                    ])
                )
            default: #expect(included.isEmpty, "\(folder) includes \(included)")
            }
        }
    }

    @Test("keep Foundation, Dispatch, tasks and threads out of every program")
    func noRuntime() throws {
        let words =
            #/
            \b (?: import \s+ (?: Foundation | Dispatch | Synchronization ) | async | await | Task \. \w+ | with \w* TaskGroup
            | actor | pthread_\w+ | thrd_\w+ | CLONE_THREAD ) \b | \b Task \s* \{ | \b (?: try | as ) !
            /#
        for target in LayerTests.ours {
            for ending in [".swift", ".c", ".h"] {
                for file in SourceTree.files(in: "Sources/" + target, ending: ending) {
                    for line in try SourceTree.text(file).split(separator: "\n") {
                        let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
                        let found = try words.firstMatch(in: code).map { String(code[$0.range]) }
                        #expect(found == nil, "\(file): \(line)")
                    }
                }
            }
        }
    }

    @Test(
        "ask bytes and not characters: a slash with a mark behind it is no slash to a reader, but to the kernel"
    )
    func noCharacters() throws {
        let words =
            #/
            \. (?: hasPrefix | hasSuffix ) \b | \. split \( separator: \s* "
            | \. (?: (?: first | last ) Index \( of: | contains \( ) \s* "(?: [^"\\] | \\. )" \)
            /#
        #expect("path.split(separator: \"/\")".contains(words) && "a.contains(\"/\")".contains(words))
        for target in LayerTests.ours {
            for file in SourceTree.files(in: "Sources/" + target, ending: ".swift") {
                for line in try SourceTree.text(file).split(separator: "\n") {
                    #expect(!line.contains(words), "\(file) asks characters: \(line)")
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
        for program in LayerTests.programs {
            let own = SourceTree.files(in: "Sources/" + program, ending: "").filter {
                !$0.hasSuffix("/main.c")
            }
            let runtime = ["heap.c", "random.c"].map { "Sources/supervisor-exec/" + $0 }
            #expect(own.isEmpty || own == runtime && program == "supervisor-exec")
            let lines = try SourceTree.text("Sources/\(program)/main.c").split(separator: "\n").count
            #expect(lines <= 40)
        }
    }
}
