import LinuxSystem

/// Removes a directory with everything below it, by descriptor: no link is followed and no mount is entered,
/// whatever the service left behind and whoever still changes it.
struct TreeRemoval: ~Copyable {
    /// How deep descriptors are held. What lies deeper is moved up to the top and removed in the next pass,
    /// so that a tree of any depth goes with a few descriptors and little stack.
    private static let maximumDepth = 16

    private let top: FileDescriptor
    /// What is moved up gets a number that no earlier pass has used.
    private var nextNumber: Int
    private var changes = 0

    private init(_ top: consuming FileDescriptor, numberingFrom number: Int) {
        self.top = top
        nextNumber = number
    }

    /// Nothing there is fine. What somebody else than `owner` owns is left alone: EACCES.
    static func remove(
        _ name: EntryName,
        in parent: borrowing FileDescriptor,
        ownedBy owner: UInt32? = nil
    ) throws(SystemError) {
        if let owner {
            do throws(SystemError) {
                guard try parent.status(of: name).owner == owner else {
                    throw SystemError(call: "unlinkat", errno: Errno.accessDenied)
                }
            } catch {
                guard error.errno == Errno.noEntry else { throw error }
                return
            }
        }
        var number = 0
        var isProgressing = true
        while isProgressing {
            if try removeSimply(name, in: parent) { return }
            let flags: OpenFlags = [.readOnly, .directory, .noFollow]
            let pass = try parent.open(name, flags, resolve: [.noLinks, .noCrossing])
            if let owner, try pass.status().owner != owner {
                throw SystemError(call: "unlinkat", errno: Errno.accessDenied)
            }
            var removal = TreeRemoval(try pass.open(".", flags), numberingFrom: number)
            try removal.empty(pass, depth: 0)
            isProgressing = removal.changes > 0
            number = removal.nextNumber
        }
        guard try removeSimply(name, in: parent) else {
            throw SystemError(call: "unlinkat", errno: Errno.notEmpty)
        }
    }

    /// A file, a link, an empty directory. False when it is a directory with something in it.
    private static func removeSimply(
        _ name: EntryName,
        in parent: borrowing FileDescriptor
    ) throws(SystemError) -> Bool {
        do {
            try parent.removeFile(name)
            return true
        } catch {
            if error.errno == Errno.noEntry { return true }
            guard error.errno == Errno.isDirectory else { throw error }
        }
        do {
            try parent.removeDirectory(name)
            return true
        } catch {
            guard error.errno == Errno.notEmpty else { throw error }
            return false
        }
    }

    private mutating func empty(_ directory: borrowing FileDescriptor, depth: Int) throws(SystemError) {
        while let names = try directory.nextNames() {
            for name in names { try removeOne(name, in: directory, depth: depth) }
        }
    }

    private mutating func removeOne(
        _ name: EntryName,
        in directory: borrowing FileDescriptor,
        depth: Int
    ) throws(SystemError) {
        if try TreeRemoval.removeSimply(name, in: directory) {
            changes += 1
            return
        }
        guard depth < TreeRemoval.maximumDepth else { return try moveUp(name, from: directory) }
        let child = try directory.open(
            name,
            [.readOnly, .directory, .noFollow],
            resolve: [.noLinks, .noCrossing]
        )
        try empty(child, depth: depth + 1)
        // What was moved into it meanwhile waits for the next pass.
        if try TreeRemoval.removeSimply(name, in: directory) { changes += 1 }
    }

    /// A name that is taken at the top is tried again in the next pass, under another one.
    private mutating func moveUp(
        _ name: EntryName,
        from directory: borrowing FileDescriptor
    ) throws(SystemError) {
        nextNumber += 1
        do {
            try directory.move(name, to: top, as: EntryName(".castellan-\(OwnProcess.pid)-\(nextNumber)"))
            changes += 1
        } catch {
            guard error.errno == Errno.notEmpty || error.errno == Errno.exists else { throw error }
        }
    }
}
