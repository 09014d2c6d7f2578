import Glibc
import LinuxSystem

/// A folder of a test's own, removed with the last reference to it.
package final class ScratchFolder {
    package let path: String

    package init() throws {
        var template = Array("/tmp/castellan-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemError(call: "mkdtemp", errno: errno) }
        path = String(cString: made)
    }

    deinit {
        ScratchFolder.removeTree(path)
    }

    /// Writes a file below the folder, whole.
    package func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws {
        let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw SystemError(call: "open", errno: errno) }
        defer { close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw SystemError(call: "write", errno: errno)
        }
    }

    package func write(_ name: String, _ text: String, mode: UInt32 = 0o644) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    /// Size in bytes; 0 for a file that is not there.
    package func size(_ name: String) throws -> Int {
        var status = stat()
        guard stat(path + "/" + name, &status) == 0 else { return 0 }
        return Int(status.st_size)
    }

    private static func removeTree(_ path: String) {
        if let directory = opendir(path) { empty(directory) }
        rmdir(path)
    }

    /// By descriptor and by the name's own bytes: not every name is text.
    private static func empty(_ directory: OpaquePointer) {
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { remove($0, in: dirfd(directory)) }
            }
        }
    }

    private static func remove(_ name: UnsafePointer<CChar>, in directory: Int32) {
        if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { return }
        if unlinkat(directory, name, 0) == 0 { return }
        let below = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if below >= 0, let opened = fdopendir(below) { empty(opened) }
        unlinkat(directory, name, AT_REMOVEDIR)
    }
}
