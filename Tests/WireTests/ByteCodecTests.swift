import Testing
import Wire

@Suite("Bytes of one's own")
struct ByteCodecTests {
    private enum Fruit: UInt8 {
        case apple = 1
        case pear = 2
    }

    private func sample() -> [UInt8] {
        var writer = ByteWriter(reserving: 64)
        writer.write(UInt8(7))
        writer.write(Int32(-2))
        writer.write(UInt64.max)
        writer.write(true)
        writer.write("grüß")
        writer.write([1, 2, 3] as [UInt8])
        writer.write(["a", ""]) { $0.write($1) }
        writer.write(nil as UInt16?) { $0.write($1) }
        writer.write(UInt16(9)) { $0.write($1) }
        writer.write(Fruit.pear.rawValue)
        writer.writeRaw([0xff])
        return writer.bytes
    }

    private func read(_ bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        #expect(try reader.number(UInt8.self) == 7)
        #expect(try reader.number(Int32.self) == -2)
        #expect(try reader.number(UInt64.self) == .max)
        #expect(try reader.flag())
        #expect(try reader.string() == "grüß")
        #expect(try reader.blob() == [1, 2, 3])
        #expect(try reader.list { (reader) throws(WireError) in try reader.string() } == ["a", ""])
        #expect(try reader.optional { (reader) throws(WireError) in try reader.number(UInt16.self) } == nil)
        #expect(try reader.optional { (reader) throws(WireError) in try reader.number(UInt16.self) } == 9)
        #expect(try reader.choice(Fruit.self) == .pear)
        #expect(try reader.raw(1) == [0xff])
        try reader.finish()
    }

    @Test("reads back what was written")
    func roundTrip() throws {
        try read(sample())
    }

    @Test("throws on every proper prefix and on a byte too many")
    func prefixes() {
        let bytes = sample()
        for count in bytes.indices {
            #expect(throws: WireError.self) { try skim(Array(bytes[..<count])) }
        }
        #expect(throws: WireError(.trailingBytes, at: bytes.count)) { try skim(bytes + [0]) }
    }

    /// As `read`, without looking at the values.
    private func skim(_ bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes[...])
        _ = try reader.number(UInt8.self)
        _ = try reader.number(Int32.self)
        _ = try reader.number(UInt64.self)
        _ = try reader.flag()
        _ = try reader.string()
        _ = try reader.blob()
        _ = try reader.list { (reader) throws(WireError) in try reader.string() }
        _ = try reader.optional { (reader) throws(WireError) in try reader.number(UInt16.self) }
        _ = try reader.optional { (reader) throws(WireError) in try reader.number(UInt16.self) }
        _ = try reader.choice(Fruit.self)
        _ = try reader.raw(1)
        try reader.finish()
    }

    @Test("refuses a count beyond what is left before it allocates")
    func counts() {
        let lying: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0]
        #expect(throws: WireError(.truncated, at: 4)) {
            var reader = ByteReader(lying)
            _ = try reader.blob()
        }
        #expect(throws: WireError(.tooLong, at: 0)) {
            var reader = ByteReader(lying)
            _ = try reader.list { (reader) throws(WireError) in try reader.flag() }
        }
        #expect(throws: WireError.self) {
            var reader = ByteReader(lying)
            _ = try reader.raw(-1)
        }
    }

    @Test("refuses flags, choices and text that mean nothing")
    func nonsense() {
        #expect(throws: WireError(.invalidValue, at: 0)) {
            var reader = ByteReader([2])
            _ = try reader.flag()
        }
        #expect(throws: WireError(.invalidValue, at: 0)) {
            var reader = ByteReader([3])
            _ = try reader.choice(Fruit.self)
        }
        #expect(throws: WireError(.invalidUTF8, at: 0)) {
            var reader = ByteReader([1, 0, 0, 0, 0xff])
            _ = try reader.string()
        }
    }
}
