/// What people write where a unit is meant.
enum UnitPattern {
    /// Whether it may mean several units.
    static func isWide(_ text: String) -> Bool {
        text == "all" || text.contains { "*?[".contains($0) }
    }
}
