/// Writes JSON as it is told, without building a document first. Commas are its business, balance is the
/// caller's: an object holds names each followed by one value.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    /// Whether the next name or element has one before it.
    private var needsComma = false

    package init() {}

    package init(reserving count: Int) {
        bytes.reserveCapacity(count)
    }

    // MARK: structure

    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array<Element>(_ elements: [Element], _ one: (inout JSONWriter, Element) -> Void) {
        open(UInt8(ascii: "["))
        for element in elements { one(&self, element) }
        close(UInt8(ascii: "]"))
    }

    package mutating func name(_ name: String) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A name of ours, which needs no escape.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        )
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    // MARK: values

    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    package mutating func value(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    }

    package mutating func value(_ integer: Int64) {
        separate()
        bytes.append(contentsOf: String(integer).utf8)
    }

    package mutating func value(_ text: String) {
        separate()
        quoted(text)
    }

    /// Text that may not be UTF-8; each malformed sequence becomes U+FFFD.
    package mutating func value(repairing text: [UInt8]) {
        value(String(decoding: text, as: UTF8.self))
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): self.value(flag)
        case .integer(let integer): self.value(integer)
        case .number(let text):
            separate()
            bytes.append(contentsOf: text.utf8)
        case .string(let text): self.value(text)
        case .array(let elements): array(elements) { $0.value($1) }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.name(member.name)
                    writer.value(member.value)
                }
            }
        }
    }

    /// Ends a document that another follows: a NUL after each message, a line feed after each line.
    package mutating func terminate(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = false
    }

    // MARK: strings

    private mutating func quoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        let isPlain = text.withUTF8 { utf8 -> Bool in
            guard unsafe !utf8.contains(where: JSONWriter.needsEscape) else { return false }
            unsafe bytes.append(contentsOf: utf8)
            return true
        }
        if !isPlain { escaped(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// 0xc2 begins, among harmless characters, the second block of control codes (U+0080 to U+009F): a
    /// terminal may obey those as it obeys ESC.
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7f || byte == 0xc2 || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "\\")
    }

    private mutating func escaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\\"".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case "\u{0}"..<" ", "\u{7f}"..<"\u{a0}": numbered(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private mutating func numbered(_ code: UInt8) {
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(contentsOf: [JSONWriter.digit(code >> 4), JSONWriter.digit(code & 15)])
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
