// swift-tools-version: 6.2
import PackageDescription

/// The daemon and the helper that ship are compiled as Embedded Swift, without the runtime (see the Makefile). Every
/// target they are made of also compiles the ordinary way, for its tests and for the other programs.
let isEmbedded = Context.environment["CASTELLAN_EMBEDDED"] != nil

/// The helper lives for less than a millisecond, of which glibc's start code would take a tenth: it asks the
/// processor thirty questions, and each of them is a trap where the machine is virtual. musl asks none.
let usesMusl = Context.environment["CASTELLAN_LIBC"] == "musl"
#if arch(arm64)
    let platform = "aarch64-linux"
#else
    let platform = "x86_64-linux"
#endif
let musl = "/usr/lib/\(platform)-musl"
/// The kernel's headers come after musl's own.
let muslHeaders: [CSetting] = [
    .unsafeFlags([
        "-nostdlibinc", "-isystem", "/usr/include/\(platform)-musl", "-idirafter", "/usr/include",
        "-idirafter",
        "/usr/include/\(platform)-gnu",
    ])
]
/// musl's start code relocates what is position independent, but not from packed relocations.
let muslLinking = [
    "-Xclang-linker", "-nostdlib", "-Xlinker", "\(musl)/rcrt1.o", "-Xlinker", "\(musl)/libc.a",
]
let glibcLinking = ["-Xlinker", "--pack-dyn-relocs=relr"]
let embedded: [SwiftSetting] = [
    .enableExperimentalFeature("Embedded"),
    .unsafeFlags(
        ["-whole-module-optimization", "-Xfrontend", "-function-sections"] + (usesMusl ? [] : ["-Osize"])
    ),
]
let runtime = isEmbedded ? ["-enable-experimental-feature", "Embedded"] : ["-static-executable"]

/// Tests call the C library freely to look at what the code did; marking each such call would hide the test.
let strictForTests: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Every Swift target is compiled the same way: Swift 6 mode, no warning survives, unsafe code is marked.
let strict: [SwiftSetting] =
    strictForTests + [.strictMemorySafety()] + (isEmbedded ? embedded : [])

let strictC: [CSetting] =
    [
        .define("_GNU_SOURCE"),
        .treatAllWarnings(as: .error),
    ] + (usesMusl ? muslHeaders : [])

/// What runs as root is fully static and position independent. `--disable-local-rpath` belongs to these
/// flags but can only be given on the command line (see the Makefile): with SwiftPM's `$ORIGIN` rpath a
/// static-PIE program dies in glibc's start code.
let fullyStatic: [LinkerSetting] = [
    .unsafeFlags(
        runtime + (usesMusl ? muslLinking : glibcLinking) + [
            "-use-ld=lld", "-Xlinker", "--icf=all", "-Xlinker", "--gc-sections", "-Xclang-linker",
            "-static-pie",
            "-Xclang-linker", "-Wno-unused-command-line-argument", "-Xlinker", "-z", "-Xlinker", "now",
        ],
        .when(configuration: .release)
    )
]

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// A program is a C `main` that hands `argc` and `argv` to one Swift function: Swift's own `CommandLine`
/// needs /proc, and a supervisor cannot rely on it.
func program(_ name: String, _ entry: Target.Dependency) -> Target {
    .executableTarget(
        name: name,
        dependencies: [entry],
        cSettings: strictC,
        linkerSettings: fullyStatic
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + ["TestSupport"],
        exclude: exclude,
        swiftSettings: strictForTests
    )
}

let package = Package(
    name: "castellan",
    products: [
        .executable(name: "supervisord", targets: ["supervisord"]),
        .executable(name: "supervisor-load", targets: ["supervisor-load"]),
        .executable(name: "supervisor-exec", targets: ["supervisor-exec"]),
        .executable(name: "supervisorctl", targets: ["supervisorctl"]),
    ],
    targets: [
        // 1: the kernel's words, and the values everything else speaks of
        // The standard library leaves rounding to the C library.
        .target(name: "CLinux", cSettings: strictC, linkerSettings: usesMusl ? [] : [.linkedLibrary("m")]),
        .systemLibrary(name: "CCapability", providers: [.apt(["libcap-dev"])]),
        .systemLibrary(name: "CSeccomp", providers: [.apt(["libseccomp-dev"])]),
        library("ServiceModel", []),

        // 2: kernel on one side, pure logic on the other
        library("LinuxSystem", ["CLinux"]),
        library("UnitFiles", ["ServiceModel"]),
        library("SandboxPolicy", ["ServiceModel"]),
        library("Supervision", ["ServiceModel"]),
        library("Wire", []),

        // 3: what crosses a boundary
        library("EventLoop", ["LinuxSystem"]),
        library("LaunchProtocol", ["ServiceModel", "Wire"]),
        library("UnitSet", ["ServiceModel", "Wire", "LaunchProtocol"]),
        library("ControlProtocol", ["ServiceModel", "Wire"]),

        // 4: shells, where effects happen
        library(
            "UnitCompiler",
            [
                "ServiceModel", "UnitFiles", "SandboxPolicy", "Wire", "UnitSet", "LaunchProtocol",
                "LinuxSystem", "CCapability", "CSeccomp",
            ]
        ),
        library("Confinement", ["LaunchProtocol", "ServiceModel", "Wire", "LinuxSystem"]),
        library(
            "DaemonCore",
            [
                "ServiceModel", "Supervision", "UnitSet", "LaunchProtocol", "ControlProtocol", "Wire",
                "EventLoop",
                "LinuxSystem",
            ]
        ),
        library("ControlClient", ["ServiceModel", "ControlProtocol", "Wire", "LinuxSystem"]),

        // 5: programs
        program("supervisord", "DaemonCore"),
        program("supervisor-load", "UnitCompiler"),
        program("supervisor-exec", "Confinement"),
        program("supervisorctl", "ControlClient"),

        // What tests run as a service. Static, so that it also runs in an empty root.
        .executableTarget(
            name: "castellan-probe",
            dependencies: ["CLinux"],
            path: "Tests/Probes",
            cSettings: strictC,
            linkerSettings: [.unsafeFlags(["-static-executable"])]
        ),
        // What `make bench` runs.
        .executableTarget(
            name: "castellan-bench",
            dependencies: ["ServiceModel", "UnitSet", "LaunchProtocol", "CLinux"],
            path: "Benchmarks/Runner",
            swiftSettings: strictForTests
        ),
        .target(
            name: "TestSupport",
            dependencies: ["LinuxSystem"],
            path: "Tests/Support",
            swiftSettings: strictForTests
        ),
        tests("ArchitectureTests", ["UnitFiles", "LaunchProtocol", "Wire"]),
        tests("ServiceModelTests", ["ServiceModel"]),
        tests("LinuxSystemTests", ["LinuxSystem", "CLinux"]),
        tests("UnitFilesTests", ["UnitFiles", "ServiceModel"]),
        tests("SandboxPolicyTests", ["SandboxPolicy", "ServiceModel"]),
        tests("SupervisionTests", ["Supervision", "ServiceModel"]),
        tests("WireTests", ["Wire"]),
        tests("EventLoopTests", ["EventLoop", "LinuxSystem"]),
        tests("LaunchProtocolTests", ["LaunchProtocol", "ServiceModel", "Wire"]),
        tests("UnitSetTests", ["UnitSet", "LaunchProtocol", "ServiceModel", "Wire"]),
        tests("ControlProtocolTests", ["ControlProtocol", "ServiceModel", "Wire"]),
        tests(
            "UnitCompilerTests",
            [
                "UnitCompiler", "UnitSet", "UnitFiles", "SandboxPolicy", "LaunchProtocol", "Wire",
                "ServiceModel",
                "LinuxSystem",
            ]
        ),
        tests(
            "ConfinementTests",
            ["Confinement", "LaunchProtocol", "ServiceModel", "LinuxSystem"],
            exclude: ["heap_check.c"]
        ),
        tests(
            "DaemonCoreTests",
            [
                "DaemonCore", "Supervision", "UnitSet", "LaunchProtocol", "ControlProtocol", "ServiceModel",
                "LinuxSystem",
            ]
        ),
        tests("ControlClientTests", ["ControlClient", "ControlProtocol", "ServiceModel", "Wire"]),
        tests("EndToEnd", ["ControlProtocol", "ServiceModel", "LinuxSystem", "Wire"]),
    ]
)
