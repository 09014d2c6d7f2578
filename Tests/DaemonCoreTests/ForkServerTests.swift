import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import DaemonCore

@Suite("The fork server")
struct ForkServerTests {
    /// Answers with more than an answer can be, and would answer again.
    private static let liar = """
        #!/usr/bin/python3
        import os, socket
        with open(os.path.dirname(__file__) + "/pids", "a") as file: print(os.getpid(), file=file)
        daemon = socket.socket(fileno=3)
        while daemon.recv(65536): daemon.send(b"x" * 5000)
        """

    @Test("that gave an answer which cannot be read is ended, so that no later request takes it for its own")
    func unreadable() throws {
        let folder = try ScratchFolder()
        try folder.write("liar", ForkServerTests.liar)
        try #require(chmod(folder.path + "/liar", 0o700) == 0)
        let server = ForkServer(program: folder.path + "/liar")
        #expect(throws: SystemError.self) { try server.launch(in: nil) { _ in [] } }
        let pids = String(decoding: try StateFile.contents(folder.path + "/pids"), as: UTF8.self)
            .split(separator: "\n").compactMap { pid_t($0) }
        try #require(pids.count == 2, "it is tried once more, with another one")
        for pid in pids {
            var status: Int32 = 0
            #expect(waitpid(pid, &status, 0) == pid)
            #expect(status & 0x7f == SIGKILL)
            #expect(!server.ended(pid), "it was let go before")
        }
    }
}
