/// "Did you mean": the known word nearest to a misspelt one.
enum Suggestion {
    /// The nearest word, if one is near enough to be meant.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        // Two letters exchanged are two changes.
        let limit = word.utf8.count < 4 ? 1 : word.utf8.count < 12 ? 2 : 3
        var best: (distance: Int, word: String)?
        for candidate in known {
            let distance = distance(word, candidate, limit: limit)
            guard distance <= limit else { continue }
            if let found = best, (found.distance, found.word) < (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.word
    }

    /// `; did you mean 'openat'?`, or nothing.
    static func sentence(for word: String, among known: some Sequence<String>) -> String {
        nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// Levenshtein's distance without regard to case; anything above `limit` is only known to be above it.
    private static func distance(_ left: String, _ right: String, limit: Int) -> Int {
        let left = left.utf8.map(lower)
        let right = right.utf8.map(lower)
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

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
}
