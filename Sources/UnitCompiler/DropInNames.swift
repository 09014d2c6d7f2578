package import ServiceModel

/// The names of the directories whose files change a unit.
package enum DropInNames {
    /// Most specific first: `web-a@1.service.d`, `web-a@.service.d`, `web-@1.service.d`, `web-@.service.d`. For a name
    /// without dashes and instance only the first.
    package static func directories(for name: UnitName) -> [String] {
        let ending = "." + name.kind.rawValue + ".d"
        let instances = name.instance.map { $0.isEmpty ? ["@"] : ["@" + $0, "@"] } ?? [""]
        return prefixes(of: name.prefix).flatMap { prefix in instances.map { prefix + $0 + ending } }
    }

    /// The name, then what is left after cutting behind each dash, from the right.
    private static func prefixes(of text: String) -> [String] {
        var prefixes = [text]
        var rest = text[...]
        while let last = rest.last {
            // A dash at the end has been cut to already.
            if last == "-" { rest = rest.dropLast() }
            guard let dash = rest.lastPosition(of: "-") else { break }
            rest = rest[...dash]
            prefixes.append(String(rest))
        }
        return prefixes
    }
}
