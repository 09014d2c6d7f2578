import ControlProtocol
import ServiceModel
import Wire

/// What a stranger may write to the control socket, and what a client may be answered: a message or an error, never a
/// trap. What is understood must be understood the same when it is said again.
@c(LLVMFuzzerTestOneInput)
public func fuzzControl(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard let data, size > 0 else { return 0 }
    // The first byte chooses the reader, so that one corpus serves all; more bits of it cut the stream into pieces.
    let bytes = Array(UnsafeBufferPointer(start: data, count: size).dropFirst())
    switch data[0] % 4 {
    case 0: readDocument(bytes)
    case 1: readCalls(bytes, piece: Int(data[0] >> 2) + 1)
    default: readReply(bytes)
    }
    return 0
}

private func parse(_ bytes: [UInt8]) -> JSONValue? {
    try? JSONReader.parse(bytes, limits: JSONLimits(size: 1 << 20))
}

private func readDocument(_ bytes: [UInt8]) {
    guard let value = parse(bytes) else { return }
    var writer = JSONWriter()
    writer.value(value)
    // A number beyond 64 bits may come back whole: it is compared as it is written.
    guard let again = parse(writer.bytes) else { fatalError("a written document cannot be read") }
    var second = JSONWriter()
    second.value(again)
    guard second.bytes == writer.bytes else { fatalError("a document changes when it is written again") }
    guard writer.bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { fatalError("a control character") }
}

/// As it comes from a socket, in pieces.
private func readCalls(_ bytes: [UInt8], piece: Int) {
    var buffer = FrameBuffer()
    var messages: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        buffer.append(rest.prefix(piece))
        rest = rest.dropFirst(piece)
        do throws(WireError) {
            while let frame = try buffer.next() { messages.append(frame) }
        } catch {
            return
        }
    }
    guard messages == bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map(Array.init)
    else {
        fatalError("messages depend on how they come")
    }
    for frame in messages { readCall(frame) }
}

private func readCall(_ frame: [UInt8]) {
    guard let call = try? VarlinkCall(frame: frame) else { return }
    guard let again = try? VarlinkCall(frame: call.encoded().dropLast()), again.method == call.method else {
        fatalError("a call does not survive its own encoding")
    }
    guard let request = try? Request(call) else { return }
    guard let same = try? Request(request.call()), same == request else {
        fatalError("a request does not survive its own call")
    }
}

private func readReply(_ bytes: [UInt8]) {
    guard let reply = try? VarlinkReply(frame: bytes, limit: 1 << 20) else { return }
    let parameters = reply.parameters
    expectStable(parameters, UnitList.init) { list, writer in list.encode(into: &writer) }
    expectStable(parameters, UnitReply.init) { reply, writer in reply.encode(into: &writer) }
    expectStable(parameters, UnitResults.init) { results, writer in results.encode(into: &writer) }
    expectStable(parameters, ExitHistory.init) { history, writer in history.encode(into: &writer) }
    expectStable(parameters, UnitProperties.init) { properties, writer in properties.encode(into: &writer) }
    expectStable(parameters, UnitPaths.init) { paths, writer in paths.encode(into: &writer) }
    expectStable(parameters, ReloadReport.init) { report, writer in report.encode(into: &writer) }
    expectStable(parameters, DaemonVersion.init) { version, writer in version.encode(into: &writer) }
}

private func expectStable<Value: Equatable>(
    _ parameters: JSONValue,
    _ decode: (JSONValue) throws(InvalidField) -> Value,
    _ encode: (Value, inout JSONWriter) -> Void
) {
    guard let value = try? decode(parameters) else { return }
    let frame = VarlinkReply.encode { encode(value, &$0) }
    guard let reply = try? VarlinkReply(frame: frame.dropLast(), limit: 8 << 20),
        let again = try? decode(reply.parameters), again == value
    else {
        fatalError("a reply does not survive its own encoding")
    }
}
