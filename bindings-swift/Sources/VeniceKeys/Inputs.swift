import Foundation

/// What to do with one field of a key.
public enum Change<Value> {
    /// Leave it as it is.
    case keep
    /// Take it off the key.
    case clear
    /// Set it to this.
    case set(Value)
}

extension Change: Sendable where Value: Sendable {}
extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}

/// When a key expires.
public enum Expiry: Hashable, Sendable {
    /// At a moment, to the millisecond.
    case at(Date)
    /// As Venice writes it: a day (`"2026-12-31"`: its first moment in UTC) or a moment in UTC
    /// (`"2026-12-31T12:00:00Z"`).
    case text(String)
}

extension Expiry: ExpressibleByStringLiteral {
    /// ``Expiry/text(_:)`` of a literal: `expiresAt: "2026-12-31"`.
    public init(stringLiteral text: String) { self = .text(text) }
}

/// A key to be made, for ``Client/createKey(_:)`` and both ways to mint one.
///
/// ```swift
/// NewKey(description: "backend prod", consumptionLimit: .init(usd: 50), limitPeriod: .month)
/// ```
public struct NewKey: Hashable, Sendable {
    /// What the key is for, at most 64 characters. Only a minted key can do without.
    public var description: String?
    /// Whether the key may call inference or manage keys.
    public var apiKeyType: ApiKeyType
    /// What the key may spend in each period; `nil`: no cap. A cap of 0 blocks the key.
    public var consumptionLimit: ConsumptionLimit?
    /// How often what was spent is reset; `nil`: each UTC day.
    public var limitPeriod: LimitPeriod?
    /// When the key expires; `nil`: never.
    public var expiresAt: Expiry?
    /// Which models the key may call; `nil`: all.
    public var modelPrivacy: ModelPrivacy?
    /// From where the key may be used: at most 100 public IPv4 or IPv6 addresses or CIDRs; `nil` or
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set.
    public var ipAllowlist: [String]?

    /// Describes a key; nothing is sent that isn't given here.
    public init(
        description: String? = nil,
        apiKeyType: ApiKeyType = .inference,
        consumptionLimit: ConsumptionLimit? = nil,
        limitPeriod: LimitPeriod? = nil,
        expiresAt: Expiry? = nil,
        modelPrivacy: ModelPrivacy? = nil,
        ipAllowlist: [String]? = nil
    ) {
        self.description = description
        self.apiKeyType = apiKeyType
        self.consumptionLimit = consumptionLimit
        self.limitPeriod = limitPeriod
        self.expiresAt = expiresAt
        self.modelPrivacy = modelPrivacy
        self.ipAllowlist = ipAllowlist
    }

    var core: CoreNewKey {
        CoreNewKey(
            description: description, apiKeyType: apiKeyType,
            consumptionLimit: consumptionLimit?.core, limitPeriod: limitPeriod,
            expiresAt: expiresAt?.core, modelPrivacy: modelPrivacy, ipAllowlist: ipAllowlist)
    }
}

/// Changes of a key's caps.
public struct LimitUpdate: Hashable, Sendable {
    /// US dollars.
    public var usd: Change<Decimal>
    /// Diem.
    public var diem: Change<Decimal>
    /// The deprecated name of diem.
    public var vcu: Change<Decimal>

    /// Describes changes; what isn't named is kept.
    public init(
        usd: Change<Decimal> = .keep, diem: Change<Decimal> = .keep, vcu: Change<Decimal> = .keep
    ) {
        self.usd = usd
        self.diem = diem
        self.vcu = vcu
    }
}

/// Changes of a key, for ``Client/updateKey(_:_:)``. A key's type can't change.
///
/// ```swift
/// KeyUpdate(description: .set("backend 2"), consumptionLimit: .set(.init(usd: .set(75))))
/// ```
public struct KeyUpdate: Hashable, Sendable {
    /// What the key is for.
    public var description: Change<String>
    /// When the key expires; `.clear`: never.
    public var expiresAt: Change<Expiry>
    /// What the key may spend; `.clear` takes every cap off.
    public var consumptionLimit: Change<LimitUpdate>
    /// How often what was spent is reset; `.clear`: each UTC day.
    public var limitPeriod: Change<LimitPeriod>
    /// Which models the key may call; `.clear`: all.
    public var modelPrivacy: Change<ModelPrivacy>
    /// The addresses and networks the key may be used from; `.clear`: any.
    public var ipAllowlist: Change<[String]>

    /// Describes changes; what isn't named is kept.
    public init(
        description: Change<String> = .keep,
        expiresAt: Change<Expiry> = .keep,
        consumptionLimit: Change<LimitUpdate> = .keep,
        limitPeriod: Change<LimitPeriod> = .keep,
        modelPrivacy: Change<ModelPrivacy> = .keep,
        ipAllowlist: Change<[String]> = .keep
    ) {
        self.description = description
        self.expiresAt = expiresAt
        self.consumptionLimit = consumptionLimit
        self.limitPeriod = limitPeriod
        self.modelPrivacy = modelPrivacy
        self.ipAllowlist = ipAllowlist
    }
}

// How inputs cross to the core: a change is nothing to keep, an empty one to clear.

extension Expiry {
    var core: CoreExpiry {
        switch self {
        case .at(let date): .at(date.microseconds)
        case .text(let text): .text(text)
        }
    }
}

extension Change {
    func core<Core>(_ convert: (Value) -> Core) -> Core?? {
        switch self {
        case .keep: nil
        case .clear: .some(nil)
        case .set(let value): .some(convert(value))
        }
    }
}

extension ConsumptionLimit {
    var core: CoreLimit {
        CoreLimit(usd: usd?.description, diem: diem?.description, vcu: vcu?.description)
    }
}

extension LimitUpdate {
    var core: CoreLimitUpdate {
        CoreLimitUpdate(
            usd: usd.core(\.description), diem: diem.core(\.description),
            vcu: vcu.core(\.description))
    }
}

extension KeyUpdate {
    var core: CoreKeyUpdate {
        CoreKeyUpdate(
            description: description.core { $0 },
            consumptionLimit: consumptionLimit.core(\.core),
            limitPeriod: limitPeriod.core { $0 },
            expiresAt: expiresAt.core(\.core),
            modelPrivacy: modelPrivacy.core { $0 },
            ipAllowlist: ipAllowlist.core { $0 })
    }
}
