import Testing
import Wire

@Suite("Writing JSON")
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("puts commas between members and elements, and nowhere else")
    func commas() {
        let text = written { writer in
            writer.object { writer in
                writer.field("a", [String]())
                writer.field("b", [1, 2]) { $0.value(Int64($1)) }
                writer.field("c", object: { _ in })
                writer.field("d", optional: nil as String?)
                writer.field("e", true)
                writer.name("f")
                writer.null()
            }
        }
        #expect(text == #"{"a":[],"b":[1,2],"c":{},"e":true,"f":null}"#)
    }

    @Test(
        "escapes what could end a string, or steer a terminal",
        arguments: [
            ("plain grüß 🐕", #""plain grüß 🐕""#),
            ("\"\\/", #""\"\\/""#),
            ("\n\r\t\0\u{1b}\u{7f}", #""\n\r\t\u0000\u001b\u007f""#),
            ("\u{9b}2J \u{a0}°", "\"\\u009b2J \u{a0}°\""),
        ]
    )
    func escapes(_ text: String, _ json: String) {
        #expect(written { $0.value(text) } == json)
    }

    @Test("replaces each malformed sequence of foreign bytes")
    func repairs() {
        #expect(written { $0.value(repairing: [0x61, 0xff, 0x62, 0xc3]) } == "\"a\u{fffd}b\u{fffd}\"")
    }

    @Test("writes numbers, those it cannot count in as they came")
    func numbers() {
        #expect(written { $0.value(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.value(.number("-1.50e3")) } == "-1.50e3")
        #expect(
            written { writer in writer.object { $0.field("n", UInt64.max) } } == #"{"n":9223372036854775807}"#
        )
    }

    @Test("writes documents one after the other")
    func terminates() {
        let text = written { writer in
            writer.value(Int64(1))
            writer.terminate(UInt8(ascii: "\n"))
            writer.object { _ in }
        }
        #expect(text == "1\n{}")
    }

    @Test("is read back as the same value, seeded random documents")
    func roundTrip() throws {
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            let value = random.document(depth: 4)
            var writer = JSONWriter()
            writer.value(value)
            #expect(try JSONReader.parse(writer.bytes, limits: JSONLimits(size: 1 << 20)) == value)
        }
    }
}

/// A small random generator whose runs repeat.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func text() -> String {
        let alphabet = Array("ab\"\\/\u{0}\u{1f}\n\u{7f}\u{80}\u{9f}\u{a0}é€🐕 ".unicodeScalars)
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &self) {
            scalars.append(alphabet[Int.random(in: alphabet.indices, using: &self)])
        }
        return String(scalars)
    }

    mutating func document(depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .integer(Int64.random(in: .min...(.max), using: &self))
        case 3: return .number("\(Double.random(in: -1e9...1e9, using: &self))")
        case 4: return .string(text())
        case 5:
            return .array((0..<Int.random(in: 0...3, using: &self)).map { _ in document(depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...3, using: &self)).map {
                    JSONMember("\($0)" + text(), document(depth: depth - 1))
                }
            )
        }
    }
}
