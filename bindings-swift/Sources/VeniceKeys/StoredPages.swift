import Foundation

/// The results of a job that makes many keys, one after another, in the order in which they are
/// done.
///
/// ```swift
/// for try await key in client.provisionKeys(wanted, store: { try await vault.put($0) }) {
///     print(key.description, key.outcome)
/// }
/// ```
///
/// Nothing is sent before the first is asked for, and every loop over the same value begins anew:
/// what is there already isn't made again. When its task is cancelled, a loop does nothing more:
/// what is done by then and hasn't come yet still comes, and then `CancellationError` is thrown.
/// Keys that were begun, and not stored by then or when a loop is left, are taken back.
///
/// After an error, one of the closure for example, an iterator that is asked again tries again. A
/// key that was stored by then comes once it is lasting.
public struct StoredPages<Element: Sendable>: AsyncSequence, Sendable {
    fileprivate let fetch: @Sendable (_ cursor: String?) async throws -> Page<Begun<Element>>
    /// Whether there is time left to store a key.
    fileprivate let mayStore: @Sendable (Begun<Element>) -> Bool
    fileprivate let keep: @Sendable (Begun<Element>) async throws -> Void
    /// Makes a key lasting. `false`: its hold was over.
    fileprivate let commit: @Sendable (Begun<Element>) async throws -> Bool
    fileprivate let takeBack: @Sendable ([Begun<Element>]) async -> Void

    /// An iterator at the first result.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// A place among the results. Its copies share it: what one of them gave, no other gives.
    public struct Iterator: AsyncIteratorProtocol {
        private let pages: StoredPages
        private let page: BegunPage<Element>

        fileprivate init(_ pages: StoredPages) {
            self.pages = pages
            page = BegunPage(takeBack: pages.takeBack)
        }

        /// The next result; `nil` after the last.
        ///
        /// - Throws: `CancellationError` once the task is cancelled, what the closure throws, and
        ///   whatever looking at the keys and creating them throws.
        public mutating func next() async throws -> Element? {
            while true {
                if Task.isCancelled { await page.takeBack() }
                if let begun = page.next() {
                    if try await isLasting(begun) { return begun.result }
                } else {
                    try Task.checkCancellation()
                    if page.hasEnded { return nil }
                    page.follow(with: try await pages.fetch(page.cursor))
                }
            }
        }

        private func isLasting(_ begun: Begun<Element>) async throws -> Bool {
            var begun = begun
            do {
                if !begun.isStored {
                    // A later page begins it anew.
                    guard pages.mayStore(begun) else { return false }
                    try await pages.keep(begun)
                }
                begun.isStored = true
                return try await pages.commit(begun)
            } catch {
                // Without this its secret would be lost to a caller that stores none.
                if begun.isStored, !Self.isSettled(by: error) { page.putBack(begun) }
                await page.takeBack()
                throw error
            }
        }

        /// Whether nothing is left to be asked: the key is lasting, and so is another of its name.
        private static func isSettled(by error: any Error) -> Bool {
            if case VeniceError.conflict = error { true } else { false }
        }
    }
}

// Two tasks that share one would fetch a page twice, and so make its keys twice.
@available(*, unavailable)
extension StoredPages.Iterator: Sendable {}

extension StoredPages where Element: JobOutcome {
    init(
        _ completion: Completion, store: @escaping @Sendable (CreatedKey) async throws -> Void,
        fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page<Begun<Element>>
    ) {
        self.init(
            fetch: fetch, mayStore: completion.mayStore,
            keep: { try await completion.keep($0, store: store) },
            commit: completion.commit, takeBack: completion.takeBack)
    }
}

/// What is still to be done of a page. Whoever drops it takes back what was begun.
private final class BegunPage<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var items: ArraySlice<Begun<Element>> = []
    private var place: (cursor: String?, hasEnded: Bool) = (nil, false)
    private let abort: @Sendable ([Begun<Element>]) async -> Void

    init(takeBack abort: @escaping @Sendable ([Begun<Element>]) async -> Void) {
        self.abort = abort
    }

    deinit {
        let (left, abort) = (items.filter(Self.isToTakeBack), abort)
        if !left.isEmpty { Task { await abort(left) } }
    }

    /// Where the next page begins.
    var cursor: String? { lock.withLock { place.cursor } }

    var hasEnded: Bool { lock.withLock { place.hasEnded } }

    /// Goes on to the next page.
    func follow(with page: Page<Begun<Element>>) {
        lock.withLock {
            items += page.items
            place = (page.cursor, page.isLast)
        }
    }

    func next() -> Begun<Element>? {
        lock.withLock { items.popFirst() }
    }

    /// What is stored and may be lasting: it comes once it is.
    func putBack(_ begun: Begun<Element>) {
        lock.withLock { items.insert(begun, at: items.startIndex) }
    }

    private static func isToTakeBack(_ begun: Begun<Element>) -> Bool {
        begun.record != nil && !begun.isStored
    }

    /// Takes back what was begun and isn't stored; the others stay.
    func takeBack() async {
        let left = lock.withLock {
            defer { items.removeAll(where: Self.isToTakeBack) }
            return items.filter(Self.isToTakeBack)
        }
        if !left.isEmpty { await abort(left) }
    }
}
