/// What others do meanwhile: a POST to the control API.
public struct ControlRequest: Sendable {
    /// Such as `keys` or `clock`.
    public var path: String
    /// Its body.
    public var body: JSONValue

    /// `ControlRequest("keys", ["delete": ["newest"]])`
    public init(_ path: String, _ body: JSONValue) {
        self.path = path
        self.body = body
    }

    fileprivate var json: JSONValue { .object(["path": .string(path), "body": body]) }
}

/// Something that goes wrong with the next requests that match.
public struct Fault: Sendable {
    /// What happens; the sandbox's README describes each kind.
    public enum Kind: Sendable {
        case status(
            Int, body: JSONValue? = nil, text: String? = nil, contentType: String? = nil,
            headers: [String: String] = [:], afterWork: Bool? = nil)
        case html(Int = 502, headers: [String: String] = [:], afterWork: Bool? = nil)
        case empty(Int = 200, headers: [String: String] = [:], afterWork: Bool? = nil)
        case delay(milliseconds: Int)
        case refuse(milliseconds: Int)
        case resetBefore
        case resetAfter
        case stall(afterWork: Bool? = nil)
        case stallBody(at: Int? = nil)
        case drip(milliseconds: Int? = nil)
        case cut(at: Int? = nil, before: String? = nil)
        case garbage
        case garbageWire
        case contentType(String)
        case huge(bytes: Int? = nil)
        case gzipBomb(bytes: Int? = nil)
        case badGzip
        case gzip
        case headerFlood(count: Int? = nil)
        case redirect(to: String, status: Int? = nil)
        case `repeat`(
            Int = 200, start: String = "", each: String, count: Int, end: String = "",
            gzip: Bool = false, milliseconds: Int = 0)
        case edit(
            set: [String: JSONValue] = [:], remove: [String] = [], headers: [String: String] = [:])
        case settlement(
            _ response: String? = nil, settles: String? = nil, settlesAfterMilliseconds: Int? = nil,
            credited: Bool? = nil, remembered: Bool? = nil, bookedAfterMilliseconds: Int? = nil)
        case late(afterRequests: Int? = nil, afterMilliseconds: Int? = nil)
        case meanwhile(_ requests: [ControlRequest], afterWork: Bool? = nil)
        case ignore(members: [String])
    }

    /// What happens.
    public var kind: Kind
    /// Only to requests with this method.
    public var method: String?
    /// Only to requests to this path below the base URL; one that ends in `*` matches its start.
    public var path: String?
    /// Only to requests with this header, such as `payment-signature`.
    public var header: String?
    /// To how many requests.
    public var times: Int
    /// How many requests that match are let through first.
    public var skip: Int

    /// A fault for the next request that matches, or for several.
    public init(
        _ kind: Kind, method: String? = nil, path: String? = nil, header: String? = nil,
        times: Int = 1, skip: Int = 0
    ) {
        self.kind = kind
        self.method = method
        self.path = path
        self.header = header
        self.times = times
        self.skip = skip
    }

    /// As the control API takes it.
    var json: JSONValue {
        var (name, members) = kind.members
        members["kind"] = .string(name)
        // A refusal takes effect at once: there is nothing to match, and nothing to count.
        if case .refuse = kind { return .object(members.compactMapValues { $0 }) }
        members["times"] = .number(Double(times))
        members["skip"] = .number(Double(skip))
        var match: [String: JSONValue] = [:]
        match["method"] = method.map(JSONValue.string)
        match["path"] = path.map(JSONValue.string)
        match["header"] = header.map(JSONValue.string)
        if !match.isEmpty { members["match"] = .object(match) }
        return .object(members.compactMapValues { $0 })
    }
}

extension Fault.Kind {
    /// Its name and its own members.
    fileprivate var members: (String, [String: JSONValue?]) {
        switch self {
        case .status(let status, let body, let text, let contentType, let headers, let afterWork):
            let members: [String: JSONValue?] = [
                "status": number(status), "body": body, "text": text.map(JSONValue.string),
                "contentType": contentType.map(JSONValue.string), "headers": texts(headers),
                "afterWork": afterWork.map(JSONValue.bool),
            ]
            return ("status", members)
        case .html(let status, let headers, let afterWork):
            return ("html", answer(status, headers, afterWork))
        case .empty(let status, let headers, let afterWork):
            return ("empty", answer(status, headers, afterWork))
        case .delay(let milliseconds): return ("delay", ["ms": number(milliseconds)])
        case .refuse(let milliseconds): return ("refuse", ["ms": number(milliseconds)])
        case .resetBefore: return ("reset_before", [:])
        case .resetAfter: return ("reset_after", [:])
        case .stall(let afterWork):
            return ("stall", ["afterWork": afterWork.map(JSONValue.bool)])
        case .stallBody(let at): return ("stall_body", ["at": number(at)])
        case .drip(let milliseconds): return ("drip", ["ms": number(milliseconds)])
        case .cut(let at, let before):
            return ("cut", ["at": number(at), "before": before.map(JSONValue.string)])
        case .garbage: return ("garbage", [:])
        case .garbageWire: return ("garbage_wire", [:])
        case .contentType(let type): return ("content_type", ["contentType": .string(type)])
        case .huge(let bytes): return ("huge", ["bytes": number(bytes)])
        case .gzipBomb(let bytes): return ("gzip_bomb", ["bytes": number(bytes)])
        case .badGzip: return ("bad_gzip", [:])
        case .gzip: return ("gzip", [:])
        case .headerFlood(let count): return ("header_flood", ["count": number(count)])
        case .redirect(let location, let status):
            return ("redirect", ["location": .string(location), "status": number(status)])
        case .repeat(let status, let start, let each, let count, let end, let gzip, let ms):
            let members: [String: JSONValue?] = [
                "status": number(status), "start": .string(start), "each": .string(each),
                "count": number(count), "end": .string(end), "gzip": .bool(gzip),
                "ms": number(ms),
            ]
            return ("repeat", members)
        case .edit(let set, let remove, let headers):
            let members: [String: JSONValue?] = [
                "set": .object(set), "remove": .array(remove.map(JSONValue.string)),
                "headers": texts(headers),
            ]
            return ("edit", members)
        case .settlement(
            let response, let settles, let afterMs, let credited, let remembered, let bookedMs):
            let members: [String: JSONValue?] = [
                "response": response.map(JSONValue.string),
                "settles": settles.map(JSONValue.string), "settlesAfterMs": number(afterMs),
                "credited": credited.map(JSONValue.bool),
                "remembered": remembered.map(JSONValue.bool), "bookedAfterMs": number(bookedMs),
            ]
            return ("settlement", members)
        case .late(let requests, let ms):
            return ("late", ["afterRequests": number(requests), "afterMs": number(ms)])
        case .meanwhile(let requests, let afterWork):
            let members: [String: JSONValue?] = [
                "control": .array(requests.map(\.json)),
                "afterWork": afterWork.map(JSONValue.bool),
            ]
            return ("meanwhile", members)
        case .ignore(let members):
            return ("ignore", ["members": .array(members.map(JSONValue.string))])
        }
    }
}

private func answer(
    _ status: Int, _ headers: [String: String], _ afterWork: Bool?
) -> [String: JSONValue?] {
    [
        "status": number(status), "headers": texts(headers),
        "afterWork": afterWork.map(JSONValue.bool),
    ]
}

private func number(_ number: Int?) -> JSONValue? { number.map { .number(Double($0)) } }

private func texts(_ headers: [String: String]) -> JSONValue? {
    headers.isEmpty ? nil : .object(headers.mapValues(JSONValue.string))
}
