import ServiceModel
import Testing
import UnitFiles

@Suite("What directives put somewhere")
struct PlacementReadingTests {
    @Test("what is put somewhere has a source, a place and options")
    func placements() {
        func read(_ lines: String...) -> [FileProtection.Placement] {
            service(lines.joined(separator: "\n")).definition.execution.protection.placements
        }
        func bind(_ source: String, _ path: String, isRecursive: Bool = true, isReadOnly: Bool = false)
            -> FileProtection.Placement
        {
            .init(
                .bind(from: source, isRecursive: isRecursive),
                at: path,
                isReadOnly: isReadOnly,
                isOptional: false
            )
        }
        #expect(
            read("BindPaths=/a /b:/c /d:/e:norbind") == [
                bind("/a", "/a"), bind("/b", "/c"), bind("/d", "/e", isRecursive: false),
            ]
        )
        #expect(read(#"BindReadOnlyPaths="/a b:/c\\:d""#) == [bind("/a b", "/c:d", isReadOnly: true)])
        #expect(
            read("BindPaths=/a", "BindReadOnlyPaths=/b", "BindPaths=") == [bind("/b", "/b", isReadOnly: true)]
        )
        #expect(read("BindPaths=-/a").map(\.isOptional) == [true])
        #expect(
            read("TemporaryFileSystem=/a:ro,size=1M,noexec /b") == [
                .init(
                    .temporary(["size=1M"], isExecutable: false),
                    at: "/a",
                    isReadOnly: true,
                    isOptional: false
                ),
                .init(.temporary([], isExecutable: true), at: "/b", isReadOnly: false, isOptional: false),
            ]
        )
        for wrong in [
            "BindPaths=a", "BindPaths=/a:b", "BindPaths=/a:/b:bind", "BindPaths=/a:/",
            "BindPaths=/a:/b:rbind:x",
            "TemporaryFileSystem=/", "TemporaryFileSystem=/a:suid", "TemporaryFileSystem=/a:size",
            "MountFlags=on", "ProtectProc=yes", "ProcSubset=no", "PrivateTmp=maybe",
        ] {
            #expect(service(wrong).findings.count == 1, "\(wrong)")
        }
    }
}
