import ServiceModel
import Testing

@Suite("Shell patterns over names")
struct GlobTests {
    @Test(
        "match what fnmatch(3) matches",
        arguments: [
            ("web-*", "web-1", true), ("web-*", "web", false), ("*", "", true), ("?", "a", true),
            ("?", "", false),
            ("w[a-e]b", "web", true), ("w[!a-e]b", "web", false), ("w[!a-d]b", "web", true),
            ("[]]", "]", true),
            ("[!]]", "]", false), ("[", "[", true), ("a[b", "a[b", true), ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXbY", false),
            ("*.service", "web.service", true), ("**a", "bba", true), ("[a-]", "-", true), ("", "x", false),
        ]
    )
    func matching(pattern: String, text: String, isMatch: Bool) {
        #expect(Glob.matches(pattern, text) == isMatch)
    }

    @Test("take a bounded time for a hostile pattern")
    func hostile() {
        let pattern = String(repeating: "*a", count: 100) + "b"
        #expect(!Glob.matches(pattern, String(repeating: "a", count: 2000)))
    }
}
