import Foundation
internal import VeniceKeysCore

// How a call reaches the core and its result comes back. The methods in Generated/Methods.swift
// are one line each on top of this.

extension Client {
    /// Makes a call of the operation with this name. A reply that is work says what was done.
    func reply<Value: Row>(
        to operation: String, object wallet: Wallet? = nil, isWork: Bool = false,
        _ write: (RowWriter) -> Void = { _ in }
    ) async throws -> Value {
        let arguments = RowWriter()
        write(arguments)
        return try await reply(isWork: isWork) { core in
            try core.start(
                operation: operation, arguments: arguments.data, wallet: wallet?.core)
        }
    }

    /// Makes a call with the client's key: if that is asked for, once more if Venice refuses it and
    /// there is another.
    func reply<Value: Row>(
        isWork: Bool = false, _ start: (CoreClient) throws -> CoreCall
    ) async throws -> Value {
        guard let credential else { return try await core.reply(isWork, start) }
        try Task.checkCancellation()
        let deadline = Deadline(timeout: core.timeout())
        let asked = try await credential.known(by: deadline)
        do {
            return try await core.within(seconds: deadline.left).reply(isWork, start)
        } catch let error as VeniceError where error.code == .unauthenticated {
            let isAnother = try await credential.isAnother(thanAfter: asked, by: deadline)
            guard isAnother else { throw error }
            return try await core.within(seconds: deadline.left).reply(isWork, start)
        }
    }
}

extension CoreClient {
    /// Makes a call. When its task is cancelled it is given up or, if its reply is work, stopped.
    fileprivate func reply<Value: Row>(
        _ isWork: Bool, _ start: (CoreClient) throws -> CoreCall
    ) async throws -> Value {
        // A call that is started is under way: nothing of a cancelled task may be.
        try Task.checkCancellation()
        let call = try translating { try start(self) }
        await withTaskCancellationHandler {
            await call.ended()
        } onCancel: {
            if isWork { call.stopAndWait() } else { call.giveUp() }
        }
        do {
            return try call.read()
        } catch {
            throw isWork && Task.isCancelled ? CancellationError() : error
        }
    }
}

extension CoreCall {
    /// Has nothing more sent. What is under way is waited for two seconds longer, at most: nobody
    /// else will say what was done, but a cancelled task must end soon.
    fileprivate func stopAndWait() {
        guard stop() else { return giveUp() }
        Task {
            try await Task.sleep(nanoseconds: 2_000_000_000)
            waitNoLonger()
        }
    }

    /// Takes what the call replied. From here on it isn't given up any more.
    fileprivate func read<Value: Row>() throws -> Value {
        do {
            let value: Value = try Reply(core: reply()).read()
            confirm()
            return value
        } catch let error as CoreError {
            let error = try error.translated
            confirm()
            throw error
        } catch {
            // A mistake of ours. What the call left is named in a warning, for nobody has it.
            unread()
            throw error
        }
    }
}

/// What a call replied: a row that is read in the core's own memory.
struct Reply {
    let core: CoreReply

    /// Reads the whole row as one value.
    func read<Value: Row>() throws -> Value {
        try withExtendedLifetime(core) {
            var row = RowReader(
                UnsafeRawBufferPointer(address: core.address(), count: core.count()),
                secrets: core.secrets())
            return try row.readAll()
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Memory of an object of the core's, which must outlive this.
    init(address: UInt64, count: UInt64) {
        self.init(start: UnsafeRawPointer(bitPattern: UInt(address)), count: Int(count))
    }
}

/// Runs what needs no waiting, and makes the core's errors the ones that people see.
func translating<Result>(_ work: () throws -> Result) throws -> Result {
    do {
        return try work()
    } catch let error as CoreError {
        throw try error.translated
    }
}

extension CoreError {
    var translated: any Error {
        get throws {
            switch self {
            case .Cancelled: CancellationError()
            case .Failed(let row):
                try row.withUnsafeBytes { bytes in
                    var row = RowReader(bytes)
                    return try VeniceError(row.read(), row.readAll())
                }
            }
        }
    }
}

/// Passes on what the core reports besides results.
final class Listener: CoreListener {
    private let configuration: Client.Configuration

    init(_ configuration: Client.Configuration) {
        self.configuration = configuration
    }

    func attempted(row: Data) {
        let attempt = row.withUnsafeBytes { bytes in
            var row = RowReader(bytes)
            return try? row.readAll() as Attempt
        }
        // One that can't be read is a mistake of ours, on which nothing of the call depends.
        guard let attempt else { return }
        configuration.onAttempt?(attempt)
        if let warning = attempt.warning { configuration.log(warning) }
    }

    func warned(text: String) {
        configuration.log(text)
    }
}

/// The two halves are built together: a library of another build would be read wrongly. Like
/// uniffi's own check, this one ends the program, for no program can go on from there.
enum Library {
    private static let checked: Void = check(coreFingerprint())

    static func check() { checked }

    static func check(_ library: String) {
        guard library == fingerprint else {
            // Unlike a precondition, this says why in a release build, too.
            fatalError(
                "VeniceKeys is linked with a library that was built from another version of it: "
                    + "clean the build folder, and build both from the same release")
        }
    }
}

#if canImport(os)
    import os
#endif

extension Client.Configuration {
    /// The default of ``log``.
    @Sendable public static func writeToLog(_ text: String) {
        #if canImport(os)
            Logger(subsystem: "VeniceKeys", category: "Client").warning(
                "\(text, privacy: .public)")
        #else
            FileHandle.standardError.write(Data("VeniceKeys: \(text)\n".utf8))
        #endif
    }
}
