/// "Did you mean": the known word nearest to a misspelt one.
enum Suggestion {
    /// `; did you mean 'openat'?`, or nothing when no word is near.
    static func sentence(for word: String, among known: some Sequence<String>) -> String {
        let limit = max(1, min(3, word.utf8.count / 3))
        let near = known.map { (distance: distance(word, $0, limit: limit), word: $0) }
            .filter { $0.distance <= limit }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
        guard let near else { return "" }
        return "; did you mean '\(near.word)'?"
    }

    /// Levenshtein's distance; anything above `limit` is only known to be above it.
    private static func distance(_ left: String, _ right: String, limit: Int) -> Int {
        let left = Array(left.lowercased().utf8)
        let right = Array(right.lowercased().utf8)
        if abs(left.count - right.count) > limit { return limit + 1 }
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
