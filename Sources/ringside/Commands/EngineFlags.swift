import ArgumentParser
import VMM

/// What can be chosen of engines.
struct EngineFlags: ParsableArguments {
    @Flag(help: "Let hvm use an exit for the instructions after it that would exit, too.") var clustering = false
    @Flag(name: .customLong("translate-user"), help: "Let bt translate the guest's programs, too.") var translatesUser = false
    @Flag(name: .customLong("no-adaptation"), help: "Let bt keep what traps again and again as it is.") var noAdaptation = false
    @Flag(name: .customLong("no-emulation"), help: "Let bt call its monitor for all that it could emulate in translations.")
    var noEmulation = false

    var options: EngineOptions {
        var options = EngineOptions()
        options.clustering = clustering
        options.translatesUser = translatesUser
        options.adapts = !noAdaptation
        options.emulatesInCache = !noEmulation
        return options
    }
}
