import LaunchProtocol
import ServiceModel
import UnitFiles

/// Any bytes as a unit with a drop-in, as the supervisor's settings, and as an environment file: findings or a
/// definition, never a trap. A unit without errors has something to run, and no finding tampers with the terminal.
@c(LLVMFuzzerTestOneInput)
public func fuzzUnitFiles(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard let data, size > 0 else { return 0 }
    // The first byte chooses the reading, and where the rest is cut into fragment and drop-in.
    let choice = data[0]
    let bytes = Array(UnsafeBufferPointer(start: data, count: size).dropFirst())
    switch choice {
    case 0xFE: expectNames(EnvironmentFileText.parse(bytes))
    case 0xFF:
        expectPrintable(UnitFileReader.readManager(texts: [UnitText(path: "m", bytes: bytes)]).diagnostics)
    default: readUnit(bytes, choice)
    }
    return 0
}

private func readUnit(_ bytes: [UInt8], _ choice: UInt8) {
    guard let name = UnitName("worker@a-b\\x2dc.service") else { fatalError("this is a unit's name") }
    var options = ReadingOptions()
    options.isLenient = choice & 1 == 1
    options.specifiers.byLetter = ["H": "host; x", "t": "/run"]
    let cut = bytes.count * Int(choice >> 1) / 127
    let texts = [
        UnitText(path: "a", bytes: Array(bytes[..<cut])), UnitText(path: "b", bytes: Array(bytes[cut...])),
    ]
    let result = UnitFileReader.read(name: name, texts: texts, options: options)
    expectPrintable(result.diagnostics)
    let definition = result.definition
    guard !result.hasErrors else { return }
    let start = definition.commands[Int(CommandKind.start.rawValue)]
    guard !start.isEmpty || definition.policy.remainAfterExit else { fatalError("a unit without a command") }
    for command in definition.commands.joined() {
        guard !command.path.isEmpty, !command.arguments.isEmpty else {
            fatalError("a command without a program")
        }
        guard !command.arguments.contains(where: { $0.utf8.contains(0) }) else {
            fatalError("a NUL in a word")
        }
        _ = VariableExpansion.expand(command.arguments) { $0.isEmpty ? nil : "a 'b c" }
    }
    for directory in definition.execution.files.directories {
        guard !directory.name.hasPrefix("/"), !directory.name.split(separator: "/").contains("..") else {
            fatalError("a directory outside its base")
        }
    }
}

private func expectNames(_ assignments: [EnvironmentRequest.Assignment]) {
    guard assignments.allSatisfy({ !$0.name.isEmpty && !$0.value.utf8.contains(0) }) else {
        fatalError("an assignment without a name, or with a NUL")
    }
}

private func expectPrintable(_ diagnostics: [Diagnostic]) {
    guard diagnostics.count <= 1_001 else { fatalError("more findings than anybody reads") }
    for finding in diagnostics {
        guard finding.message.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            fatalError("a control character in a finding")
        }
    }
}
