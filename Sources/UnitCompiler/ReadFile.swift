import ServiceModel

/// What came of reading one file.
struct ReadFile {
    /// Nil when it could not be read, or when a link to /dev/null stands in its place.
    var file: SourceFile?
    var problems: [Diagnostic] = []
}
