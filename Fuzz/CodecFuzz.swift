import LaunchProtocol
import ServiceModel
import UnitSet
import Wire

/// Bytes from elsewhere into every decoder: an error or a value, never a trap. What decodes must encode to
/// something that decodes to the same value.
@c(LLVMFuzzerTestOneInput)
public func fuzzCodecs(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard let data, size > 0 else { return 0 }
    // The first byte chooses the decoder, so that one corpus serves all.
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let rest = Array(bytes.dropFirst())
    switch bytes[0] % 7 {
    case 0: expectStable(rest, LaunchPlan.init(decoding:)) { $0.encoded() }
    case 1: expectStable(rest, LaunchContext.init(decoding:)) { $0.encoded() }
    case 2: expectStable(rest, LaunchJob.init(decoding:)) { $0.encoded() }
    case 3: expectStable(rest, LaunchReport.init(decoding:)) { $0.encoded() }
    case 4: expectStable(rest, LaunchJob.Task.init(decoding:)) { $0.encoded() }
    case 5: readSet(rest)
    default: expectStable(rest, ForkReply.init(decoding:)) { $0.encoded() }
    }
    return 0
}

private func expectStable<Value: Equatable>(
    _ bytes: [UInt8],
    _ decode: ([UInt8]) throws(WireError) -> Value,
    _ encode: (Value) -> [UInt8]
) {
    guard let value = try? decode(bytes) else { return }
    guard let again = try? decode(encode(value)), again == value else {
        fatalError("a decoded value does not survive its own encoding")
    }
}

private func readSet(_ bytes: [UInt8]) {
    let read: UnitSetReader.Read = { offset, count in
        guard offset >= 0, count >= 0, offset <= bytes.count else { return nil }
        return Array(bytes[offset..<min(bytes.count, offset + min(count, bytes.count - offset))])
    }
    guard let reader = try? UnitSetReader(read: read) else { return }
    _ = try? reader.manager()
    _ = try? reader.summaries()
    for index in 0..<min(reader.count, 3) {
        guard let name = try? reader.name(at: index) else { continue }
        _ = try? reader.index(of: name)
        _ = try? reader.policy(at: index)
        _ = try? reader.details(at: index)
        // What the daemon forwards and the helper reads.
        if let plan = try? reader.plan(at: index) { _ = try? LaunchPlan(decoding: plan) }
        if let task = try? reader.command(at: index, .start, 0) { _ = try? LaunchJob.Task(decoding: task) }
    }
}
