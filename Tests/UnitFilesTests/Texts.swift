import ServiceModel
import UnitFiles

/// Reads a unit from text, as tests write it.
func read(
    _ text: String,
    name: String = "web.service",
    dropIns: [String] = [],
    _ change: (inout ReadingOptions) -> Void = { _ in }
) -> ReadResult {
    var options = ReadingOptions()
    change(&options)
    return read(bytes: [Array(text.utf8)] + dropIns.map { Array($0.utf8) }, name: name, options)
}

func read(bytes: [[UInt8]], name: String = "web.service", _ options: ReadingOptions = .init()) -> ReadResult {
    guard let unit = UnitName(name) else { preconditionFailure("tests name units as they should be named") }
    let texts = bytes.enumerated().map { index, bytes in
        UnitText(path: index == 0 ? name : "\(index).conf", bytes: bytes)
    }
    return UnitFileReader.read(name: unit, texts: texts, options: options)
}

/// A service that is in order, with more lines in `[Service]`.
func service(_ lines: String..., change: (inout ReadingOptions) -> Void = { _ in }) -> ReadResult {
    let lines = ["[Service]", "ExecStart=/bin/true"] + lines
    return read(lines.joined(separator: "\n") + "\n", change)
}

extension ReadResult {
    var findings: [String] { diagnostics.map(\.description) }

    func commands(_ kind: CommandKind) -> [ExecCommand] { definition.commands[Int(kind.rawValue)] }

    var start: ExecCommand? { commands(.start).first }
}
