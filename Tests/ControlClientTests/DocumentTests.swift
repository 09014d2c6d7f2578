import Glibc
import Testing

@testable import ControlClient

@Suite("What is written about the client")
struct DocumentTests {
    private static func text(_ path: String) throws -> String {
        let own = "\(#filePath)"
        let root = own.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let file = try #require(fopen(root + "/" + path, "r"), "\(path)")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The words of a text; what is no letter, digit or hyphen separates them.
    private static func words(_ text: String) -> Set<String> {
        Set(text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init))
    }

    private static func expect(_ words: Set<String>, _ word: String) {
        let isThere = words.contains(word)
        #expect(isThere, "\(word) is missing")
    }

    @Test("the manual has every command and every option")
    func manual() throws {
        // Hyphens are written `\-`, and changes of the font stand against words: `\fB`.
        let page = try DocumentTests.text("man/supervisorctl.1").split(
            separator: "\\-",
            omittingEmptySubsequences: false
        ).joined(
            separator: "-"
        )
        let words = DocumentTests.words(
            page.split(separator: "\\f").map { $0.dropFirst() }.joined(separator: " ")
        )
        for command in CommandTable.all {
            Self.expect(words, command.name)
            for option in command.options {
                Self.expect(words, option.name)
            }
        }
        for option in ClientOptions.table { Self.expect(words, option.name) }
    }

    @Test("the help has every command, in lines of 110 columns at most")
    func help() {
        for command in CommandTable.all {
            #expect(HelpText.usage.contains("\n  " + command.name))
            for line in HelpText.lines(command) { #expect(line.count <= 110) }
        }
        for line in HelpText.usage.split(separator: "\n") { #expect(line.count <= 110) }
    }

    @Test("no command is there twice, or both there and absent")
    func names() {
        let names = CommandTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(names).isDisjoint(with: CommandTable.absent))
    }
}
