extension DirectiveTable {
    static let installSection: [Directive] = [
        Directive(.install, "Alias", .notEnforcedYet, "extra names (symlinks) at enable"),
        Directive(.install, "WantedBy", .supported, ".wants/.requires/.upholds links at enable"),
        Directive(.install, "RequiredBy", .supported, ".wants/.requires/.upholds links at enable"),
        Directive(.install, "UpheldBy", .supported, ".wants/.requires/.upholds links at enable"),
        Directive(.install, "Also", .notEnforcedYet, "enable/disable these together"),
        Directive(.install, "DefaultInstance", .notEnforcedYet, "instance used when enabling a template"),
    ]
}
