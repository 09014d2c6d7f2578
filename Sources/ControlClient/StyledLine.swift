/// A line in pieces, some of them coloured where colours are wanted.
struct StyledLine: Equatable {
    enum Colour: String, Sendable {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case plain = "0"
    }

    private(set) var pieces: [(text: String, colour: Colour)]

    init(_ text: String, _ colour: Colour = .plain) {
        pieces = [(text, colour)]
    }

    init(_ pieces: [(text: String, colour: Colour)]) {
        self.pieces = pieces
    }

    static func + (left: StyledLine, right: StyledLine) -> StyledLine {
        var line = left
        line.pieces += right.pieces
        return line
    }

    var plain: String { pieces.map(\.text).joined() }

    static func == (left: StyledLine, right: StyledLine) -> Bool {
        left.pieces.count == right.pieces.count && zip(left.pieces, right.pieces).allSatisfy { $0 == $1 }
    }
}
