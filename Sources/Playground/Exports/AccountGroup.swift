import Machine

/// Accounts in three groups, for where fourteen are too many to be seen.
enum AccountGroup: String, CaseIterable {
    case guest, hardware, monitor

    var title: String {
        switch self {
        case .guest: "the guest's own instructions, and its waiting"
        case .hardware: "crossings, transitions and page walks, by the hardware"
        case .monitor: "the monitor's own work"
        }
    }

    var accounts: [Account] { Account.allCases.filter { $0.group == self } }

    func cycles(_ report: RunReport) -> UInt64 { accounts.reduce(0) { $0 + (report.accounts[$1.name] ?? 0) } }
}

extension Account {
    var group: AccountGroup {
        switch self {
        case .guestUser, .guestKernel, .idle: .guest
        case .ringCrossings, .vmTransitions, .pageWalks: .hardware
        case .dispatch, .emulation, .memory, .translation, .device, .hypercall, .scheduling, .hostOS: .monitor
        }
    }
}
