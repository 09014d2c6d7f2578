import ServiceModel

/// Replaces `%n`, `%i` and the others of systemd.unit(5).
struct Specifiers {
    struct Failure: Error, Equatable {
        let offset: Int
        let message: String
        /// Whatever the directive, the unit cannot be used.
        var refusesUnit = false
    }

    let unit: UnitName
    /// The unit's own file, for `%y` and `%Y`.
    let fragment: String
    let values: SpecifierValues

    /// What is no specifier is kept as it is written, as systemd keeps it: `date +%F` is a common word. The first
    /// such place is noted. More than `limit` bytes are a failure.
    func expand(_ bytes: [UInt8], limit: Int = .max, unknown: inout Failure?) throws(Failure) -> [UInt8] {
        guard bytes.count <= limit else { throw Specifiers.tooLong(at: 0) }
        guard bytes.contains(percent) else { return bytes }
        var expanded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard expanded.count < limit else { throw Specifiers.tooLong(at: index) }
            guard bytes[index] == percent else {
                expanded.append(bytes[index])
                index += 1
                continue
            }
            let end = min(index + 2, bytes.count)
            if end - index == 2, let value = try value(of: bytes[index + 1], at: index) {
                expanded += value
            } else {
                unknown = unknown ?? Specifiers.unknown(bytes, at: index)
                expanded += bytes[index..<end]
            }
            index = end
        }
        return expanded
    }

    private static func tooLong(at offset: Int) -> Failure {
        let message =
            "the unit's values are longer than \(UnitBuilder.maximumText >> 20) MiB, specifiers replaced"
        return Failure(offset: offset, message: message, refusesUnit: true)
    }

    private static func unknown(_ bytes: [UInt8], at offset: Int) -> Failure {
        guard offset + 1 < bytes.count else {
            return Failure(offset: offset, message: "a lone '%' at the end; write '%%' for a percent sign")
        }
        let letter = String(decoding: bytes[(offset + 1)...].prefix(4), as: UTF8.self).prefix(1)
        return Failure(
            offset: offset,
            message: "unknown specifier '%\(letter)'; write '%%' for a percent sign"
        )
    }

    /// Nil for a letter that is no specifier.
    private func value(of byte: UInt8, at offset: Int) throws(Failure) -> [UInt8]? {
        let letter = Character(Unicode.Scalar(byte))
        if letter == "%" { return [percent] }
        if letter == "y" || letter == "Y", fragment.isEmpty {
            throw Failure(
                offset: offset,
                message: "'%\(letter)' has no value: the unit has no file of its own"
            )
        }
        if let own = unescaped(letter) { return own }
        if let known = ownValue(letter) ?? values.byLetter[letter] { return Array(known.utf8) }
        guard Specifiers.hostLetters.contains(letter) else { return nil }
        throw Failure(
            offset: offset,
            message: "'%\(letter)' has no value on this host; write '%%' for a percent sign"
        )
    }

    /// What the host may know; its absence is worth another sentence than a letter that does not exist.
    private static let hostLetters: Set<Character> = Set("aAbBCEgGhHlLmMoqsStTuUvVwWD")

    private func ownValue(_ letter: Character) -> String? {
        switch letter {
        case "n": unit.text
        case "N": unit.stem
        case "p": unit.prefix
        case "i": unit.instance ?? ""
        case "j": lastComponent
        case "y": fragment
        case "Y": fragment.lastPosition(of: "/").map { String(fragment[..<$0]) } ?? ""
        case "d": values.credentialsBase + "/" + unit.text
        default: nil
        }
    }

    /// May be bytes of any kind.
    private func unescaped(_ letter: Character) -> [UInt8]? {
        switch letter {
        case "P": Specifiers.unescape(unit.prefix)
        case "I": Specifiers.unescape(unit.instance ?? "")
        case "J": Specifiers.unescape(lastComponent)
        case "f": path
        default: nil
        }
    }

    /// A path is escaped without its leading slash, and the root alone as `-`.
    private var path: [UInt8] {
        let text = Specifiers.unescape(unit.instance ?? unit.prefix)
        return text.first == UInt8(ascii: "/") ? text : [UInt8(ascii: "/")] + text
    }

    private var lastComponent: String {
        unit.prefix.fields(at: "-", omittingEmptySubsequences: false).last.map(String.init)
            ?? unit.prefix
    }

    /// Undoes the escaping of unit names: `-` is a slash, `\x2d` a byte.
    static func unescape(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "-") {
                result.append(UInt8(ascii: "/"))
                index += 1
            } else if let escape = Escape.byte(bytes, at: index) {
                result.append(escape)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}

private let percent = UInt8(ascii: "%")
