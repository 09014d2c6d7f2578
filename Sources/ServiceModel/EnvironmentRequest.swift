/// The environment directives of a unit, in the order in which they take effect.
package struct EnvironmentRequest: Hashable, Sendable {
    package struct Assignment: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package struct File: Hashable, Sendable {
        /// Absolute; may hold wildcards.
        package let path: String
        package let isOptional: Bool

        package init(path: String, isOptional: Bool) {
            self.path = path
            self.isOptional = isOptional
        }
    }

    package struct Removal: Hashable, Sendable {
        package let name: String
        /// Nil: whatever the value.
        package let value: String?

        package init(name: String, value: String?) {
            self.name = name
            self.value = value
        }
    }

    package var passed: [String] = []
    package var assignments: [Assignment] = []
    package var files: [File] = []
    package var removals: [Removal] = []

    package init() {}
}
