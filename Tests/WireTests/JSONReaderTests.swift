import Testing
import Wire

@Suite("Reading JSON")
struct JSONReaderTests {
    private func parse(_ text: String, size: Int = 4096, depth: Int = 32) throws(WireError) -> JSONValue {
        try JSONReader.parse(Array(text.utf8), limits: JSONLimits(size: size, depth: depth))
    }

    @Test(
        "reads every kind of value",
        arguments: [
            ("null", JSONValue.null),
            ("true", .bool(true)),
            (" false\r\n", .bool(false)),
            ("0", .integer(0)),
            ("-0", .integer(0)),
            ("-17", .integer(-17)),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number("9223372036854775808")),
            ("0.5", .number("0.5")),
            ("-0.25e+2", .number("-0.25e+2")),
            ("1E2", .number("1E2")),
            ("\"\"", .string("")),
            ("\"grüß 🐕\"", .string("grüß 🐕")),
            ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", .string("\"\\/\u{8}\u{c}\n\r\té")),
            ("\"a\\ud83d\\udc15z\"", .string("a🐕z")),
            ("\"\\u0000\"", .string("\0")),
            ("[]", .array([])),
            ("[ 1 ,\t[2]\n]", .array([.integer(1), .array([.integer(2)])])),
            ("{}", .object([])),
            (
                "{\"b\":1,\"a\":{}}",
                .object([JSONMember("b", .integer(1)), JSONMember("a", .object([]))])
            ),
        ]
    )
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "refuses what the grammar does not allow",
        arguments: [
            "", " ", "nul", "nulll", "True", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "0x1", "1e+-1",
            "NaN",
            "Infinity", "'a'", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"",
            "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"tab\there\"", "\"line\nfeed\"", "[", "[1", "[1,", "[1,]",
            "[,1]",
            "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
            "{1:1}",
            "1 2", "{}x", "// no\n1", "\u{feff}1",
        ]
    )
    func refuses(_ text: String) {
        #expect(throws: WireError.self) { try parse(text) }
    }

    @Test("refuses bytes that are not UTF-8, wherever they stand")
    func invalidUTF8() {
        let malformed: [[UInt8]] = [
            [0xff], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80],
        ]
        for bytes in malformed {
            for escape in [[], Array("\\n".utf8)] {
                let text = [UInt8(ascii: "\"")] + escape + bytes + [UInt8(ascii: "\"")]
                #expect(throws: WireError(.invalidUTF8, at: 1)) {
                    try JSONReader.parse(text, limits: JSONLimits(size: 100))
                }
            }
        }
    }

    @Test("refuses a name given twice, in small and in large objects")
    func duplicateNames() {
        #expect(throws: WireError(.invalidValue, at: 7)) { try parse("{\"a\":1,\"a\":2}") }
        #expect(throws: WireError(.invalidValue, at: 7)) { try parse("{\"a\":1,\"\\u0061\":2}") }
        let many = (0..<100).map { "\"n\($0)\":0" }.joined(separator: ",")
        #expect(throws: Never.self) { try parse("{\(many)}") }
        #expect(throws: WireError.self) { try parse("{\(many),\"n3\":1}") }
        #expect(throws: WireError.self) { try parse("{\(many),\"n99\":1}") }
        // Also where the object before has the same names, up to a point.
        #expect(throws: WireError.self) { try parse("[{\"a\":1,\"b\":2},{\"a\":1,\"a\":2}]") }
        #expect(throws: WireError.self) { try parse("[{\"a\":1},{\"a\":1,\"a\":2}]") }
        #expect(throws: WireError.self) { try parse("[{\"a\":1,\"b\":2},{\"c\":1,\"b\":2,\"b\":3}]") }
    }

    @Test("reads objects one after the other that have the same names, fewer, more, and others")
    func shapes() throws {
        let objects = [
            ["a", "b"], ["a", "b"], ["a"], ["a", "b", "c"], ["b", "a"], [], ["a", "b"], ["ab", "b"],
        ]
        let texts = objects.map { names in
            "{" + names.map { "\"\($0)\":{\"\($0)\":[]}" }.joined(separator: ",") + "}"
        }
        let expected = objects.map { names in
            JSONValue.object(names.map { JSONMember($0, .object([JSONMember($0, .array([]))])) })
        }
        #expect(try parse("[" + texts.joined(separator: ",") + "]") == .array(expected))
    }

    @Test("nests to its limit and not one level further")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try parse(nested(32)) }
        #expect(throws: WireError(.tooLong, at: 32)) { try parse(nested(33)) }
        #expect(throws: WireError(.tooLong, at: 32)) { try parse(String(repeating: "[", count: 4000)) }
    }

    @Test("reads a document as long as the limit and not one byte longer")
    func size() {
        #expect(throws: Never.self) { try parse("[1,2]", size: 5) }
        #expect(throws: WireError(.tooLong, at: 5)) { try parse("[1,2] ", size: 5) }
    }

    @Test("throws on every proper prefix of a document")
    func prefixes() {
        let text = Array("{\"method\":\"a.b\",\"n\":[-1,2.5e3,true,null,\"\\u00e9\\\\\"],\"o\":{}}".utf8)
        for count in 0..<text.count {
            #expect(throws: WireError.self) {
                try JSONReader.parse(Array(text[..<count]), limits: JSONLimits(size: 100))
            }
        }
    }
}
