import ServiceModel

/// `Key=value` under a section heading; `section` is empty before the first.
struct Assignment: Equatable {
    let section: String
    let key: String
    let keyLocation: SourceLocation
    let value: SourceValue
}
