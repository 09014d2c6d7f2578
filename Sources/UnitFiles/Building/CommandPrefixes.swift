import ServiceModel

/// The characters before a command's path: `@ - : + ! !!`, in any order, each once.
struct CommandPrefixes {
    private(set) var givesName = false
    private(set) var ignoresFailure = false
    private(set) var keepsVariables = false
    private(set) var isFull = false
    private(set) var marks = 0

    /// Reads the prefixes; returns how many bytes they take.
    mutating func read(_ bytes: [UInt8]) -> Int {
        var length = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "@") where !givesName: givesName = true
            case UInt8(ascii: "-") where !ignoresFailure: ignoresFailure = true
            case UInt8(ascii: ":") where !keepsVariables: keepsVariables = true
            case UInt8(ascii: "+") where !isFull: isFull = true
            case UInt8(ascii: "!") where marks < 2: marks += 1
            default: return length
            }
            length += 1
        }
        return length
    }

    var isConsistent: Bool { !isFull || marks == 0 }

    var privilege: ExecCommand.Privilege {
        if isFull { return .full }
        switch marks {
        case 1: return .keepsUser
        case 2: return .keepsUserWithoutAmbient
        default: return .confined
        }
    }
}
