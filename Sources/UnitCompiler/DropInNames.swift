package import ServiceModel

/// The names of the directories whose files change a unit.
package enum DropInNames {
    /// Most specific first: `web-a@1.service.d`, `web-@1.service.d`. For a name without dashes only the first.
    package static func directories(for name: UnitName) -> [String] {
        let suffix = (name.instance.map { "@" + $0 } ?? "") + "." + name.kind.rawValue + ".d"
        return prefixes(of: name.prefix).map { $0 + suffix }
    }

    /// The name, then what is left after cutting behind each dash, from the right.
    private static func prefixes(of text: String) -> [String] {
        var prefixes = [text]
        var rest = text[...]
        while let last = rest.last {
            // A dash at the end has been cut to already.
            if last == "-" { rest = rest.dropLast() }
            guard let dash = rest.lastIndex(of: "-") else { break }
            rest = rest[...dash]
            prefixes.append(String(rest))
        }
        return prefixes
    }
}
