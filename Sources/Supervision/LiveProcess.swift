/// A process the machine asked for and whose end it has not seen.
struct LiveProcess: Hashable, Sendable {
    let token: ProcessToken
    let command: CommandReference
}
