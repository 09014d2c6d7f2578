import CLinux

extension FileDescriptor {
    /// Reads at most `capacity` bytes; empty at the end, nil when a non-blocking descriptor has none now.
    package borrowing func read(upTo capacity: Int) throws(SystemError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let got = unsafe cl_read(rawValue, &bytes, capacity)
        if got == -Int(Errno.wouldBlock) { return nil }
        let count = try check("read", got)
        bytes.removeLast(capacity - count)
        return bytes
    }

    /// The next byte of a blocking descriptor; nil at the end. Allocates nothing.
    package borrowing func readByte() throws(SystemError) -> UInt8? {
        var byte: UInt8 = 0
        let got = unsafe cl_read(rawValue, &byte, 1)
        return try check("read", got) == 1 ? byte : nil
    }

    /// Reads `count` bytes at `offset`, fewer only at the end of the file.
    package borrowing func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        guard count > 0 else { return [] }
        var failure: Int = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            let got = unsafe cl_read_at(rawValue, base, count, Int64(offset))
            if got < 0 { failure = got } else { initialized = got }
        }
        _ = try check("pread", failure)
        return bytes
    }

    /// Writes from `start` on as much as fits; nil when a non-blocking descriptor takes none now.
    package borrowing func write(_ bytes: [UInt8], from start: Int = 0) throws(SystemError) -> Int? {
        let put = unsafe bytes.withUnsafeBytes { buffer -> Int in
            guard let base = buffer.baseAddress, start < buffer.count else { return 0 }
            return unsafe cl_write(rawValue, base + start, buffer.count - start)
        }
        if put == -Int(Errno.wouldBlock) { return nil }
        return try check("write", put)
    }

    /// Writes everything, waiting as often as a non-blocking descriptor takes no more.
    package borrowing func deliver(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            if let count = try write(bytes, from: written) {
                written += count
            } else {
                let ready = cl_wait_for(rawValue, 1, -1, -1)
                if ready != -Errno.interrupted { _ = try check("poll", ready) }
            }
        }
    }

    /// Writes as much as fits now, whether or not the descriptor is one that blocks; nil when that is nothing.
    package borrowing func writeNow(_ bytes: [UInt8]) throws(SystemError) -> Int? {
        let put = unsafe bytes.withUnsafeBytes { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe cl_write_now(rawValue, base, buffer.count)
        }
        if put == -Int(Errno.wouldBlock) { return nil }
        return try check("write", put)
    }
}
