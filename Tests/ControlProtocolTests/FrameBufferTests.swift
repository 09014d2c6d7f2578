import ControlProtocol
import Testing
import Wire

@Suite("Cutting a stream into messages")
struct FrameBufferTests {
    @Test("hands messages out whole, however they arrive", arguments: [1, 2, 3, 7, 100])
    func pieces(_ size: Int) throws {
        let stream = Array("{}\0[1,2]\0\0\"last\"\0".utf8)
        var buffer = FrameBuffer(limit: 8)
        var messages: [String] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            buffer.append(stream[start..<min(start + size, stream.count)])
            while let message = try buffer.next() {
                messages.append(String(decoding: message, as: UTF8.self))
            }
        }
        #expect(messages == ["{}", "[1,2]", "", "\"last\""])
    }

    @Test("accepts a message as long as the limit")
    func atTheLimit() throws {
        var buffer = FrameBuffer(limit: 4)
        buffer.append(Array("abcd".utf8))
        #expect(try buffer.next() == nil)
        buffer.append([0])
        #expect(try buffer.next() == Array("abcd".utf8))
    }

    @Test("refuses a longer one, ended or not")
    func overTheLimit() {
        #expect(throws: WireError(.tooLong, at: 4)) {
            var buffer = FrameBuffer(limit: 4)
            buffer.append(Array("abcde".utf8))
            _ = try buffer.next()
        }
        #expect(throws: WireError(.tooLong, at: 4)) {
            var buffer = FrameBuffer(limit: 4)
            buffer.append(Array("abcde\0".utf8))
            _ = try buffer.next()
        }
    }
}
