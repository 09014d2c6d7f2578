import ServiceModel

/// Variables in the order in which they were first set; a later value of the same name takes the earlier one's place.
struct EnvironmentBlock {
    private var names: [String] = []
    private var values: [String?] = []
    private var positions: [String: Int] = [:]

    mutating func set(_ name: String, _ value: String) {
        if let position = positions[name] {
            values[position] = value
            return
        }
        positions[name] = names.count
        names.append(name)
        values.append(value)
    }

    mutating func set(_ assignments: [EnvironmentRequest.Assignment]) {
        for assignment in assignments { set(assignment.name, assignment.value) }
    }

    /// A removal with a value takes only exactly that value away.
    mutating func remove(_ removal: EnvironmentRequest.Removal) {
        guard let position = positions[removal.name] else { return }
        if let value = removal.value, values[position] != value { return }
        positions[removal.name] = nil
        values[position] = nil
    }

    subscript(name: String) -> String? {
        positions[name].flatMap { values[$0] }
    }

    /// `NAME=value`, as `execve(2)` takes them.
    var entries: [String] {
        zip(names, values).compactMap { name, value in value.map { name + "=" + $0 } }
    }
}
