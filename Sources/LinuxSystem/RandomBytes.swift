import CLinux

/// Randomness from the kernel. Corresponds to `getrandom(2)`.
package enum RandomBytes {
    package static func word() throws(SystemError) -> UInt64 {
        var word: UInt64 = 0
        let result = unsafe withUnsafeMutableBytes(of: &word) { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return -1 }
            return unsafe cl_random(base, 8)
        }
        _ = try check("getrandom", result)
        return word
    }
}
