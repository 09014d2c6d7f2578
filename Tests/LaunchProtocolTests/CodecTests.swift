import LaunchProtocol
import ServiceModel
import Testing
import Wire

@Suite("The launch codecs")
struct CodecTests {
    @Test("bring a plan, a context and a job back as they were")
    func roundTrips() throws {
        #expect(try LaunchPlan(decoding: Samples.plan.encoded()) == Samples.plan)
        #expect(try LaunchPlan(decoding: LaunchPlan().encoded()) == LaunchPlan())
        #expect(try LaunchContext(decoding: Samples.context.encoded()) == Samples.context)
        #expect(try LaunchContext(decoding: LaunchContext().encoded()) == LaunchContext())
        #expect(try LaunchJob(decoding: Samples.job.encoded()) == Samples.job)
    }

    @Test("bring every report back", arguments: Samples.reports)
    func reportsRoundTrip(report: LaunchReport) throws {
        #expect(try LaunchReport(decoding: report.encoded()) == report)
        expectPrefixesRefused(report.encoded()) { (bytes) throws(WireError) in
            _ = try LaunchReport(decoding: bytes)
        }
    }

    @Test("tell a request for another helper from a job, and bring its answer back")
    func forks() throws {
        #expect(ForkRequest.isOne(ForkRequest.encoded()))
        #expect(!ForkRequest.isOne(Samples.job.encoded()))
        #expect(!ForkRequest.isOne([]))
        #expect(throws: WireError.self) { try LaunchJob(decoding: ForkRequest.encoded()) }
        for reply in [ForkReply.began(pid: 1), .began(pid: .max), .failed(errno: 11), .failed(errno: .max)] {
            #expect(try ForkReply(decoding: reply.encoded()) == reply)
            expectPrefixesRefused(reply.encoded()) { (bytes) throws(WireError) in
                _ = try ForkReply(decoding: bytes)
            }
        }
        // No process and no failure; and a number that has no opposite.
        #expect(throws: WireError.self) { try ForkReply(decoding: [0, 0, 0, 0]) }
        #expect(throws: WireError.self) { try ForkReply(decoding: [0, 0, 0, 0x80]) }
    }

    @Test("bring every stream and working directory back")
    func alternativesRoundTrip() throws {
        let outputs: [StandardStreams.Output] = [
            .inherit, .null, .file("/a"), .append("/b"), .truncate("/c"), .namedDescriptor("d"),
        ]
        let inputs: [StandardStreams.Input] = [
            .null, .data([]), .data([0]), .file("/a"), .namedDescriptor("b"),
        ]
        let places: [FileLayout.WorkingDirectory?] = [
            nil, .home(isOptional: true), .path("/x", isOptional: false),
        ]
        for output in outputs {
            for input in inputs {
                for place in places {
                    var plan = LaunchPlan()
                    plan.streams.input = input
                    plan.streams.output = output
                    plan.streams.error = output
                    plan.files.workingDirectory = place
                    #expect(try LaunchPlan(decoding: plan.encoded()) == plan)
                }
            }
        }
    }

    @Test("join encoded parts into the same bytes as a whole job")
    func joins() {
        let job = LaunchJob(context: Samples.context, plan: Samples.plan, task: .cleanUp)
        let joined = LaunchJob.join(
            context: job.context.encoded(),
            plan: job.plan.encoded(),
            task: LaunchJob.Task.cleanUp.encoded()
        )
        #expect(joined == job.encoded())
    }

    @Test("refuse every prefix and every trailing byte")
    func prefixes() {
        expectPrefixesRefused(Samples.plan.encoded()) { (bytes) throws(WireError) in
            _ = try LaunchPlan(decoding: bytes)
        }
        expectPrefixesRefused(Samples.context.encoded()) { (bytes) throws(WireError) in
            _ = try LaunchContext(decoding: bytes)
        }
        expectPrefixesRefused(Samples.job.encoded()) { (bytes) throws(WireError) in
            _ = try LaunchJob(decoding: bytes)
        }
        expectPrefixesRefused(LaunchJob.Task.execute(Samples.command).encoded()) {
            (bytes) throws(WireError) in
            _ = try LaunchJob.Task(decoding: bytes)
        }
    }

    @Test("survive any single corrupted byte: an error or another valid job, never a trap")
    func corruption() {
        let bytes = Samples.job.encoded()
        for index in bytes.indices {
            for flip in [UInt8(0xff), 0x80, 0x01] {
                var corrupted = bytes
                corrupted[index] ^= flip
                guard let job = try? LaunchJob(decoding: corrupted) else { continue }
                #expect(job != Samples.job)
            }
        }
    }

    @Test("refuse a job of another format")
    func otherFormat() {
        var bytes = Samples.job.encoded()
        bytes[0] += 1
        #expect(throws: WireError(.invalidValue, at: 0)) { try LaunchJob(decoding: bytes) }
    }

    @Test(
        "refuse a filter program whose length is not whole instructions, or none, or beyond the kernel's limit"
    )
    func filterLengths() throws {
        for count in [0, 7, 9, 8 * (FilterProgram.maximumInstructions + 1)] {
            var plan = LaunchPlan()
            plan.filters = [FilterProgram(instructions: Array(repeating: 0, count: count), isLogged: false)]
            #expect(throws: WireError.self) { try LaunchPlan(decoding: plan.encoded()) }
        }
        var plan = LaunchPlan()
        let largest = Array(repeating: UInt8(0), count: 8 * FilterProgram.maximumInstructions)
        plan.filters = [FilterProgram(instructions: largest, isLogged: false)]
        #expect(try LaunchPlan(decoding: plan.encoded()) == plan)
    }

    @Test("refuse a plan whose directory modes do not cover every kind")
    func directoryModes() {
        var plan = LaunchPlan()
        plan.files.directoryModes.removeLast()
        #expect(throws: WireError.self) { try LaunchPlan(decoding: plan.encoded()) }
    }

    private func expectPrefixesRefused(_ bytes: [UInt8], _ decode: ([UInt8]) throws(WireError) -> Void) {
        for count in 0..<bytes.count {
            #expect(throws: WireError.self) { try decode(Array(bytes.prefix(count))) }
        }
        #expect(throws: WireError.self) { try decode(bytes + [0]) }
    }
}
