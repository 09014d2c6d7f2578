import ServiceModel

@testable import UnitFiles

/// Reads a unit's text the way tests want it.
enum Reading {
    static func unit(_ text: String, isLenient: Bool = false, name: String = "web.service") -> ReadResult {
        unit([("/u/web.service", Array(text.utf8))], isLenient: isLenient, name: name)
    }

    static func unit(
        _ texts: [(String, [UInt8])],
        isLenient: Bool = false,
        name: String = "web.service"
    ) -> ReadResult {
        guard let name = UnitName(name) else { preconditionFailure("a test names a valid unit") }
        var options = ReadingOptions()
        options.isLenient = isLenient
        options.specifiers.byLetter = ["H": "host", "t": "/run", "m": "cafe"]
        return UnitFileReader.read(
            name: name,
            texts: texts.map { UnitText(path: $0.0, bytes: $0.1) },
            options: options
        )
    }

    /// The `[Service]` section around one line, with a command so that nothing else is amiss.
    static func service(_ line: String, isLenient: Bool = false) -> ReadResult {
        unit("[Service]\nExecStart=/bin/true\n" + line + "\n", isLenient: isLenient)
    }

    static func findings(_ result: ReadResult) -> [String] { result.diagnostics.map(\.description) }
}
