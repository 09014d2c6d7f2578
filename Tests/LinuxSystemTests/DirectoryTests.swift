import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("An open directory")
struct DirectoryTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test("lists every name once, and nothing when there are too many")
    func names() throws {
        let expected = (0..<2_000).map { "file-with-a-rather-long-name-\($0)" }
        for name in expected { try folder.write(name, "") }
        let directory = try Directory(folder.path)
        #expect(try directory.names(limit: 2_000)?.sorted() == expected.sorted())
        #expect(try Directory(folder.path).names(limit: 1_999) == nil)
    }

    @Test("gives a file whole, or says that it is larger, and its beginning where that will do")
    func wholeFiles() throws {
        try folder.write("ten", "0123456789")
        let path = folder.path + "/ten"
        #expect(try StateFile.contents(path, upTo: 10).count == 10)
        #expect(throws: SystemError(call: "read", errno: EFBIG)) { try StateFile.contents(path, upTo: 9) }
        #expect(try StateFile.beginning(of: path, upTo: 9) == Array("012345678".utf8))
    }

    @Test("shows that there are names that are not UTF-8")
    func strangeNames() throws {
        try folder.write("plain", "")
        let strange = folder.path.utf8CString.dropLast() + [CChar(0x2f), CChar(bitPattern: 0xff), 0]
        let file = open(Array(strange), O_CREAT | O_WRONLY | O_CLOEXEC, 0o644)
        try #require(file >= 0)
        close(file)
        #expect(try Directory(folder.path).names(limit: 10)?.sorted() == ["plain", "\u{FFFD}"])
    }

    @Test("tells files, directories, links and the rest apart, with owner and mode")
    func kinds() throws {
        try folder.write("file", "four")
        try #require(chmod(folder.path + "/file", 0o640) == 0)
        try #require(mkdir(folder.path + "/directory", 0o755) == 0)
        try #require(symlink("file", folder.path + "/link") == 0)
        try #require(mkfifo(folder.path + "/fifo", 0o600) == 0)
        let directory = try Directory(folder.path)
        let file = try directory.status(of: "file")
        #expect(file.kind == .regular)
        #expect(file.size == 4)
        #expect(file.mode == 0o640)
        #expect(file.owner == OwnProcess.effectiveUser)
        #expect(try directory.status(of: "directory").kind == .directory)
        #expect(try directory.status(of: "link").kind == .symbolicLink)
        #expect(try directory.status(of: "fifo").kind == .other)
        #expect(try directory.linkTarget(of: "link") == "file")
    }

    @Test("opens nothing through a link, and does not wait for the writer of a FIFO")
    func opening() throws {
        try folder.write("file", "four")
        try #require(symlink("file", folder.path + "/link") == 0)
        try #require(mkfifo(folder.path + "/fifo", 0o600) == 0)
        try #require(symlink(".", folder.path + "/loop") == 0)
        let directory = try Directory(folder.path)
        #expect(throws: SystemError(call: "openat", errno: ELOOP)) { _ = try directory.open("link") }
        #expect(throws: SystemError(call: "openat", errno: ENOENT)) { _ = try directory.open("gone") }
        #expect(throws: SystemError(call: "openat", errno: ENOTDIR)) {
            _ = try Directory("loop", in: directory)
        }
        let fifo = try directory.open("fifo")
        #expect(try fifo.status().kind == .other)
        let file = try directory.open("file")
        #expect(try file.read(at: 0, count: 100) == Array("four".utf8))
    }

    @Test("knows the machine's names and its own limits")
    func host() throws {
        let names = try HostNames.current()
        #expect(!names.node.isEmpty)
        #expect(names.release.first?.isNumber == true)
        let limit = try OwnLimits.values(7)
        var known = rlimit()
        getrlimit(__rlimit_resource_t(7), &known)
        #expect(limit.soft == UInt64(known.rlim_cur))
        #expect(limit.hard == UInt64(known.rlim_max))
    }
}
