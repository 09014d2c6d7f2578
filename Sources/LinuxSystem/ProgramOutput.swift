import CLinux

/// Standard output and standard error of a program that ends when it has spoken: writing waits.
package enum ProgramOutput {
    package static func write(_ text: String) throws(SystemError) {
        try write(Array(text.utf8), to: 1)
    }

    package static func writeError(_ text: String) throws(SystemError) {
        try write(Array(text.utf8), to: 2)
    }

    /// Everything, to a descriptor this program was given by number. A signal does not cut it short.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let put = unsafe bytes.withUnsafeBytes { buffer -> Int in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe cl_write(descriptor, base + written, buffer.count - written)
            }
            if put == -Int(Errno.interrupted) { continue }
            written += try check("write", put)
        }
    }
}
