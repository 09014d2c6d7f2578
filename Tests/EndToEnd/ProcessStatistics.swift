/// Fields of /proc/PID/stat, see proc(5).
struct ProcessStatistics {
    let group: String
    let session: String
    let terminal: String
    let nice: String
    let policy: String

    init(_ pid: Int32) throws {
        let text = try Files.text("/proc/\(pid)/stat")
        // The name may hold anything, also blanks and parentheses: what follows the last one is ours.
        let rest = text[(text.lastIndex(of: ")").map(text.index(after:)) ?? text.startIndex)...]
        let fields = rest.split(separator: " ").map(String.init)
        group = fields[2]
        session = fields[3]
        terminal = fields[4]
        nice = fields[16]
        policy = fields[37] + " " + fields[38]
    }
}
