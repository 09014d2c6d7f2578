import ServiceModel

/// What stands in a unit directory under a unit's name.
enum UnitEntry: Equatable {
    case file(UnitDirectory.Index)
    /// A link to /dev/null, or an empty file.
    case masked(path: String)
    case alias(UnitName, path: String)
    /// Neither file nor link to one, or a link that may not be followed.
    case unusable(Diagnostic)
}
