import Glibc

/// The programs of this package: those of CASTELLAN_BIN, or those built beside the running test.
package enum BuiltProgram {
    package static func path(_ name: String) -> String {
        if let folder = getenv("CASTELLAN_BIN") {
            let path = String(cString: folder) + "/" + name
            if access(path, X_OK) == 0 { return path }
        }
        return besidesTest(name)
    }

    private static func besidesTest(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let bytes = buffer.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }
        let own = String(decoding: bytes, as: UTF8.self)
        return String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) + "/" + name
    }
}
