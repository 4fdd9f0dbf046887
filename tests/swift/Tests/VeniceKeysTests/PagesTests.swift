import Canonical
import Foundation
import Testing

@testable import VeniceKeys

/// What a walk through pages does, whatever is on them.
@Suite struct PagesTests {
    @Test func everyItemComesInOrder() async throws {
        let book = Book(pages: [[1, 2], [], [3], []])
        var items: [Int] = []
        for try await item in book.pages { items.append(item) }
        #expect(items == [1, 2, 3])
        #expect(book.asked == [nil, "1", "2", "3"])
    }

    @Test func pagesHaveCursorsToTheLast() async throws {
        let book = Book(pages: [[1, 2], [3]])
        var pages: [Page<Int>] = []
        for try await page in book.pages.pages { pages.append(page) }
        #expect(
            pages == [
                Page(items: [1, 2], cursor: "1", isLast: false),
                Page(items: [3], cursor: "2", isLast: true),
            ])
    }

    @Test func nothingIsAskedForBeforeItIsNeeded() async throws {
        let book = Book(pages: [[1, 2], [3, 4], [5]])
        let pages = book.pages
        #expect(book.asked.isEmpty)
        for try await item in pages where item == 2 { break }
        #expect(book.asked == [nil])
        for try await page in pages.pages where page.cursor == "2" { break }
        #expect(book.asked == [nil, nil, "1"])
    }

    @Test(arguments: [
        (0, [], 0), (1, [1], 1), (2, [1, 2], 1), (3, [1, 2, 3], 2), (9, [1, 2, 3], 2),
    ]) func aLimitIsKept(_ limit: Int, _ items: [Int], _ asked: Int) async throws {
        let book = Book(pages: [[1, 2], [3]])
        #expect(try await book.pages.collect(upTo: limit) == items)
        #expect(book.asked.count == asked)
    }

    @Test func aNegativeLimitIsRefused() async throws {
        let book = Book(pages: [[1]])
        await #expect {
            try await book.pages.collect(upTo: -1)
        } throws: { error in
            guard case .invalidInput(let details) = error as? VeniceError else { return false }
            return details.issues.map(\.field) == ["limit"]
        }
        #expect(book.asked.isEmpty)
    }

    @Test func anErrorMovesNothing() async throws {
        let book = Book(pages: [[1], [2]], failing: [1])
        var iterator = book.pages.makeAsyncIterator()
        #expect(try await iterator.next() == 1)
        await #expect(throws: Mismatch.self) { try await iterator.next() }
        #expect(try await iterator.next() == 2)
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
        #expect(book.asked == [nil, "1", "1"])
    }

    @Test func iteratorsOfOneValueAreIndependent() async throws {
        let book = Book(pages: [[1, 2], [3, 4], [5]])
        let pages = book.pages
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await pages.reduce(0, +) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums == Array(repeating: 15, count: 20))
        #expect(book.asked.count == 60)
    }

    @Test @MainActor func theMainActorCanIterate() async throws {
        var items: [Int] = []
        for try await item in Book(pages: [[1], [2]]).pages {
            MainActor.assertIsolated()
            items.append(item)
        }
        #expect(items == [1, 2])
    }

    @Test func aCancelledTaskGetsNoFurtherItem() async throws {
        let book = Book(pages: [[1, 2, 3]])
        let task = Task {
            var items: [Int] = []
            do {
                for try await item in book.pages {
                    items.append(item)
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            } catch is CancellationError {
                return items
            }
            throw Mismatch("it wasn't cancelled")
        }
        #expect(try await task.value == [1])
    }

    @Test func aCancelledTaskIsToldWhatWasDone() async throws {
        let book = Book(pages: [[1, 2, 3], [4]])
        let task = Task {
            var items: [Int] = []
            do {
                for try await item in book.work {
                    items.append(item)
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            } catch is CancellationError {
                return items
            }
            throw Mismatch("it wasn't cancelled")
        }
        #expect(try await task.value == [1, 2, 3])
        #expect(book.asked == [nil])
    }
}

/// Pages that are made up, and which of them were asked for.
private final class Book: @unchecked Sendable {
    private let lock = NSLock()
    private let texts: [[Int]]
    private var failing: Set<Int>
    private var cursors: [String?] = []

    /// `failing` are the pages that fail once.
    init(pages: [[Int]], failing: Set<Int> = []) {
        (texts, self.failing) = (pages, failing)
    }

    var asked: [String?] { lock.withLock { cursors } }

    var pages: Pages<Int> { pages(areWork: false) }

    /// The same, of a call whose entries say what was done.
    var work: Pages<Int> { pages(areWork: true) }

    private func pages(areWork: Bool) -> Pages<Int> {
        Pages(areWork: areWork) { cursor in
            try self.lock.withLock {
                self.cursors.append(cursor)
                let number = cursor.flatMap { Int($0) } ?? 0
                if self.failing.remove(number) != nil { throw Mismatch("page \(number) failed") }
                return Page(
                    items: self.texts[number], cursor: "\(number + 1)",
                    isLast: number + 1 == self.texts.count)
            }
        } begin: {
            nil
        }
    }
}
