package import Wire

/// What a helper is asked for instead of getting a job: to begin another helper beside itself, with the socket that
/// is attached as its own, and in the cgroup whose directory is attached second, if one is.
package enum ForkRequest {
    /// Unlike the first word of any job, and of another version's requests.
    private static let format: UInt32 = 0x464B_0001

    package static func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 4)
        writer.write(format)
        return writer.bytes
    }

    package static func isOne(_ message: [UInt8]) -> Bool { message == encoded() }
}

/// What became of a request.
package enum ForkReply: Hashable, Sendable {
    case began(pid: Int32)
    case failed(errno: Int32)

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 4)
        switch self {
        case .began(let pid): writer.write(pid)
        case .failed(let errno): writer.write(-errno)
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        let number = try reader.number(Int32.self)
        try reader.finish()
        guard number != 0, number != Int32.min else { throw WireError(.invalidValue, at: 0) }
        self = number > 0 ? .began(pid: number) : .failed(errno: -number)
    }
}
