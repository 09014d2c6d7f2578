package import ServiceModel
package import Wire

// How the model's values stand in JSON: encode beside decode.

extension ServiceResult {
    init(_ fields: inout JSONFields) throws(InvalidField) {
        let word = try fields.string("result")
        guard let result = ServiceResult.allCases.first(where: { $0.word == word }) else {
            throw InvalidField("result")
        }
        self = result
    }
}

extension ExitStatus {
    /// Either `exitCode`, or `exitSignal` and `coreDumped`: never one number for both.
    func encodeMembers(into writer: inout JSONWriter) {
        switch self {
        case .exited(let code): writer.field("exitCode", code)
        case .signaled(let signal, let coreDumped):
            writer.field("exitSignal", signal.number)
            writer.field("coreDumped", coreDumped)
        }
    }

    init?(ifPresent fields: inout JSONFields) throws(InvalidField) {
        if let code = try fields.integer(ifPresent: "exitCode", as: UInt8.self) {
            self = .exited(code)
            return
        }
        guard let number = try fields.integer(ifPresent: "exitSignal", as: Int.self) else { return nil }
        guard let signal = Signal(number: number) else { throw InvalidField("exitSignal") }
        self = .signaled(signal, coreDumped: try fields.flag(ifPresent: "coreDumped") ?? false)
    }
}

extension SourceLocation {
    func encodeMembers(into writer: inout JSONWriter) {
        writer.field("file", file)
        writer.field("line", line)
        writer.field("column", column)
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        self.init(
            file: try fields.string("file"),
            line: try fields.integer("line"),
            column: try fields.integer("column")
        )
    }
}

extension Diagnostic.Severity {
    package static let allCases: [Diagnostic.Severity] = [.error, .warning, .note]

    package var word: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .note: "note"
        }
    }
}

extension Diagnostic {
    package func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("severity", severity.word)
            writer.field("message", message)
            if let location { writer.field("location", object: location.encodeMembers) }
        }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        let word = try fields.string("severity")
        guard let severity = Severity.allCases.first(where: { $0.word == word }) else {
            throw InvalidField("severity")
        }
        let message = try fields.string("message")
        self.init(severity, at: try fields.object(ifPresent: "location", SourceLocation.init), message)
    }
}

extension DirectiveOutcome {
    package func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("directive", directive)
            writer.field("requested", requested)
            enforcement.encodeMembers(into: &writer)
            if let location { writer.field("location", object: location.encodeMembers) }
        }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        self.init(
            directive: try fields.string("directive"),
            requested: try fields.string("requested"),
            enforcement: try Enforcement(&fields),
            location: try fields.object(ifPresent: "location", SourceLocation.init)
        )
    }
}

extension Enforcement {
    /// A word, and beside it by what means, with what gap, or why not.
    func encodeMembers(into writer: inout JSONWriter) {
        switch self {
        case .enforced(let mechanism):
            writer.field("enforcement", "enforced")
            writer.field("by", mechanism)
        case .emulated(let mechanism, let gap):
            writer.field("enforcement", "emulated")
            writer.field("by", mechanism)
            writer.field("gap", gap)
        case .refused(let reason):
            writer.field("enforcement", "refused")
            writer.field("reason", reason)
        case .notEnforcedYet: writer.field("enforcement", "notEnforcedYet")
        case .notSupported: writer.field("enforcement", "notSupported")
        }
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        switch try fields.string("enforcement") {
        case "enforced": self = .enforced(by: try fields.string("by"))
        case "emulated": self = .emulated(by: try fields.string("by"), gap: try fields.string("gap"))
        case "refused": self = .refused(reason: try fields.string("reason"))
        case "notEnforcedYet": self = .notEnforcedYet
        case "notSupported": self = .notSupported
        default: throw InvalidField("enforcement")
        }
    }
}

extension InvocationID {
    /// Reads what `text` writes.
    package init?(text: String) {
        guard text.utf8.count == 32,
            text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.dropFirst(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
