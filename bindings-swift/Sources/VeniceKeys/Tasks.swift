// Work that outlives the task that waits for it: what must be finished although that is cancelled.

/// The outcome of work that goes on when this task is cancelled, or `nil` as soon as this one is.
/// Of several, the first.
func outcome<Value>(
    of work: Task<Value, any Error>...
) async -> Result<Value, any Error>? {
    let (outcomes, continuation) = AsyncStream.makeStream(of: Result<Value, any Error>.self)
    for work in work {
        Task {
            let outcome = await work.result
            continuation.yield(outcome)
        }
    }
    for await outcome in outcomes { return outcome }
    return nil
}
