/// A signal by number, 1 to 64, with its name as `kill -l` and unit files write it.
package struct Signal: Hashable, Sendable {
    package let number: UInt8

    /// Nil outside 1 to 64.
    package init?(number: Int) {
        guard (1...64).contains(number) else { return nil }
        self.number = UInt8(number)
    }

    private init(known number: UInt8) {
        self.number = number
    }

    package static let hangup = Signal(known: 1)
    package static let interrupt = Signal(known: 2)
    package static let quit = Signal(known: 3)
    package static let illegal = Signal(known: 4)
    package static let trap = Signal(known: 5)
    package static let abort = Signal(known: 6)
    package static let bus = Signal(known: 7)
    package static let floatingPoint = Signal(known: 8)
    package static let kill = Signal(known: 9)
    package static let user1 = Signal(known: 10)
    package static let segmentationFault = Signal(known: 11)
    package static let user2 = Signal(known: 12)
    package static let pipe = Signal(known: 13)
    package static let alarm = Signal(known: 14)
    package static let terminate = Signal(known: 15)
    package static let child = Signal(known: 17)
    package static let `continue` = Signal(known: 18)
    package static let stop = Signal(known: 19)
    package static let badSystemCall = Signal(known: 31)

    /// Names of the signals 1 to 31 on x86-64 and every other Linux this runs on, without `SIG`.
    package static let names: [String] = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
        "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
        "PROF",
        "WINCH", "IO", "PWR", "SYS",
    ]

    /// The first real-time signal that programs may use: the C library keeps 32 and 33 to itself.
    private static let firstRealTime: UInt8 = 34

    /// `SIGTERM`, `SIGRTMIN+3`, …
    package var name: String {
        if number <= Signal.names.count { return "SIG" + Signal.names[Int(number) - 1] }
        if number < Signal.firstRealTime { return "SIG\(number)" }
        if number == 64 { return "SIGRTMAX" }
        let offset = number - Signal.firstRealTime
        return offset == 0 ? "SIGRTMIN" : "SIGRTMIN+\(offset)"
    }

    /// Reads `TERM`, `SIGTERM`, `15`, `RTMIN+3`, `SIGRTMAX-2`. Nil for anything else.
    package init?(text: String) {
        if let number = Int(text) {
            self.init(number: number)
            return
        }
        let bare = text.begins(with: "SIG") ? text.dropFirst(3) : text[...]
        if let index = Signal.names.firstIndex(where: { $0 == bare }) {
            self.init(known: UInt8(index + 1))
            return
        }
        switch bare {
        case "POLL": self.init(known: 29)
        case "CLD": self.init(known: 17)
        case "IOT": self.init(known: 6)
        default: self.init(realTime: bare)
        }
    }

    private init?(realTime text: Substring) {
        if text.begins(with: "RTMIN") {
            let rest = text.dropFirst(5)
            if rest.isEmpty {
                self.init(known: Signal.firstRealTime)
                return
            }
            guard rest.begins(with: "+"), let offset = Int(rest.dropFirst()), (0...30).contains(offset) else {
                return nil
            }
            self.init(number: Int(Signal.firstRealTime) + offset)
            return
        }
        guard text.begins(with: "RTMAX") else { return nil }
        let rest = text.dropFirst(5)
        if rest.isEmpty {
            self.init(known: 64)
            return
        }
        guard rest.begins(with: "-"), let offset = Int(rest.dropFirst()), (0...30).contains(offset) else {
            return nil
        }
        self.init(number: 64 - offset)
    }
}
