import ServiceModel
import Testing

@Suite("The arrangement of mounts")
struct MountArrangementTests {
    private func entry(
        _ path: String,
        _ content: MountEntry.Content = .kept,
        readOnly: Bool? = nil,
        executable: Bool? = nil,
        optional: Bool = false
    ) -> MountEntry {
        var entry = MountEntry(path, isOptional: optional)
        entry.content = content
        entry.isReadOnly = readOnly
        entry.isExecutable = executable
        return entry
    }

    private func arranged(_ wishes: MountEntry...) -> [MountEntry] { MountArrangement(wishes).entries }

    @Test("has those above before those below, by component and not by letter")
    func order() {
        let paths = ["/srv/a/b", "/srv-a", "/srv", "/", "/srv/a.b"]
        var isReadOnly = false
        let wishes = paths.sorted().map { path in
            isReadOnly.toggle()
            return entry(path, .hidden)
        }
        #expect(MountArrangement(wishes).entries.map(\.path) == ["/"], "nothing stands below what is hidden")
        let open = ["/srv/a/b", "/srv-a", "/srv", "/srv/a.b"].map { entry($0, .empty) }
        #expect(MountArrangement(open).entries.map(\.path) == ["/srv", "/srv/a/b", "/srv/a.b", "/srv-a"])
    }

    @Test("lets what takes most away hold at one place")
    func duplicates() {
        #expect(
            arranged(entry("/a", readOnly: false), entry("/a", readOnly: true))
                == [entry("/a", readOnly: true, executable: true)]
        )
        #expect(
            arranged(entry("/a", readOnly: true), entry("/a", executable: false))
                == [entry("/a", readOnly: true, executable: false)]
        )
        #expect(
            arranged(entry("/a", .empty, readOnly: true), entry("/a", .hidden, optional: true)).map(\.content)
                == [.hidden]
        )
        #expect(
            arranged(entry("/a", .hidden, optional: true), entry("/a", .hidden)).map(\.isOptional) == [false]
        )
    }

    @Test("hands on from above what an entry leaves open")
    func inheritance() {
        let entries = arranged(
            entry("/", readOnly: true),
            entry("/srv", executable: false),
            entry("/srv/data", readOnly: false),
            entry("/srv/data/bin", executable: true)
        )
        #expect(
            entries == [
                entry("/", readOnly: true, executable: true),
                entry("/srv", readOnly: true, executable: false),
                entry("/srv/data", readOnly: false, executable: false),
                entry("/srv/data/bin", readOnly: false, executable: true),
            ]
        )
    }

    @Test("leaves out what would be as it is anyway")
    func redundant() {
        #expect(arranged(entry("/srv", readOnly: false)).isEmpty)
        #expect(
            arranged(entry("/usr", readOnly: true), entry("/usr/bin", readOnly: true)).map(\.path) == ["/usr"]
        )
        #expect(
            arranged(
                entry("/a", readOnly: true),
                entry("/a/b", readOnly: true),
                entry("/a/b/c", readOnly: false)
            )
            .map(\.path) == ["/a", "/a/b/c"]
        )
        #expect(arranged(entry("/a", .hidden), entry("/a/b", readOnly: false)).map(\.path) == ["/a"])
        #expect(arranged(entry("/a", .hidden), entry("/ab", readOnly: true)).map(\.path) == ["/a", "/ab"])
    }

    @Test("has nothing of the host's below what shows none of it, and tells what was to be there")
    func fresh() {
        let arrangement = MountArrangement([
            entry("/home", .empty, readOnly: true), entry("/home/a", readOnly: false),
            entry("/home/b", readOnly: false, optional: true), entry("/home/c", .hidden),
            MountEntry("/home/d/e", .bound("/srv", isRecursive: true)), entry("/home/d/e/f", readOnly: true),
            entry("/srv", readOnly: true),
        ])
        #expect(arrangement.entries.map(\.path) == ["/home", "/home/d/e", "/home/d/e/f", "/srv"])
        #expect(arrangement.missing == ["/home/a"])
        #expect(arrangement.bases == [nil, 0, 1, nil])
    }

    @Test("puts the later of two things at a place, with the rights that both leave")
    func replaced() {
        let first = MountEntry("/a", .temporary([]))
        let second = MountEntry("/a", .bound("/b", isRecursive: true))
        #expect(arranged(first, second) == [second])
        #expect(arranged(second, entry("/a", readOnly: true)).map(\.isReadOnly) == [true])
        #expect(arranged(second, entry("/a", .hidden)).map(\.content) == [.hidden])
        #expect(arranged(entry("/", readOnly: true), second).map(\.isReadOnly) == [true, false])
    }

    @Test("takes ten thousand places in no time to speak of")
    func many() {
        let wishes = (0..<10_000).map { entry("/srv/\($0 % 100)/\($0)", readOnly: true) }
        #expect(MountArrangement(wishes).entries.count == 10_000)
    }
}
