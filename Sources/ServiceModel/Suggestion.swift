/// "Did you mean": the known word nearest to a misspelt one.
package enum Suggestion {
    /// No name is longer, and comparing costs the product of both lengths.
    private static let longest = 64

    /// The nearest word, if one is near enough to be meant.
    package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        // One letter is near every other letter.
        guard (2...longest).contains(word.utf8.count) else { return nil }
        let limit = max(1, min(3, word.utf8.count / 3))
        let wanted = word.utf8.map(lower)
        var best: (distance: Int, word: String)?
        for candidate in known {
            let distance = distance(wanted, candidate.utf8.map(lower), limit: limit)
            guard distance <= limit else { continue }
            if let found = best, (found.distance, found.word) < (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.word
    }

    /// `; did you mean 'openat'?`, or nothing.
    package static func sentence(for word: String, among known: some Sequence<String>) -> String {
        nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// How many letters have to be changed, added, dropped or swapped with their neighbour, without regard to
    /// case; anything above `limit` is only known to be above it.
    private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        if abs(left.count - right.count) > limit { return limit + 1 }
        var before = Array(repeating: 0, count: right.count + 1)
        var row = Array(0...right.count)
        for index in left.indices {
            var next = Array(repeating: index + 1, count: right.count + 1)
            for column in right.indices {
                let changed = row[column] + (left[index] == right[column] ? 0 : 1)
                next[column + 1] = min(changed, row[column + 1] + 1, next[column] + 1)
                guard index > 0, column > 0, left[index] == right[column - 1] else { continue }
                if left[index - 1] == right[column] {
                    next[column + 1] = min(next[column + 1], before[column - 1] + 1)
                }
            }
            (before, row) = (row, next)
        }
        return row[right.count]
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
}
