package import Wire

/// The members of a JSON object, taken by name. `null` is the same as absent.
package struct JSONFields {
    private let members: [JSONMember]
    /// Where the next name is looked for first: members usually come in the order in which they are asked
    /// for.
    private var cursor = 0
    /// Bit n: member n was taken.
    private var taken: UInt64 = 0

    package init(_ value: JSONValue) throws(InvalidField) {
        guard case .object(let members) = value else { throw InvalidField("") }
        self.init(members)
    }

    package init(_ members: [JSONMember]) {
        self.members = members
    }

    /// Throws when the object holds a member nobody asked for.
    package func finish() throws(InvalidField) {
        for index in members.indices where index >= UInt64.bitWidth || taken & (1 << UInt64(index)) == 0 {
            throw InvalidField(members[index].name)
        }
    }

    private mutating func take(_ name: String) -> JSONValue? {
        guard let index = index(of: name) else { return nil }
        if index < UInt64.bitWidth { taken |= 1 << UInt64(index) }
        cursor = index + 1
        if case .null = members[index].value { return nil }
        return members[index].value
    }

    private func index(of name: String) -> Int? {
        if cursor < members.count, members[cursor].name == name { return cursor }
        return members.firstIndex { $0.name == name }
    }

    // MARK: what may be absent

    package mutating func value(ifPresent name: String) -> JSONValue? { take(name) }

    package mutating func string(ifPresent name: String) throws(InvalidField) -> String? {
        switch take(name) {
        case .none: return nil
        case .string(let text): return text
        case .null, .bool, .integer, .number, .array, .object: throw InvalidField(name)
        }
    }

    package mutating func flag(ifPresent name: String) throws(InvalidField) -> Bool? {
        switch take(name) {
        case .none: return nil
        case .bool(let flag): return flag
        case .null, .string, .integer, .number, .array, .object: throw InvalidField(name)
        }
    }

    package mutating func integer<Number: FixedWidthInteger>(
        ifPresent name: String,
        as type: Number.Type = Number.self
    ) throws(InvalidField) -> Number? {
        switch take(name) {
        case .none: return nil
        case .integer(let integer):
            guard let number = Number(exactly: integer) else { throw InvalidField(name) }
            return number
        case .null, .bool, .string, .number, .array, .object: throw InvalidField(name)
        }
    }

    package mutating func list<Element>(
        ifPresent name: String,
        _ one: (JSONValue) throws(InvalidField) -> Element
    ) throws(InvalidField) -> [Element]? {
        switch take(name) {
        case .none: return nil
        case .array(let elements):
            var list: [Element] = []
            list.reserveCapacity(elements.count)
            for element in elements { list.append(try one(element)) }
            return list
        case .null, .bool, .integer, .number, .string, .object: throw InvalidField(name)
        }
    }

    package mutating func strings(ifPresent name: String) throws(InvalidField) -> [String]? {
        try list(ifPresent: name) { (element) throws(InvalidField) in
            guard case .string(let text) = element else { throw InvalidField(name) }
            return text
        }
    }

    // MARK: what must be there

    package mutating func string(_ name: String) throws(InvalidField) -> String {
        guard let text = try string(ifPresent: name) else { throw InvalidField(name) }
        return text
    }

    package mutating func flag(_ name: String) throws(InvalidField) -> Bool {
        guard let flag = try flag(ifPresent: name) else { throw InvalidField(name) }
        return flag
    }

    package mutating func integer<Number: FixedWidthInteger>(
        _ name: String,
        as type: Number.Type = Number.self
    ) throws(InvalidField) -> Number {
        guard let number = try integer(ifPresent: name, as: type) else { throw InvalidField(name) }
        return number
    }

    package mutating func list<Element>(
        _ name: String,
        _ one: (JSONValue) throws(InvalidField) -> Element
    ) throws(InvalidField) -> [Element] {
        guard let list = try list(ifPresent: name, one) else { throw InvalidField(name) }
        return list
    }

    package mutating func strings(_ name: String) throws(InvalidField) -> [String] {
        guard let texts = try strings(ifPresent: name) else { throw InvalidField(name) }
        return texts
    }

    /// A nested object; its own missing members are named with a path, `location.line`.
    package mutating func object<Value>(
        ifPresent name: String,
        _ one: (inout JSONFields) throws(InvalidField) -> Value
    ) throws(InvalidField) -> Value? {
        guard let value = take(name) else { return nil }
        do {
            var fields = try JSONFields(value)
            return try one(&fields)
        } catch {
            throw InvalidField(error.name.isEmpty ? name : "\(name).\(error.name)")
        }
    }
}
