/// What the specifiers of a unit file stand for on this host; `nil` where it cannot be known.
package struct SpecifierValues: Hashable, Sendable {
    /// By letter: `a` architecture, `b` boot id, `B` build id, `A` image version, `M` image id, `m` machine
    /// id, `H` host name, `l` short host name, `q` pretty host name, `v` kernel release, `o` OS id, `w` OS
    /// version, `W` variant, `u` user name, `U` user id, `g` group name, `G` group id, `h` home, `s` shell,
    /// `T` and `V` temporary folders, `t` runtime, `S` state, `C` cache, `L` logs, `E` configuration base.
    package var byLetter: [Character: String] = [:]
    /// Base of the per-unit credentials directories: `%d` is this, a slash, and the unit's name.
    package var credentialsBase = "/run/credentials"

    package init() {}
}
