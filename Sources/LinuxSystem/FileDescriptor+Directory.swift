import CLinux

/// Entries of a directory, always by the directory's descriptor: a path could lead elsewhere by the time it
/// is used.
extension FileDescriptor {
    /// Makes a directory. Returns false when something of that name exists already.
    package borrowing func makeDirectory(_ name: EntryName, mode: UInt32) throws(SystemError) -> Bool {
        let made = unsafe cl_make_directory_at(rawValue, name.bytes, mode)
        if made == -Errno.exists { return false }
        _ = try check("mkdirat", made)
        return true
    }

    package borrowing func changeMode(_ mode: UInt32) throws(SystemError) {
        _ = try check("fchmod", cl_change_mode_of(rawValue, mode))
    }

    package borrowing func changeOwner(uid: UInt32, gid: UInt32) throws(SystemError) {
        _ = try check("fchown", cl_change_owner_of(rawValue, uid, gid))
    }

    /// Of what was opened with `.path`: a link is changed itself, not what it points to.
    package borrowing func changeOwnerByHandle(uid: UInt32, gid: UInt32) throws(SystemError) {
        _ = try check("fchownat", cl_change_owner_by_handle(rawValue, uid, gid))
    }

    package borrowing func removeFile(_ name: EntryName) throws(SystemError) {
        _ = try check("unlinkat", unsafe cl_remove_file_at(rawValue, name.bytes))
    }

    package borrowing func removeDirectory(_ name: EntryName) throws(SystemError) {
        _ = try check("unlinkat", unsafe cl_remove_directory_at(rawValue, name.bytes))
    }

    /// Moves an entry of this directory into another one.
    package borrowing func move(
        _ name: EntryName,
        to directory: borrowing FileDescriptor,
        as other: EntryName
    ) throws(SystemError) {
        _ = try check("renameat", unsafe cl_rename_at(rawValue, name.bytes, directory.rawValue, other.bytes))
    }

    package borrowing func rename(_ name: EntryName, to other: EntryName) throws(SystemError) {
        _ = try check("renameat", unsafe cl_rename_at(rawValue, name.bytes, rawValue, other.bytes))
    }

    /// Two entries take each other's place in one instant.
    package borrowing func exchange(_ name: EntryName, with other: EntryName) throws(SystemError) {
        _ = try check("renameat2", unsafe cl_exchange_at(rawValue, name.bytes, other.bytes))
    }

    package borrowing func makeLink(_ name: EntryName, to target: String) throws(SystemError) {
        _ = try check("symlinkat", unsafe cl_make_link_at(target, rawValue, name.bytes))
    }

    package borrowing func linkTarget(_ name: EntryName) throws(SystemError) -> String {
        var target = [UInt8](repeating: 0, count: 4096)
        let length = unsafe target.withUnsafeMutableBytes { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe cl_read_link_at(
                rawValue,
                name.bytes,
                base.assumingMemoryBound(to: CChar.self),
                buffer.count
            )
        }
        let bytes = target.prefix(try check("readlinkat", length))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SystemError(call: "readlinkat", errno: Errno.illegalSequence)
        }
        return text
    }

    /// The next names of an open directory, without `.` and `..`; nil at its end. The order is the file
    /// system's.
    package borrowing func nextNames() throws(SystemError) -> [EntryName]? {
        var records = [UInt8](repeating: 0, count: 16384)
        let length = try check("getdents64", unsafe cl_read_entries(rawValue, &records, records.count))
        guard length > 0 else { return nil }
        var names: [EntryName] = []
        var offset = 0
        // struct linux_dirent64: inode (8), offset (8), record length (2), type (1), name up to NUL.
        while offset + 19 < length {
            let recordLength = Int(records[offset + 16]) | Int(records[offset + 17]) << 8
            let name = records[(offset + 19)..<(offset + recordLength)].prefix { $0 != 0 }
            offset += recordLength
            let entry = EntryName(name)
            if !entry.isDots { names.append(entry) }
        }
        return names
    }
}
