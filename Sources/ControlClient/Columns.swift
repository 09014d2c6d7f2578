/// Words set in columns, read downwards as `ls` has them.
enum Columns {
    static func rows(_ words: [String], width: Int) -> [String] {
        let cell = (words.map(LineView.width).max() ?? 0) + 2
        let columns = max(1, width / cell)
        let count = (words.count + columns - 1) / columns
        return (0..<count).map { row in
            let cells = stride(from: row, to: words.count, by: max(1, count)).map { words[$0] }
            return cells.dropLast().map { $0 + String(repeating: " ", count: cell - LineView.width($0)) }
                .joined()
                + (cells.last ?? "")
        }
    }
}
