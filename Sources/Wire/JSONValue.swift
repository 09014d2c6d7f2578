/// A JSON document as a value. Objects keep the order of their members.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number with a fraction or an exponent, or one that does not fit into 64 bits, as it is written: nothing of
    /// ours counts in such numbers, and a text loses nothing.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])
}
