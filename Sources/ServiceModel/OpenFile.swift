/// One `OpenFile=`: opened before privileges go, handed over by descriptor.
package struct OpenFile: Hashable, Sendable {
    package struct Options: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let readOnly = Options(rawValue: 1)
        package static let append = Options(rawValue: 2)
        package static let truncate = Options(rawValue: 4)
        package static let graceful = Options(rawValue: 8)
    }

    package let path: String
    /// The name in `$LISTEN_FDNAMES`.
    package let name: String
    package let options: Options

    package init(path: String, name: String, options: Options) {
        self.path = path
        self.name = name
        self.options = options
    }
}
