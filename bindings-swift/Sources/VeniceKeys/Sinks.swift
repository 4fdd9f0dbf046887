import Foundation
internal import VeniceKeysCore

// Calls that write what they fetch, page by page: to a file, to a handle, or to a function.

/// A page of text.
struct Chunk: Row, Sendable {
    let text: String
    let rows: Int
    /// The place before it, and the one after it.
    let start: String
    let cursor: String
    /// Whether the whole text begins with it.
    let isFirst: Bool
    let isLast: Bool

    init(from row: inout RowReader) throws {
        (text, rows) = (try row.read(), try row.read())
        (start, cursor) = (try row.read(), try row.read())
        (isFirst, isLast) = (try row.read(), try row.read())
    }
}

extension Client {
    /// Passes on the pages of the operation with this name, whose arguments are its own and then a
    /// cursor, each with the cursor after it; gives the number of their rows.
    func write(
        _ operation: String, isolation: isolated (any Actor)? = #isolation,
        to write: (_ text: String, _ cursor: String) async throws -> Void,
        _ arguments: @Sendable (RowWriter) -> Void
    ) async throws -> Int {
        try await forEachPage(of: operation, arguments) { page in
            try await write(page.text, page.cursor)
        }
    }

    /// The same to a file.
    func write(
        _ operation: String, to file: URL, _ arguments: @Sendable (RowWriter) -> Void
    ) async throws -> Int {
        let file = try await blocking(operation, at: nil) { try GrowingFile(file) }
        return try await write(operation, through: file.append, arguments)
    }

    /// The same to a handle, from where it stands.
    func write(
        _ operation: String, to handle: FileHandle, _ arguments: @Sendable (RowWriter) -> Void
    ) async throws -> Int {
        let append = { @Sendable (chunk: Chunk) in try handle.write(contentsOf: chunk.data) }
        return try await write(operation, through: append, arguments)
    }

    private func write(
        _ operation: String, through append: @escaping @Sendable (Chunk) throws -> Void,
        _ arguments: @Sendable (RowWriter) -> Void
    ) async throws -> Int {
        try await forEachPage(of: operation, arguments) { page in
            try await blocking(operation, at: page.start) { try append(page) }
        }
    }

    private func forEachPage(
        of operation: String, isolation: isolated (any Actor)? = #isolation,
        _ arguments: @Sendable (RowWriter) -> Void, _ work: (Chunk) async throws -> Void
    ) async throws -> Int {
        var (rows, cursor) = (0, nil as String?)
        while true {
            let place = cursor
            let page: Chunk = try await reply(to: operation) {
                arguments($0)
                place.write(to: $0)
            }
            try await work(page)
            rows += page.rows
            cursor = page.cursor
            if page.isLast { return rows }
        }
    }
}

/// Runs what writes to a file on a thread that may block, which Swift's own few must not. An error
/// says at which cursor to go on.
private func blocking<Result: Sendable>(
    _ operation: String, at cursor: String?, _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
    do {
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: .init(catching: work)) }
        }
    } catch {
        let row = coreUnwritable(
            operation: operation, cursor: cursor, why: error.localizedDescription)
        throw try CoreError.Failed(row: row).translated
    }
}

/// A file that grows by whole pages.
private final class GrowingFile: Sendable {
    private let handle: FileHandle
    /// Whether it is one that can be cut: a pipe or a device can't.
    private let isRegular: Bool

    /// Opens or creates it, before anything is sent.
    init(_ url: URL) throws {
        let file = open(url.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        isRegular = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Writes a page at the end: all of it or, if that fails, nothing. What the file held is gone
    /// only when the first page is there, so that a call which is refused costs nobody a file.
    @Sendable func append(_ page: Chunk) throws {
        guard isRegular else { return try handle.write(contentsOf: page.data) }
        if page.isFirst { try handle.truncate(atOffset: 0) }
        let end = try handle.seekToEnd()
        do {
            try handle.write(contentsOf: page.data)
        } catch {
            try handle.truncate(atOffset: end)
            throw error
        }
    }
}

extension Chunk {
    fileprivate var data: Data { Data(text.utf8) }
}
