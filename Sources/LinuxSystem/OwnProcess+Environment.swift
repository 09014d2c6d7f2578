import CLinux

extension OwnProcess {
    /// The environment this process was given; entries without a name are left out.
    package static var environment: [(name: String, value: String)] {
        var entries: [(name: String, value: String)] = []
        var next = unsafe cl_environment()
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign != text.startIndex {
                entries.append((String(text[..<sign]), String(text[text.utf8.index(after: sign)...])))
            }
            unsafe next += 1
        }
        return entries
    }
}
