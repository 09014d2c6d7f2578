import Glibc

/// The files of this repository, as text.
enum SourceTree {
    static let root: String = {
        let own = #filePath
        return own.components(upTo: "/Tests/")
    }()

    static func text(_ path: String) throws -> String {
        guard let file = fopen(root + "/" + path, "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    struct Missing: Error {
        let path: String
    }

    /// Paths below a folder, relative to the root, of files with the ending.
    static func files(in folder: String, ending: String) -> [String] {
        var found: [String] = []
        guard let directory = opendir(root + "/" + folder) else { return [] }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            guard !name.hasPrefix(".") else { continue }
            let path = folder + "/" + name
            if entry.pointee.d_type == UInt8(DT_DIR) {
                found += files(in: path, ending: ending)
            } else if name.hasSuffix(ending) {
                found.append(path)
            }
        }
        return found.sorted()
    }

    static func folders(in folder: String) -> [String] {
        var found: [String] = []
        guard let directory = opendir(root + "/" + folder) else { return [] }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if entry.pointee.d_type == UInt8(DT_DIR), !name.hasPrefix(".") { found.append(name) }
        }
        return found.sorted()
    }
}

extension String {
    fileprivate func components(upTo mark: String) -> String {
        var end = endIndex
        while end > startIndex {
            if self[end...].hasPrefix(mark) { return String(self[..<end]) }
            end = index(before: end)
        }
        return self
    }
}
