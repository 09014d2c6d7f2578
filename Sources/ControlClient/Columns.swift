/// Words set in columns, read downwards as `ls` has them.
enum Columns {
    static func rows(_ words: [String], width: Int) -> [String] {
        let cell = (words.map(LineView.width).max() ?? 0) + 2
        let columns = max(1, width / cell)
        let count = (words.count + columns - 1) / columns
        return (0..<count).map { row in
            let cells = stride(from: row, to: words.count, by: max(1, count)).map { words[$0] }
            return cells.dropLast().map { $0 + blanks(cell - LineView.width($0)) }
                .joined()
                + (cells.last ?? "")
        }
    }

    /// None for a negative count. A repeated string would be put together one blank after the other, and a table has
    /// thousands.
    static func blanks(_ count: Int) -> String {
        String(decoding: [UInt8](repeating: UInt8(ascii: " "), count: max(0, count)), as: UTF8.self)
    }
}
