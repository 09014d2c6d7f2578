import LinuxSystem

/// What is done with one cgroup (version 2), named by its directory.
enum ControlGroupDirectory {
    /// Whether it or one below it has a process that has not ended.
    static func isPopulated(_ path: String) throws(SystemError) -> Bool {
        try StateFile.contents(path + "/cgroup.events").contains(line: "populated 1")
    }

    static func removeTree(_ path: String) throws(SystemError) {
        for name in try subdirectories(path) { try removeTree(path + "/" + name) }
        try removeIfThere(path)
    }

    static func subdirectories(_ path: String) throws(SystemError) -> [String] {
        do {
            let directory = try Directory(path)
            var found: [String] = []
            for name in try directory.names(limit: .max) ?? []
            where try isDirectory(name, in: directory) { found.append(name) }
            return found
        } catch {
            if isGone(error) { return [] }
            throw error
        }
    }

    /// Whether a cgroup is not there, or is no more while its files are looked at.
    static func isGone(_ error: SystemError) -> Bool {
        error.errno == Errno.noEntry || error.errno == Errno.noSuchDevice
    }

    private static func isDirectory(_ name: String, in directory: borrowing Directory) throws(SystemError)
        -> Bool
    {
        do {
            return try directory.status(of: name).kind == .directory
        } catch {
            // Gone meanwhile, or named in no encoding.
            if isGone(error) { return false }
            throw error
        }
    }

    private static func removeIfThere(_ path: String) throws(SystemError) {
        do {
            try StateFile.removeDirectory(path)
        } catch {
            if !isGone(error) { throw error }
        }
    }

    /// With the cgroups that the service made in it, of which there mostly are none.
    static func removeWhole(_ path: String) throws(SystemError) {
        do {
            try removeIfThere(path)
        } catch {
            guard error.errno == Errno.busy else { throw error }
            try removeTree(path)
        }
    }

    /// None where the cgroup is gone. All there are: the beginning of a pid would be another process's.
    static func members(of group: String) throws(SystemError) -> [Int32] {
        let text: [UInt8]
        do {
            text = try StateFile.contents(group + "/cgroup.procs", upTo: .max)
        } catch {
            if isGone(error) { return [] }
            throw error
        }
        return text.split(separator: UInt8(ascii: "\n")).compactMap {
            Int32(String(decoding: $0, as: UTF8.self))
        }.filter { $0 > 0 }
    }
}

extension [UInt8] {
    /// Whether one of the lines is exactly that.
    fileprivate func contains(line: String) -> Bool {
        split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual(line.utf8) }
    }
}
