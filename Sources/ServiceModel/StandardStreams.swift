/// Where descriptors 0, 1 and 2 of a service come from.
package struct StandardStreams: Hashable, Sendable {
    package enum Input: Hashable, Sendable {
        case null
        case data([UInt8])
        case file(String)
        case namedDescriptor(String)
    }

    package enum Output: Hashable, Sendable {
        /// Standard output: as standard input is, unless that is null or data, then the supervisor's own.
        /// Standard error: as standard output is.
        case inherit
        case null
        case file(String)
        case append(String)
        case truncate(String)
        case namedDescriptor(String)
    }

    package var input: Input = .null
    package var output: Output = .inherit
    package var error: Output = .inherit

    package init() {}
}
