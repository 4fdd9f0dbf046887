// Generated from core/src by `make generate`: what calls take.

import Foundation

/// Which keys are to be deleted: those to which everything that is set applies.
public struct KeyFilter: Hashable, Sendable {
    /// Only keys whose description begins with this. Upper and lower case differ.
    public var prefix: String?
    /// Only keys that were used before this time and not since; a key that was never used counts
    /// from its creation. One of which Venice doesn't say whether it was used is left alone.
    public var unusedSince: Date?
    /// Only keys with these ids.
    public var ids: [String]?

    /// What isn't named isn't sent.
    public init(
        prefix: String? = nil,
        unusedSince: Date? = nil,
        ids: [String]? = nil
    ) {
        self.prefix = prefix
        self.unusedSince = unusedSince
        self.ids = ids
    }
}

/// Changes to a key's caps, one by one. Clearing one removes that cap.
public struct LimitUpdate: Hashable, Sendable {
    /// US dollars: 0 to 9999999999.
    public var usd: Change<Decimal>
    /// Diem: 0 to 9999999999.
    public var diem: Change<Decimal>
    /// Deprecated: the former name of `diem`.
    public var vcu: Change<Decimal>

    /// What isn't named is kept.
    public init(
        usd: Change<Decimal> = .keep,
        diem: Change<Decimal> = .keep,
        vcu: Change<Decimal> = .keep
    ) {
        self.usd = usd
        self.diem = diem
        self.vcu = vcu
    }
}

/// Which days are summed up: a number of days up to today, or two days and those between them. If
/// neither is given, Venice takes the last seven days.
public struct AnalyticsPeriod: Hashable, Sendable {
    /// The last so many days: 1 to 90. Not together with dates.
    public var lookbackDays: Int?
    /// The first day, in UTC. Only together with the last, at most 90 days later, itself included.
    ///
    /// As `YYYY-MM-DD`.
    public var startDate: String?
    /// The last day, in UTC: it counts, too. Not before the first.
    ///
    /// As `YYYY-MM-DD`.
    public var endDate: String?

    /// What isn't named isn't sent.
    public init(
        lookbackDays: Int? = nil,
        startDate: String? = nil,
        endDate: String? = nil
    ) {
        self.lookbackDays = lookbackDays
        self.startDate = startDate
        self.endDate = endDate
    }
}

/// Which entries of the usage history are asked for, and from where on.
public struct UsageFilter: Hashable, Sendable {
    /// Only entries at this time or later. Times count to the millisecond.
    public var startTimestamp: Date?
    /// Only entries before this time, so that months that share a border have no gap and no
    /// overlap. Later than the start.
    public var endTimestamp: Date?
    /// Only entries in this currency.
    public var currency: BillingCurrency?
    /// How many entries a page has: 10 to 1000; Venice's default is 1000. It matters only for
    /// memory and for how much is fetched again after a failure.
    public var pageSize: Int?
    /// Go on from here: the cursor of a ``Page``, or what ``VeniceError/resume`` says. It stands
    /// alone, or with the filter that it came from.
    public var cursor: String?

    /// What isn't named isn't sent.
    public init(
        startTimestamp: Date? = nil,
        endTimestamp: Date? = nil,
        currency: BillingCurrency? = nil,
        pageSize: Int? = nil,
        cursor: String? = nil
    ) {
        self.startTimestamp = startTimestamp
        self.endTimestamp = endTimestamp
        self.currency = currency
        self.pageSize = pageSize
        self.cursor = cursor
    }
}

/// What a wallet that is held elsewhere gives to mint a key.
public struct Web3Mint: Hashable, Sendable {
    /// The wallet's address: `0x` and 40 hex digits, in one case or with a right EIP-55 checksum.
    public var address: String
    /// Its EIP-191 signature of the challenge's text: `0x` and hex. That of a smart-contract wallet
    /// (EIP-1271) may have any length up to 64 KiB.
    public var signature: String
    /// The challenge that was signed.
    public var challenge: Web3Challenge
    /// The settings of the new key.
    public var options: MintOptions

    /// What isn't named isn't sent.
    public init(
        address: String,
        signature: String,
        challenge: Web3Challenge,
        options: MintOptions = MintOptions()
    ) {
        self.address = address
        self.signature = signature
        self.challenge = challenge
        self.options = options
    }
}

/// A top-up: how much, and for which order.
public struct TopUpRequest: Hashable, Sendable {
    /// How much is paid, in US dollars, with at most six decimals. Venice takes 5 to 10,000.
    /// Exactly this much is signed.
    public var amount: Decimal
    /// The most that may be paid: a guard for amounts that a program works out.
    public var most: Decimal
    /// What the payment is for: a string of your own of up to 256 bytes, a new one for every
    /// payment and the same one whenever this payment is tried again. USDC takes each order only
    /// once from a wallet, so it can't be paid twice, whatever is lost.
    public var order: String
    /// Pay even if the wallet's credit is already as high as the amount.
    public var evenIfEnough: Bool

    /// What isn't named isn't sent.
    public init(
        amount: Decimal,
        most: Decimal,
        order: String,
        evenIfEnough: Bool = false
    ) {
        self.amount = amount
        self.most = most
        self.order = order
        self.evenIfEnough = evenIfEnough
    }
}

/// The settings of a new key. Whatever isn't set is left to the server's default.
public struct NewKey: Hashable, Sendable {
    /// What people know the key by: 1 to 64 characters.
    public var description: String
    /// What the key may do; `INFERENCE` unless set.
    public var apiKeyType: ApiKeyType?
    /// Caps on what it may spend.
    public var consumptionLimit: ConsumptionLimit?
    /// When the use that counts against the caps starts again from zero.
    public var limitPeriod: LimitPeriod?
    /// When it expires. A key without an expiry never does.
    public var expiresAt: Expiry?
    /// Which models it may call.
    public var modelPrivacy: ModelPrivacy?
    /// The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs;
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set.
    public var ipAllowlist: [String]?

    /// What isn't named isn't sent.
    public init(
        description: String,
        apiKeyType: ApiKeyType? = nil,
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
}

/// The settings of a key that a wallet mints. Whatever isn't set is left to the server's default.
public struct MintOptions: Hashable, Sendable {
    /// What people know the key by: 1 to 64 characters. Without one the server calls the key
    /// `Web3 API Key`.
    public var description: String?
    /// What the key may do; `INFERENCE` unless set.
    public var apiKeyType: ApiKeyType?
    /// Caps on what it may spend.
    public var consumptionLimit: ConsumptionLimit?
    /// When the use that counts against the caps starts again from zero.
    public var limitPeriod: LimitPeriod?
    /// When it expires. A key without an expiry never does.
    public var expiresAt: Expiry?
    /// Which models it may call.
    public var modelPrivacy: ModelPrivacy?
    /// The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs;
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set.
    public var ipAllowlist: [String]?

    /// What isn't named isn't sent.
    public init(
        description: String? = nil,
        apiKeyType: ApiKeyType? = nil,
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
}

/// The changes to apply to a key; everything else stays. A key's type can't be changed.
public struct KeyUpdate: Hashable, Sendable {
    /// What people know the key by: at most 64 characters. Cleared, it is empty.
    public var description: Change<String>
    /// Caps on what it may spend. Cleared, all caps are removed.
    public var consumptionLimit: Change<LimitUpdate>
    /// When the use that counts against the caps starts again from zero. Cleared, it is `EPOCH`.
    public var limitPeriod: Change<LimitPeriod>
    /// When it expires. A key without an expiry never does. Cleared, it has none.
    public var expiresAt: Change<Expiry>
    /// Which models it may call. Cleared, it is `ALL`.
    public var modelPrivacy: Change<ModelPrivacy>
    /// The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs;
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set. Cleared, the key may be used
    /// from anywhere.
    public var ipAllowlist: Change<[String]>

    /// What isn't named is kept.
    public init(
        description: Change<String> = .keep,
        consumptionLimit: Change<LimitUpdate> = .keep,
        limitPeriod: Change<LimitPeriod> = .keep,
        expiresAt: Change<Expiry> = .keep,
        modelPrivacy: Change<ModelPrivacy> = .keep,
        ipAllowlist: Change<[String]> = .keep
    ) {
        self.description = description
        self.consumptionLimit = consumptionLimit
        self.limitPeriod = limitPeriod
        self.expiresAt = expiresAt
        self.modelPrivacy = modelPrivacy
        self.ipAllowlist = ipAllowlist
    }
}

/// How a key is replaced by a new one: what the new key has that the old one hasn't, and how long
/// the old one goes on. Whatever isn't changed is copied from the old key.
public struct Rotation: Hashable, Sendable {
    /// How long the old key goes on working, at least. It gets an end that Venice keeps: this long
    /// after the hold is over, as it is fixed before the new secret is stored, and ten minutes at
    /// the least. Zero: it is deleted as soon as the new key is lasting.
    ///
    /// In seconds.
    public var grace: TimeInterval
    /// Go on where the new secret can't be tried from this machine, because the key may be used
    /// from other addresses only. Without this the rotation stops there, and nothing has changed.
    public var unverified: Bool
    /// If it is the client's own key that is rotated: do with it as `grace` says. Without this it
    /// is never deleted, and goes on for ten minutes at least, for the calls under way.
    public var endOwnKey: Bool
    /// What people know the new key by: 1 to 64 characters. It can't be cleared.
    public var description: Change<String>
    /// Caps on what it may spend. Cleared, all caps are removed.
    public var consumptionLimit: Change<LimitUpdate>
    /// When the use that counts against the caps starts again from zero. Cleared, it is `EPOCH`.
    public var limitPeriod: Change<LimitPeriod>
    /// When it expires. A key without an expiry never does. Cleared, it has none.
    public var expiresAt: Change<Expiry>
    /// Which models it may call. Cleared, it is `ALL`.
    public var modelPrivacy: Change<ModelPrivacy>
    /// The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs;
    /// empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set. Cleared, the key may be used
    /// from anywhere.
    public var ipAllowlist: Change<[String]>

    /// What isn't named is kept.
    public init(
        grace: TimeInterval = 0,
        unverified: Bool = false,
        endOwnKey: Bool = false,
        description: Change<String> = .keep,
        consumptionLimit: Change<LimitUpdate> = .keep,
        limitPeriod: Change<LimitPeriod> = .keep,
        expiresAt: Change<Expiry> = .keep,
        modelPrivacy: Change<ModelPrivacy> = .keep,
        ipAllowlist: Change<[String]> = .keep
    ) {
        self.grace = grace
        self.unverified = unverified
        self.endOwnKey = endOwnKey
        self.description = description
        self.consumptionLimit = consumptionLimit
        self.limitPeriod = limitPeriod
        self.expiresAt = expiresAt
        self.modelPrivacy = modelPrivacy
        self.ipAllowlist = ipAllowlist
    }
}
