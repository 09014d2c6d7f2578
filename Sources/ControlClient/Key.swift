/// One key as a terminal sends it.
enum Key: Equatable, Sendable {
    case character(Character)
    case enter, tab, backspace, delete
    case left, right, up, down, home, end, wordLeft, wordRight
    /// With Control held: `a` to `z`.
    case control(Character)
    /// A sequence nobody here knows.
    case unknown
}
