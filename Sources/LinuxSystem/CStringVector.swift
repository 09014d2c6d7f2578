import CLinux

/// A NULL-terminated array of C strings that lives as long as its owner.
@safe
package final class CStringVector {
    private let count: Int
    private let storage: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>

    package init(_ strings: [String]) {
        count = strings.count
        unsafe storage = .allocate(capacity: strings.count + 1)
        for (index, text) in strings.enumerated() {
            // A missing string would end the list early: a program without its last arguments.
            guard let copy = unsafe cl_copy_string(text) else {
                preconditionFailure("no memory for the strings of a program")
            }
            unsafe storage[index] = copy
        }
        unsafe storage[strings.count] = nil
    }

    deinit {
        for index in 0..<count { unsafe cl_free_string(storage[index]) }
        unsafe storage.deallocate()
    }

    /// What `execve(2)` and its kin take.
    @unsafe
    package var pointer: UnsafePointer<UnsafeMutablePointer<CChar>?> {
        guard let base = unsafe storage.baseAddress else {
            preconditionFailure("the array holds at least NULL")
        }
        return unsafe UnsafePointer(base)
    }

    /// The first string.
    @unsafe
    package var first: UnsafeMutablePointer<CChar>? { unsafe storage[0] }
}
