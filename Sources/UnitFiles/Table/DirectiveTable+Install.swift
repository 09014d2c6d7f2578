extension DirectiveTable {
    static let installSection: [Directive] = [
        Directive(.install, "Alias", .notEnforcedYet),
        Directive(.install, "WantedBy", .supported),
        Directive(.install, "RequiredBy", .supported),
        Directive(.install, "UpheldBy", .supported),
        Directive(.install, "Also", .notEnforcedYet),
        Directive(.install, "DefaultInstance", .notEnforcedYet),
    ]
}
