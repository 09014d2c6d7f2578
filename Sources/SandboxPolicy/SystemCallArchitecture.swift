/// An architecture as `SystemCallArchitectures=` names it.
package enum SystemCallArchitecture: String, CaseIterable, Sendable {
    case native, x86
    case x86Wide = "x86-64"
    case x32, arm, arm64, loongarch64, mips
    case mipsLE = "mips-le"
    case mips64
    case mips64LE = "mips64-le"
    case mips64n32 = "mips64-n32"
    case mips64LEn32 = "mips64-le-n32"
    case parisc, parisc64, ppc, ppc64
    case ppc64LE = "ppc64-le"
    case riscv64, s390, s390x
}
