package import ServiceModel
import Wire

/// The parameters of History.
package struct HistoryQuery: Equatable, Sendable {
    /// Nil: every unit.
    package var unit: String?
    /// Only what ended at this moment or later.
    package var since: WallTime?
    /// Only ends that were not a success.
    package var failedOnly: Bool
    /// The most records to answer with; the latest ones. Nil: all that are kept.
    package var limit: UInt32?

    package init(unit: String? = nil, since: WallTime? = nil, failedOnly: Bool = false, limit: UInt32? = nil)
    {
        self.unit = unit
        self.since = since
        self.failedOnly = failedOnly
        self.limit = limit
    }

    init(_ fields: inout JSONFields) throws(InvalidField) {
        unit = try fields.string(ifPresent: "unit")
        since = try fields.integer(ifPresent: "since").map(WallTime.init(microseconds:))
        failedOnly = try fields.flag(ifPresent: "failedOnly") ?? false
        limit = try fields.integer(ifPresent: "limit")
    }

    var members: [JSONMember] {
        var members: [JSONMember] = []
        if let unit { members.append(JSONMember("unit", .string(unit))) }
        if let since { members.append(JSONMember("since", .integer(Int64(clamping: since.microseconds)))) }
        members.append(JSONMember("failedOnly", .bool(failedOnly)))
        if let limit { members.append(JSONMember("limit", .integer(Int64(limit)))) }
        return members
    }
}
