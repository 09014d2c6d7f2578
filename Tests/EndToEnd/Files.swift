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
