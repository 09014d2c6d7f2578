/// The validated name of a unit: `web.service`, `worker@3.service`, `worker@.service`.
package struct UnitName: Hashable, Sendable {
    /// The longest name, in bytes, as systemd has it.
    package static let maximumLength = 255

    package let text: String

    /// Nil unless `text` is 1 to 255 bytes of ASCII letters, digits and `:-_.\@`, has a non-empty prefix,
    /// at most one meaningful `@`, and ends in a known type.
    package init?(_ text: String) {
        guard text.utf8.count <= UnitName.maximumLength, text.utf8.allSatisfy(UnitName.isAllowed) else {
            return nil
        }
        guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        guard UnitKind(rawValue: String(text[text.utf8.index(after: dot)...])) != nil else { return nil }
        guard let first = text[..<dot].utf8.first, first != UInt8(ascii: "@") else { return nil }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "\\"),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }

    /// What the suffix says: `service`, `socket`, …
    package var kind: UnitKind {
        let suffix = text[text.utf8.index(after: lastDot)...]
        guard let kind = UnitKind(rawValue: String(suffix)) else {
            preconditionFailure("a unit name is only made with a known suffix")
        }
        return kind
    }

    private var lastDot: String.Index {
        text.utf8.lastIndex(of: UInt8(ascii: ".")) ?? text.endIndex
    }

    /// The name without its type: `worker@3`.
    package var stem: String { String(text[..<lastDot]) }

    /// The part before `@`, or the whole stem: `worker`.
    package var prefix: String {
        let stem = text[..<lastDot]
        guard let sign = stem.utf8.firstIndex(of: UInt8(ascii: "@")) else { return String(stem) }
        return String(stem[..<sign])
    }

    /// The part between `@` and the type; nil for a plain unit, empty for a template.
    package var instance: String? {
        let stem = text[..<lastDot]
        guard let sign = stem.utf8.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        return String(stem[stem.utf8.index(after: sign)...])
    }

    package var isTemplate: Bool { instance == "" }

    /// The template an instance is made from; nil for plain units and templates.
    package var template: UnitName? {
        guard let instance, !instance.isEmpty else { return nil }
        return UnitName("\(prefix)@.\(kind.rawValue)")
    }
}

extension UnitName: Comparable {
    package static func < (left: UnitName, right: UnitName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension UnitName: CustomStringConvertible {
    package var description: String { text }
}
