import ServiceModel

/// What stands in a unit directory under a unit's name.
enum UnitEntry: Equatable {
    case file(UnitDirectory.Index)
    /// A link to /dev/null, or an empty file.
    case masked
    case alias(UnitName, path: String)
    /// Neither file nor link to one, a link that may not be followed, or a place where others may write.
    case unusable([Diagnostic])
}
