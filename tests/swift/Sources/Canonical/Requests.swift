import Foundation
import VeniceKeys

/// Calls made one by one on another program's behalf, as tests/hard/README.md describes it.
package struct Requests {
    private var calls = Calls()

    package init() {}

    /// The response to one line, as one line.
    package mutating func response(to line: String) async -> String {
        do {
            let request = try JSON(parsing: Data(line.utf8)).members(
                of: "a request", known: ["client", "call", "args", "pages", "limit"])
            return JSON.object(try await respond(to: request)).text
        } catch {
            return JSON.object(["unable": .string("\(error)")]).text
        }
    }

    private mutating func respond(to request: [String: JSON]) async throws -> [String: JSON] {
        guard let name = request["call"]?.string, let client = request["client"]?.object else {
            throw Unplayable("a request has a call's name and its client's options")
        }
        let arguments = Given(request["args"] ?? .object([:]), of: name)
        let start = DispatchTime.now()
        var response: [String: JSON]
        do {
            let own = try OwnCode(arguments)
            let result = try await calls.make(
                name, arguments, reading: Reading(request), own: own, client: client)
            // Where everything that can be shown is searched, nothing may be revealed.
            response = ["ok": isLoud ? .bool(true) : result.revealed]
        } catch is OwnFailure {
            response = ["error": .object(["code": .string("own")])]
        } catch let error as VeniceError {
            response = ["error": described(error)]
        }
        let took = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
        try arguments.checkAllUsed()
        response["tookMs"] = .number(Decimal(took) / 1_000_000)
        return response
    }

    private func described(_ error: VeniceError) -> JSON {
        .object([
            "code": .string(error.code.rawValue),
            "status": error.status.map { .number(Decimal($0)) } ?? .null,
            "retryAfterMs": error.retryAfter.map { .number(Decimal(($0 * 1000).rounded())) }
                ?? .null,
            "forms": .array(printedForms(error).map { .string($0) }),
        ])
    }
}

extension JSON {
    /// The same with every secret as an object of its own that shows its text.
    fileprivate var revealed: JSON {
        switch self {
        case .secret(let secret): .object(["$secret": .string(secret.reveal())])
        case .array(let elements): .array(elements.map(\.revealed))
        case .object(let members): .object(members.mapValues(\.revealed))
        default: self
        }
    }
}
