import ServiceModel
import Testing
import UnitFiles

@Suite("The lines of unit files")
struct LineTests {
    @Test("joins continued lines and drops comments inside them")
    func continuation() {
        let result = read("[Service]\nExecStart=/bin/a one \\\n# not this\n  ; nor this\n  two \\\n three\n")
        #expect(result.start?.arguments == ["/bin/a", "one", "two", "three"])
        #expect(result.findings.isEmpty)
    }

    @Test("ends a continued line at the end of the file")
    func continuedToTheEnd() {
        #expect(read("[Service]\nExecStart=/bin/a one\\").start?.arguments == ["/bin/a", "one"])
    }

    @Test("takes two backslashes at the end of a line as text, not as its continuation")
    func escapedBackslash() {
        let result = read("[Unit]\nDescription=a\\\\\n[Service]\nExecStart=/bin/a\n")
        #expect(result.definition.description == "a\\\\")
        #expect(result.start != nil)
    }

    @Test(
        "reads the same from every kind of line end",
        arguments: ["\n", "\r\n", "\r"],
        ["", "\u{FEFF}"]
    )
    func lineEnds(end: String, mark: String) {
        let text = mark + ["[Service]", "User=web", "ExecStart=/bin/a \\", " b"].joined(separator: end)
        let result = read(text)
        #expect(result.start?.arguments == ["/bin/a", "b"])
        #expect(result.definition.execution.identity.user == .name("web"))
        #expect(result.findings.isEmpty)
    }

    @Test("ends a line where a lone carriage return stands, and says so of places")
    func loneCarriageReturn() {
        let result = read("[Service]\nExecStart=/bin/a\nEnvironment=A=1\rUser=web\r\nNice=x\n")
        #expect(result.definition.execution.identity.user == .name("web"))
        #expect(result.findings.map { $0.prefix(26) } == ["web.service:5:6: warning: "])
        #expect(read("[Service]\r\u{0}").findings.first?.hasPrefix("web.service:2:1: error: ") == true)
    }

    @Test("adds up repeated sections and drop-ins, and an empty assignment starts a list afresh")
    func merging() {
        let result = read(
            "[Service]\nExecStart=/bin/a\nEnvironment=A=1\n[Unit]\nDescription=x\n[Service]\nEnvironment=B=2\n",
            dropIns: [
                "[Service]\nExecStart=\nExecStart=/bin/b\n", "[Service]\nEnvironment=\nEnvironment=C=3\n",
            ]
        )
        #expect(result.commands(.start).map(\.path) == ["/bin/b"])
        #expect(result.definition.execution.environment.assignments == [.init(name: "C", value: "3")])
        #expect(result.findings.isEmpty)
    }

    @Test("leaves sections and keys beginning with X- to others")
    func foreign() {
        let result = service("X-Mine=yes", "[X-Other]", "Protect=maybe")
        #expect(result.findings.isEmpty)
        #expect(result.directives.map(\.directive.key) == ["ExecStart"])
    }

    @Test("allows blanks around the equals sign, before the key and behind the value")
    func blanks() {
        let result = read("[Service]\n  ExecStart =  /bin/a  \n\tUser\t=\tweb\t\n")
        #expect(result.start?.arguments == ["/bin/a"])
        #expect(result.definition.execution.identity.user == .name("web"))
    }

    @Test(
        "uses nothing of a file that is no text",
        arguments: [
            (
                [0x5B, 0x41, 0x5D, 0x0A, 0x61, 0x00],
                "web.service:2:2: error: the file holds a NUL byte; a unit file is text"
            ),
            ([0x23, 0xC3, 0xA9, 0xC3, 0x0A], "web.service:1:3: error: the file is not valid UTF-8 here"),
            ([0x23, 0xED, 0xA0, 0x80], "web.service:1:2: error: the file is not valid UTF-8 here"),
            ([0xC0, 0x80], "web.service:1:1: error: the file is not valid UTF-8 here"),
        ] as [([UInt8], String)]
    )
    func notText(bytes: [UInt8], finding: String) {
        let result = read(bytes: [bytes])
        #expect(result.findings == [finding])
        #expect(result.directives.isEmpty)
    }

    @Test("takes a line of 1 MiB and refuses a longer one, continued or not")
    func longLines() {
        let head = "[Service]\nExecStart=/bin/true\n"
        func isRefused(_ line: String) -> Bool {
            read(head + line).findings.contains { $0.hasSuffix("error: this line is longer than 1 MiB") }
        }
        #expect(!read(head + "SystemCallFilter=" + String(repeating: "openat ", count: 140_000)).hasErrors)
        let limit = 1 << 20
        let key = "[X-A]\nA="
        #expect(!isRefused(key + String(repeating: "b", count: limit - 2)))
        #expect(isRefused(key + String(repeating: "b", count: limit - 1)))
        #expect(isRefused(key + String(repeating: String(repeating: "b", count: 99) + "\\\n", count: 11_000)))
    }

    @Test("refuses a file larger than 16 MiB without reading it")
    func largeFile() {
        let result = read(bytes: [Array(repeating: 0x0A, count: (16 << 20) + 1)])
        #expect(result.findings.first == "web.service:1:1: error: the file is larger than 16 MiB")
    }
}
