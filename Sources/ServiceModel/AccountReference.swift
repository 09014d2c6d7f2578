/// A user or group as a unit names it. Names are resolved at each start, never at load: an account may be
/// removed, or its number given to another, in between.
package enum AccountReference: Hashable, Sendable {
    case name(String)
    case number(UInt32)
}
