import ServiceModel
import Testing
import UnitFiles

@Suite("Specifiers")
struct SpecifierTests {
    private func expand(_ text: String, in name: String, _ letters: [Character: String] = [:]) -> String? {
        let result = read("[Unit]\nDescription=\(text)\n[Service]\nExecStart=/bin/a\n", name: name) {
            $0.specifiers.byLetter = letters
        }
        return result.findings.isEmpty ? result.definition.description : nil
    }

    @Test(
        "stand for parts of the unit's name",
        arguments: [
            ("%n|%N|%p|%i", "worker@a-b\\x2dc.service|worker@a-b\\x2dc|worker|a-b\\x2dc"),
            ("%I|%f|%j|%P", "a/b-c|/a/b-c|worker|worker"), ("%y", "worker@a-b\\x2dc.service"), ("%%n", "%n"),
            ("%d", "/run/credentials/worker@a-b\\x2dc.service"),
        ]
    )
    func name(text: String, wanted: String) {
        #expect(expand(text, in: "worker@a-b\\x2dc.service") == wanted)
    }

    @Test("stand for parts of a plain unit's name, and of paths")
    func plain() {
        #expect(expand("%i|%I|%p|%j|%J|%f", in: "my-web-one.service") == "||my-web-one|one|one|/my/web/one")
        #expect(expand("%f", in: "check@-.service") == "/")
        #expect(
            expand("%N %p %i %I %j %f", in: "a-b@c-d\\x2de.service")
                == "a-b@c-d\\x2de a-b c-d\\x2de c/d-e b /c/d-e"
        )
    }

    @Test("stand for what the host says, and have no value where it says nothing")
    func host() {
        #expect(expand("%H in %t", in: "a.service", ["H": "box", "t": "/run"]) == "box in /run")
        #expect(expand("%H", in: "a.service") == nil)
        #expect(expand("100%", in: "a.service") == nil)
        #expect(expand("%é", in: "a.service") == nil)
    }

    @Test("stand for bytes as they are, and only where they are text")
    func bytes() {
        #expect(expand("%I", in: "a@\\xc3\\xa9.service") == "é")
        // No escapes but those of unit names.
        #expect(expand("%I", in: "a@b\\nc.service") == "b\\nc")
        for line in [
            "Environment=A=%I", "StateDirectory=%I", "ExecStartPre=/bin/a %I", "UnsetEnvironment=%I",
        ] {
            let result = read("[Service]\nExecStart=/bin/a\n\(line)\n", name: "a@\\xff.service")
            #expect(result.findings.count == 1, "\(line)")
            #expect(result.definition.execution.environment.assignments.isEmpty)
            #expect(result.definition.execution.files.directories.isEmpty)
        }
        #expect(read("[Service]\nExecStart=/bin/a \"\\xff\"\n").hasErrors)
    }

    @Test("cannot smuggle in more words")
    func words() {
        let result = read("[Service]\nExecStart=/bin/a %H\n") { $0.specifiers.byLetter = ["H": "x y; z"] }
        #expect(result.start?.arguments == ["/bin/a", "x y; z"])
    }

    @Test("are validated after expansion, where a user is concerned")
    func user() {
        #expect(
            read("[Service]\nExecStart=/bin/a\nUser=%i\n", name: "a@web.service").definition.execution
                .identity.user == .name("web")
        )
        #expect(read("[Service]\nExecStart=/bin/a\nUser=%i\n", name: "a.service").hasErrors)
    }

    @Test("may not make more of a unit than it could be given")
    func bounded() {
        let text = String(
            repeating: "Environment=A=" + String(repeating: "%n", count: 10_000) + "\n",
            count: 60
        )
        let result = read(
            "[Service]\nExecStart=/bin/a %n\n" + text + "ExecStop=/bin/b\n",
            name: String(repeating: "n", count: 200) + ".service"
        )
        #expect(
            result.findings.map { $0.drop { $0 != " " } } == [
                " error: the unit's values are longer than 4 MiB, specifiers replaced"
            ]
        )
    }
}
