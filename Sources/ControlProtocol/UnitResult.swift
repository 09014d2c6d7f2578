package import ServiceModel
package import Wire

/// What became of one unit of a Start, Stop, Restart, Reload, Signal or ResetFailed.
package struct UnitResult: Equatable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case done
        /// Accepted and not waited for.
        case queued
        /// There was nothing to do: already running, already stopped.
        case alreadyDone
        /// A condition command said no: not started, not failed.
        case skipped
        case failed
        /// A later wish took its place.
        case cancelled
        /// Not possible in the unit's state, such as a signal to a unit that does not run.
        case notApplicable
        case noSuchUnit
        /// The unit's files forbid it: errors in them, or a restriction that cannot be enforced.
        case refused
        case masked
    }

    package var unit: String
    package var outcome: Outcome
    /// The service's result when `outcome` is `failed`.
    package var result: ServiceResult = .success
    /// A sentence for people; empty when the outcome says it all.
    package var message = ""
    /// Of a Restart: whether the unit ran when it was asked for.
    package var wasActive = false
    /// The launch step that failed, and its error number, when the program was never executed.
    package var failedStep: String?
    package var failedErrno: Int32?

    package init(unit: String, outcome: Outcome) {
        self.unit = unit
        self.outcome = outcome
    }

    /// Writes one object.
    package func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("unit", unit)
            writer.field("outcome", outcome.rawValue)
            writer.field("result", result.word)
            writer.field("message", message)
            writer.field("wasActive", wasActive)
            writer.field("failedStep", optional: failedStep)
            writer.field("failedErrno", optional: failedErrno)
        }
    }

    package init(_ value: JSONValue) throws(InvalidField) {
        var fields = try JSONFields(value)
        unit = try fields.string("unit")
        guard let outcome = Outcome(rawValue: try fields.string("outcome")) else {
            throw InvalidField("outcome")
        }
        self.outcome = outcome
        result = try ServiceResult(&fields)
        message = try fields.string("message")
        wasActive = try fields.flag("wasActive")
        failedStep = try fields.string(ifPresent: "failedStep")
        failedErrno = try fields.integer(ifPresent: "failedErrno")
    }
}
