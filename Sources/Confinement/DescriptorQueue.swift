import LinuxSystem

/// Descriptors waiting for their use, first come first served; those never taken are closed.
struct DescriptorQueue {
    /// Arrays hold only what can be copied; a reference to the owner can.
    private final class Holder {
        private var descriptor: FileDescriptor?

        init(_ descriptor: consuming FileDescriptor) {
            self.descriptor = consume descriptor
        }

        func take() -> FileDescriptor? {
            descriptor.take()
        }
    }

    private var holders: [Holder] = []

    var count: Int { holders.count }

    mutating func append(_ descriptor: consuming FileDescriptor) {
        holders.append(Holder(descriptor))
    }

    mutating func takeFirst() -> FileDescriptor? {
        guard !holders.isEmpty else { return nil }
        return holders.removeFirst().take()
    }
}
