import ServiceModel

/// `Key=value` under a section heading.
struct Assignment: Equatable {
    let section: String
    let key: String
    let keyLocation: SourceLocation
    let value: SourceValue
}
