/// systemd's word for a score in tenths.
package enum ExposureLevel: String, Sendable {
    case perfect = "PERFECT"
    case safe = "SAFE"
    case ok = "OK"
    case medium = "MEDIUM"
    case exposed = "EXPOSED"
    case unsafe = "UNSAFE"
    case dangerous = "DANGEROUS"

    package init(tenths: Int) {
        switch tenths {
        case 100...: self = .dangerous
        case 90...: self = .unsafe
        case 75...: self = .exposed
        case 50...: self = .medium
        case 10...: self = .ok
        case 1...: self = .safe
        default: self = .perfect
        }
    }
}
