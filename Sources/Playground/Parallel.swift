import Dispatch
import Synchronization

/// Work on the machine's cores. Results are in the order of what they are made from, so that nothing shows how many there are.
package enum Parallel {
    /// The first error in that order is thrown.
    package static func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ body: @Sendable (Item) throws(UserError) -> Result
    ) throws(UserError) -> [Result] {
        let results = Mutex([Swift.Result<Result, UserError>?](repeating: nil, count: items.count))
        DispatchQueue.concurrentPerform(iterations: items.count) { index in
            let result: Swift.Result<Result, UserError>
            do throws(UserError) { result = .success(try body(items[index])) } catch { result = .failure(error) }
            results.withLock { $0[index] = result }
        }
        var values: [Result] = []
        for result in results.withLock({ $0 }) { values.append(try result!.get()) }
        return values
    }
}
