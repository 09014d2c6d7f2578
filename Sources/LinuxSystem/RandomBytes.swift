import CLinux

/// Randomness from the kernel. Corresponds to `getrandom(2)`.
package enum RandomBytes {
    package static func words() throws(SystemError) -> (UInt64, UInt64) {
        var words: (UInt64, UInt64) = (0, 0)
        let result = unsafe withUnsafeMutableBytes(of: &words) { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return -1 }
            return unsafe cl_random(base, 16)
        }
        _ = try check("getrandom", result)
        return words
    }
}
