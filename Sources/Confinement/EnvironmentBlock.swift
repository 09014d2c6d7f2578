import ServiceModel

/// Variables in the order in which they were first set; a later value of the same name takes the earlier
/// one's place.
///
/// Names are looked for one by one: a service has a few dozen, and building a table for them would take
/// longer.
struct EnvironmentBlock {
    private var variables: [EnvironmentRequest.Assignment] = []

    mutating func set(_ name: String, _ value: String) {
        set(EnvironmentRequest.Assignment(name: name, value: value))
    }

    mutating func set(_ assignment: EnvironmentRequest.Assignment) {
        if let position = position(of: assignment.name) {
            variables[position] = assignment
        } else {
            variables.append(assignment)
        }
    }

    mutating func set(_ assignments: [EnvironmentRequest.Assignment]) {
        for assignment in assignments { set(assignment) }
    }

    /// A removal with a value takes only exactly that value away.
    mutating func remove(_ removal: EnvironmentRequest.Removal) {
        guard let position = position(of: removal.name) else { return }
        if let value = removal.value, variables[position].value != value { return }
        variables.remove(at: position)
    }

    private func position(of name: String) -> Int? {
        for position in variables.indices where variables[position].name == name { return position }
        return nil
    }

    subscript(name: String) -> String? {
        position(of: name).map { variables[$0].value }
    }

    /// `NAME=value`, as `execve(2)` takes them.
    var entries: [String] { variables.map { $0.name + "=" + $0.value } }
}
