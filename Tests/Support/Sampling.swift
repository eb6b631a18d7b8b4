/// Where a debug build would take a minute: the release build does it.
var isDebugBuild: Bool {
    #if DEBUG
        true
    #else
        false
    #endif
}

extension Array {
    /// All in a release build; every 2n-th in a debug build, whose run is short.
    func sampledInDebug(_ n: Int) -> [Element] {
        #if DEBUG
            return enumerated().filter { $0.offset % (2 * n) == 0 }.map(\.element)
        #else
            return self
        #endif
    }
}

/// Hosts for tests that run many programs: the one of lessons, one with shadow paging only, one with nested paging.
let testHosts = ["classroom", "prescott-2005", "nehalem-2009"]
