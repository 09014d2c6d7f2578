/// Small files of the user's own, by path.
package enum ClientFile {
    package static func exists(_ path: String) -> Bool {
        do {
            _ = try FileDescriptor.open(path, .path)
            return true
        } catch {
            return false
        }
    }

    /// Writes the whole file under another name first: a reader never finds half of it.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(SystemError) {
        let fresh = "\(path).\(OwnProcess.pid)"
        let file = try FileDescriptor.open(fresh, [.writeOnly, .create, .exclusive, .noFollow], mode: mode)
        do {
            try file.writeAll(bytes)
            try StateFile.rename(fresh, to: path)
        } catch {
            try StateFile.remove(fresh)
            throw error
        }
    }
}
