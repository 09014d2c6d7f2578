/// Two descriptors that belong together, such as the ends of a socket pair.
package struct DescriptorPair: ~Copyable {
    package let ours: FileDescriptor
    private let theirs: FileDescriptor

    package init(ours: consuming FileDescriptor, theirs: consuming FileDescriptor) {
        self.ours = ours
        self.theirs = theirs
    }

    /// Hands `theirs` to `body`, closes it, and gives `ours` to the caller.
    package consuming func keepOurs<Failure: Error>(
        _ body: (borrowing FileDescriptor) throws(Failure) -> Void
    ) throws(Failure) -> FileDescriptor {
        try body(theirs)
        return ours
    }
}
