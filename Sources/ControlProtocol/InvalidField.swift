/// A member of a JSON object that is missing, unknown, or of another type than the interface says.
package struct InvalidField: Error, Equatable, Sendable {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }
}
