extension Daemon {
    func answer(_ frame: [UInt8], on connection: Connection) {}
}
