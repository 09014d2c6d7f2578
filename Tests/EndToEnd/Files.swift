import Glibc
import LinuxSystem

/// Small files of the kernel's and of services.
enum Files {
    static func bytes(_ path: String) throws -> [UInt8] { try StateFile.contents(path, upTo: 1 << 20) }

    static func wholeFile(_ path: String) throws -> [UInt8] { try StateFile.contents(path, upTo: 256 << 20) }

    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    static func lines(_ path: String) throws -> [String] {
        try text(path).split(separator: "\n").map(String.init)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func link(_ path: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink(path, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// With every link followed.
    static func realPath(_ path: String) throws -> String {
        guard let found = realpath(path, nil) else { throw SystemError(call: "realpath", errno: errno) }
        defer { free(found) }
        return String(cString: found)
    }

    /// Strings that each end in a NUL.
    static func strings(_ path: String) throws -> [String] {
        try bytes(path).split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// What a directory holds.
    static func names(_ path: String) throws -> [String] {
        guard let directory = opendir(path) else { throw SystemError(call: "opendir", errno: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// `Name:\tvalue` lines of /proc/PID/status.
    static func processStatus(_ pid: Int32) throws -> [String: String] {
        var fields: [String: String] = [:]
        for line in try lines("/proc/\(pid)/status") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].split(whereSeparator: { $0 == "\t" || $0 == " " })
            fields[String(line[..<colon])] = value.joined(separator: " ")
        }
        return fields
    }
}
