/// The entries of a paged call, fetched page by page as they are needed.
///
/// ```swift
/// for try await entry in client.usageHistory() { print(entry) }
/// ```
///
/// Nothing is sent before the first entry is asked for. Each page is a call of its own, with the
/// client's timeout and retries, and only one is kept in memory. A loop that is left asks for no
/// further page; every loop over the same value begins anew, also at the same time as another.
///
/// When its task is cancelled, a loop throws `CancellationError` at once and gives up the page
/// that it waits for. Only where the entries say what was done (``Client/deleteKeys(_:)``), those
/// of its last page still come before that: if it is under way, nothing more is sent, and what was
/// sent is waited for two seconds at most. After any other error, an iterator that is asked again
/// fetches the same page again.
public struct Pages<Element: Sendable>: AsyncSequence, Sendable {
    private let fetch: @Sendable (_ cursor: String?) async throws -> Page<Element>
    /// Whether the entries say what was done: nobody else does.
    private let areWork: Bool
    /// The cursor of the first page, where that is known.
    private let begin: @Sendable () throws -> String?

    /// Pages that a function fetches, each by the cursor of the one before: for previews, tests
    /// and mocks. The first has no cursor.
    public init(fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page<Element>) {
        self.init(areWork: false, fetch: fetch, begin: { nil })
    }

    init(
        areWork: Bool,
        fetch: @escaping @Sendable (_ cursor: String?) async throws -> Page<Element>,
        begin: @escaping @Sendable () throws -> String?
    ) {
        (self.areWork, self.fetch, self.begin) = (areWork, fetch, begin)
    }

    /// The same, page by page: for going on later from a page's ``Page/cursor``.
    ///
    /// ```swift
    /// for try await page in client.usageHistory().pages { save(page.items, page.cursor) }
    /// ```
    public var pages: ByPage { ByPage(fetch: fetch) }

    /// The first entries, at most `limit`.
    ///
    /// - Throws: ``VeniceError/invalidInput(_:)`` if the limit is negative, and whatever fetching
    ///   a page throws: ``VeniceError/resume`` is then where the first entry's page begins, so that
    ///   no entry is lost that came before the failure.
    public func collect(upTo limit: Int) async throws -> [Element] {
        guard limit >= 0 else {
            let rule = Issue(field: "limit", message: "must be 0 or more")
            throw VeniceError.invalidInput(
                ErrorDetails(message: "limit must be 0 or more", issues: [rule]))
        }
        var (collected, start): ([Element], String?) = ([], nil)
        var iterator = makeAsyncIterator()
        do {
            while collected.count < limit, let element = try await iterator.next() {
                if collected.isEmpty { start = iterator.start }
                collected.append(element)
            }
        } catch let error as VeniceError where !collected.isEmpty {
            var details = error.details
            details.resume = try start ?? begin()
            throw VeniceError(error.code, details)
        }
        return collected
    }

    /// An iterator at the first entry.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: pages.makeAsyncIterator(), areWork: areWork)
    }

    /// A place among the entries.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private var pages: ByPage.Iterator
        private let areWork: Bool
        /// The cursor of the page that the last entry came from; `nil`: it is the first.
        fileprivate private(set) var start: String?
        private var items: [Element] = []
        private var place = 0

        fileprivate init(pages: ByPage.Iterator, areWork: Bool) {
            (self.pages, self.areWork) = (pages, areWork)
        }

        /// The next entry; `nil` after the last.
        ///
        /// - Throws: `CancellationError` once the task is cancelled, and whatever fetching a page
        ///   throws.
        public mutating func next() async throws -> Element? {
            if !areWork { try Task.checkCancellation() }
            while place == items.count {
                // Not kept while the next one is fetched.
                (items, place) = ([], 0)
                start = pages.cursor
                guard let page = try await pages.next() else { return nil }
                items = page.items
            }
            defer { place += 1 }
            return items[place]
        }
    }

    /// The pages of a paged call, fetched as they are needed.
    public struct ByPage: AsyncSequence, Sendable {
        /// A page at a time.
        public typealias Element = Page<Pages.Element>

        fileprivate let fetch: @Sendable (_ cursor: String?) async throws -> Element

        /// An iterator at the first page.
        public func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch) }

        /// A place among the pages.
        public struct Iterator: AsyncIteratorProtocol, Sendable {
            fileprivate let fetch: @Sendable (_ cursor: String?) async throws -> Element
            fileprivate private(set) var cursor: String?
            private var hasEnded = false

            fileprivate init(
                fetch: @escaping @Sendable (_ cursor: String?) async throws -> Element
            ) {
                self.fetch = fetch
            }

            /// The next page; `nil` after the last.
            ///
            /// - Throws: `CancellationError` once the task is cancelled, and whatever fetching the
            ///   page throws.
            public mutating func next() async throws -> Element? {
                try Task.checkCancellation()
                if hasEnded { return nil }
                let page = try await fetch(cursor)
                (cursor, hasEnded) = (page.cursor, page.isLast)
                return page
            }
        }
    }
}

/// One page of a paged call.
public struct Page<Element: Sendable>: Sendable {
    /// What is on it.
    public let items: [Element]
    /// The place after its last item, to go on from later. Also the last page has one: going on
    /// from there gives what has come since.
    public let cursor: String
    /// Whether there is no further page now.
    public let isLast: Bool

    /// Creates one from its parts: for previews, tests and mocks.
    public init(items: [Element], cursor: String, isLast: Bool) {
        self.items = items
        self.cursor = cursor
        self.isLast = isLast
    }
}

extension Page: Equatable where Element: Equatable {}
extension Page: Hashable where Element: Hashable {}

extension Page: Row where Element: Row {
    init(from row: inout RowReader) throws {
        try self.init(items: row.read(), cursor: row.read(), isLast: row.read())
    }
}

extension Client {
    /// The pages of the operation with this name, whose arguments are its own and then a cursor.
    func pages<Element: Row>(
        of operation: String, object wallet: Wallet? = nil, from start: String? = nil,
        areWork: Bool = false, _ write: @escaping @Sendable (RowWriter) -> Void = { _ in }
    ) -> Pages<Element> {
        let arguments = { @Sendable (cursor: String?) in
            { (row: RowWriter) in
                write(row)
                (cursor ?? start).write(to: row)
            }
        }
        return Pages(areWork: areWork) { cursor in
            try await self.reply(
                to: operation, object: wallet, isWork: areWork, arguments(cursor))
        } begin: {
            let row = RowWriter()
            arguments(nil)(row)
            return try translating {
                try self.core.beginning(
                    operation: operation, arguments: row.data, wallet: wallet?.core)
            }
        }
    }
}
