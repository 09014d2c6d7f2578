import LaunchProtocol
import ServiceModel
import Testing

@Suite("The text of an environment file")
struct EnvironmentFileTextTests {
    @Test(
        "reads names and values as systemd does",
        arguments: [
            ("A=1\nB=two words  \n", ["A=1", "B=two words"]), ("# c\n; c\nA=1", ["A=1"]),
            ("A='x y'\nB=\"x\\\"y\\z\"\n", ["A=x y", "B=x\"y\\z"]), ("A=a\\\nb\n", ["A=ab"]),
            ("  A = 1\n", ["A=1"]),
            ("A='a'\"b\"c\n", ["A=abc"]), ("1A=x\nA B=y\nno sign\n=z\n", []), ("A=\n", ["A="]),
            ("A=x\r\nB=y\r\n", ["A=x", "B=y"]), ("# comment \\\nA=hidden\nB=1\n", ["B=1"]),
            ("A=\"two\nlines\"\n", ["A=two\nlines"]),
        ] as [(String, [String])]
    )
    func values(text: String, wanted: [String]) {
        #expect(EnvironmentFileText.parse(Array(text.utf8)).map { "\($0.name)=\($0.value)" } == wanted)
    }

    @Test("ends on every prefix of a difficult file, and keeps no NUL and no broken UTF-8")
    func prefixes() {
        let bytes =
            Array("A='x\\\"y' \"z\\$\" \\q\n#c\\\nB=\u{e9}\n".utf8) + [
                0x43, 0x3D, 0xFF, 0x0A, 0x44, 0x3D, 0, 0x0A,
            ]
        for count in 0...bytes.count {
            let values = EnvironmentFileText.parse(Array(bytes.prefix(count))).map(\.value)
            #expect(values.allSatisfy { !$0.utf8.contains(0) })
        }
        #expect(EnvironmentFileText.parse(bytes).allSatisfy { $0.name != "C" && $0.name != "D" })
    }
}

@Suite("Variables in a command's arguments")
struct VariableExpansionTests {
    private func expand(_ words: [String]) -> [String] {
        VariableExpansion.expand(words) { ["ONE": "one", "TWO": "a 'b c'", "EMPTY": ""][$0] }
    }

    @Test("split a word that is one variable, and stay in place in braces")
    func expansion() {
        #expect(expand(["$TWO"]) == ["a", "b c"])
        #expect(expand(["${TWO}", "x${ONE}y"]) == ["a 'b c'", "xoney"])
        #expect(expand(["$EMPTY", "$UNSET", "${UNSET}"]) == [""])
        #expect(expand(["$$ONE", "a$ONE", "$", "${ONE"]) == ["$ONE", "a$ONE", "$", "${ONE"])
    }

    @Test("take time in proportion to the word, however many braces never close")
    func openBraces() {
        let word = "}" + String(repeating: "${", count: 200_000)
        #expect(expand([word]) == [word])
    }
}
