import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("A watch of many files")
struct ModificationWatchTests {
    private func fired(_ watch: borrowing ModificationWatch) throws -> ModificationWatch.Fired {
        try watch.fired()
    }

    @Test("names those that were modified, and says when more happened than the kernel keeps account of")
    func changes() throws {
        let folder = try ScratchFolder()
        let watch = try ModificationWatch()
        var numbers: [Int32] = []
        var files: [Int32] = []
        for name in ["a", "b"] {
            try folder.write(name, "")
            numbers.append(try watch.add(folder.path + "/" + name))
            files.append(open(folder.path + "/" + name, O_WRONLY | O_CLOEXEC))
        }
        defer { for file in files { close(file) } }
        #expect(try fired(watch) == .some([]))
        pwrite(files[1], "x", 1, 0)
        pwrite(files[0], "x", 1, 0)
        #expect(try fired(watch) == .some([numbers[1], numbers[0]]))
        let limit = try #require(fopen("/proc/sys/fs/inotify/max_queued_events", "r"))
        var text = [CChar](repeating: 0, count: 32)
        #expect(fgets(&text, 32, limit) != nil)
        fclose(limit)
        // Equal changes in a row are one event.
        for number in 0...atoi(text) { pwrite(files[Int(number % 2)], "x", 1, 0) }
        var last = try fired(watch)
        while last != .some([]), last != .uncounted { last = try fired(watch) }
        #expect(last == .uncounted)
    }
}
