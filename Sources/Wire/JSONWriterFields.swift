// A name with its value in one call; nothing at all for a value that is not there.
extension JSONWriter {
    package mutating func field(_ name: StaticString, _ text: String) {
        self.name(name)
        value(text)
    }

    package mutating func field(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        value(flag)
    }

    /// Numbers beyond 2⁶³ stand for "for ever" in every unit used here; they are written as 2⁶³ − 1.
    package mutating func field(_ name: StaticString, _ integer: some FixedWidthInteger) {
        self.name(name)
        value(Int64(clamping: integer))
    }

    package mutating func field(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        array(texts) { $0.value($1) }
    }

    package mutating func field<Element>(
        _ name: StaticString,
        _ elements: [Element],
        _ one: (inout JSONWriter, Element) -> Void
    ) {
        self.name(name)
        array(elements, one)
    }

    package mutating func field(_ name: StaticString, object body: (inout JSONWriter) -> Void) {
        self.name(name)
        object(body)
    }

    package mutating func field(_ name: StaticString, optional text: String?) {
        if let text { field(name, text) }
    }

    package mutating func field<Number: FixedWidthInteger>(_ name: StaticString, optional integer: Number?) {
        if let integer { field(name, integer) }
    }
}
