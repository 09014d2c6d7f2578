import LinuxSystem

/// The descriptors handed to a service from number 3 on, with their names.
struct NamedDescriptors {
    /// `SD_LISTEN_FDS_START`.
    static let first: Int32 = 3

    private(set) var names: [String] = []
    private var files: [HeldDescriptor] = []

    /// `fd:NAME`: the first of that name.
    func first(named name: String) -> HeldDescriptor? {
        zip(names, files).first { $0.0 == name }?.1
    }

    /// Under which they are held until they are placed.
    var numbers: [Int32] { files.map { $0.descriptor.rawValue } }

    mutating func append(_ file: consuming FileDescriptor, named name: String) {
        names.append(name)
        files.append(HeldDescriptor(file))
    }

    /// Gives every file its number, inherited by the program executed next. Our own numbers for them all lie
    /// above, so that placing one never closes another.
    func place() throws(SystemError) {
        var number = NamedDescriptors.first
        for file in files {
            try file.descriptor.place(at: number)
            number += 1
        }
    }
}

/// A descriptor that several may look at: an array holds only what can be copied, and a reference to an owner
/// can be.
final class HeldDescriptor {
    let descriptor: FileDescriptor

    init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = descriptor
    }
}
