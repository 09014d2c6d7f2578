/// The arguments of a C `main` as strings.
package enum Arguments {
    /// Everything after the program's name.
    @unsafe
    package static func list(
        _ count: Int32,
        _ values: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    ) -> [String] {
        guard count > 1 else { return [] }
        return (1..<Int(count)).compactMap { index in
            guard let text = unsafe values[index] else { return nil }
            return unsafe String(cString: text)
        }
    }
}
