// Generated from core/src by `make generate`: what calls return.

import Foundation

/// One attempt of a call, as it is passed to ``Client/Configuration/onAttempt``. Holds nothing
/// secret.
public struct Attempt: Hashable, Sendable, Codable {
    /// The operation that the call is for.
    public let operation: String
    /// The HTTP method.
    public let method: String
    /// The path below the base URL, with a key's id where there is one.
    public let path: String
    /// Which attempt of the call it was, counted from 1.
    public let number: Int
    /// The HTTP status of the response, if there was one.
    public let status: Int?
    /// What went wrong, if there was no response.
    public let failure: ErrorCode?
    /// How long it took.
    ///
    /// In seconds.
    public let elapsed: TimeInterval
    /// The server's id of the request, if it sent one with the response: worth quoting to Venice's
    /// support.
    public let requestID: String?
    /// The version of the server that responded, if it said so: worth quoting to Venice's support.
    public let serverVersion: String?
    /// What a person should know: the server announced that this operation will go away
    /// (`Deprecation`, `Sunset`), once per process and operation; or this machine's clock is so
    /// wrong that a wallet's sign-in was refused.
    public let warning: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        operation: String,
        method: String,
        path: String,
        number: Int,
        status: Int? = nil,
        failure: ErrorCode? = nil,
        elapsed: TimeInterval,
        requestID: String? = nil,
        serverVersion: String? = nil,
        warning: String? = nil
    ) {
        self.operation = operation
        self.method = method
        self.path = path
        self.number = number
        self.status = status
        self.failure = failure
        self.elapsed = elapsed
        self.requestID = requestID
        self.serverVersion = serverVersion
        self.warning = warning
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case operation
        case method
        case path
        case number
        case status
        case failure
        case elapsed
        case requestID = "requestId"
        case serverVersion
        case warning
    }
}

/// What the account has left to spend.
public struct BillingBalance: Hashable, Sendable, Codable {
    /// Whether the account has enough for a request: at least 0.10 US dollars of all that it can
    /// spend. It says nothing about a key's own caps, nor about the account's tier: whether a key
    /// may spend is `maySpend` of ``Client/verifyKey()``.
    public let canConsume: Bool?
    /// What the next request is charged to: the first that is left of Diem, earned credits, bundled
    /// credits, US dollars. `nil`: none is left.
    public let consumptionCurrency: BillingCurrency?
    /// What is left.
    public let balances: BillingBalances
    /// The Diem of the whole epoch (UTC day).
    public let diemEpochAllocation: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        canConsume: Bool? = nil,
        consumptionCurrency: BillingCurrency? = nil,
        balances: BillingBalances = BillingBalances(),
        diemEpochAllocation: Decimal? = nil
    ) {
        self.canConsume = canConsume
        self.consumptionCurrency = consumptionCurrency
        self.balances = balances
        self.diemEpochAllocation = diemEpochAllocation
    }
}

/// What is left of the account's money. An older server leaves out the credits.
public struct BillingBalances: Hashable, Sendable, Codable {
    /// Diem, of this epoch (UTC day); `nil`: the account stakes none.
    public let diem: Decimal?
    /// US dollars; `nil`: nothing is left.
    public let usd: Decimal?
    /// Bundled credits; `nil`: none are left, or the server doesn't say.
    public let bundledCredits: Decimal?
    /// Earned credits; `nil`: none are left, or the server doesn't say.
    public let earnedCredits: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        diem: Decimal? = nil,
        usd: Decimal? = nil,
        bundledCredits: Decimal? = nil,
        earnedCredits: Decimal? = nil
    ) {
        self.diem = diem
        self.usd = usd
        self.bundledCredits = bundledCredits
        self.earnedCredits = earnedCredits
    }
}

/// One thing that is wrong with a request: the field, and the rule that it breaks.
public struct Issue: Hashable, Sendable, Codable {
    /// The field by Venice's name, with dots between levels: `consumptionLimit.usd`. Empty if the
    /// server named none.
    public let field: String
    /// The rule that it breaks.
    public let message: String

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        field: String,
        message: String
    ) {
        self.field = field
        self.message = message
    }
}

/// A key that was to be deleted, and what became of it.
public struct DeletedKey: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// What people knew it by, if it was in the list.
    public let description: String?
    /// What became of it.
    public let outcome: DeletionOutcome
    /// Why it wasn't deleted.
    public let reason: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        id: String,
        description: String? = nil,
        outcome: DeletionOutcome,
        reason: String? = nil
    ) {
        self.id = id
        self.description = description
        self.outcome = outcome
        self.reason = reason
    }
}

/// A key that was to be there, and is.
public struct EnsuredKey: Hashable, Sendable {
    /// Whether it was created, changed or kept.
    public let outcome: EnsureOutcome
    /// The key's id.
    public let id: String
    /// What people know it by.
    public let description: String
    /// The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless
    /// the outcome is `changed`.
    public let changed: [String]
    /// The new key with its secret, if it was created.
    public let created: CreatedKey?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        outcome: EnsureOutcome,
        id: String,
        description: String,
        changed: [String] = [],
        created: CreatedKey? = nil
    ) {
        self.outcome = outcome
        self.id = id
        self.description = description
        self.changed = changed
        self.created = created
    }
}

/// One of many keys that were to be there.
public struct ProvisionedKey: Hashable, Sendable {
    /// Whether it was created, changed or kept, or failed.
    public let outcome: ProvisionOutcome
    /// The key's id; `nil` if it failed before there was one.
    public let id: String?
    /// What people know it by.
    public let description: String
    /// The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless
    /// the outcome is `changed`.
    public let changed: [String]
    /// The new key with its secret, if it was created.
    public let created: CreatedKey?
    /// Why it failed, if it did.
    public let errorCode: ErrorCode?
    /// Why it failed, for people.
    public let error: String?
    /// How far the whole is, this key included.
    public let progress: ProvisionProgress

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        outcome: ProvisionOutcome,
        id: String? = nil,
        description: String,
        changed: [String] = [],
        created: CreatedKey? = nil,
        errorCode: ErrorCode? = nil,
        error: String? = nil,
        progress: ProvisionProgress
    ) {
        self.outcome = outcome
        self.id = id
        self.description = description
        self.changed = changed
        self.created = created
        self.errorCode = errorCode
        self.error = error
        self.progress = progress
    }
}

/// How far a provisioning is.
public struct ProvisionProgress: Hashable, Sendable, Codable {
    /// How many keys are done, whatever came of them.
    public let done: Int
    /// How many there are.
    public let total: Int
    /// How many are created in a minute; `nil` until one was.
    public let perMinute: Decimal?
    /// About how many seconds the rest will take; `nil` if that isn't known.
    public let secondsLeft: Int?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        done: Int,
        total: Int,
        perMinute: Decimal? = nil,
        secondsLeft: Int? = nil
    ) {
        self.done = done
        self.total = total
        self.perMinute = perMinute
        self.secondsLeft = secondsLeft
    }
}

/// What would be done about one of many keys.
public struct PlannedKey: Hashable, Sendable, Codable {
    /// What people are to know it by.
    public let description: String
    /// What would be done.
    public let action: PlannedAction
    /// The id of the key that is there, or that somebody else is making.
    public let id: String?
    /// The settings that would be changed, by Venice's names: `"consumptionLimit.usd"`.
    public let changed: [String]
    /// Until when it would be waited for at most, if somebody else is making it.
    public let until: Date?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        description: String,
        action: PlannedAction,
        id: String? = nil,
        changed: [String] = [],
        until: Date? = nil
    ) {
        self.description = description
        self.action = action
        self.id = id
        self.changed = changed
        self.until = until
    }
}

/// A key that is being made, or whose making was left.
public struct PendingKey: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// Which call makes it. One that only a later version knows is given by its letter, and as
    /// `unknown` where the key's name can't be read.
    public let kind: PendingKind
    /// What stands for the call that made it: all of its keys share this.
    public let call: String
    /// When it ends, unless its call makes it lasting before.
    public let endsAt: Date?
    /// What it is to be called, if that is one of the names given, or the name of another key.
    public let description: String?
    /// Whether it is lasting already, and only its name isn't final: a rotation that wasn't
    /// finished.
    public let committed: Bool
    /// The key that it is to succeed, if that is still there.
    public let oldID: String?
    /// What to do about it.
    public let advice: String

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        id: String,
        kind: PendingKind,
        call: String,
        endsAt: Date? = nil,
        description: String? = nil,
        committed: Bool,
        oldID: String? = nil,
        advice: String
    ) {
        self.id = id
        self.kind = kind
        self.call = call
        self.endsAt = endsAt
        self.description = description
        self.committed = committed
        self.oldID = oldID
        self.advice = advice
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case id
        case kind
        case call
        case endsAt
        case description
        case committed
        case oldID = "oldId"
        case advice
    }
}

/// A key that was rotated.
public struct RotatedKey: Hashable, Sendable {
    /// What it came to.
    public let outcome: RotationOutcome
    /// The new key's id.
    public let id: String
    /// The old key's id.
    public let oldID: String
    /// When the old key ends; `nil`: it is deleted.
    public let oldExpiresAt: Date?
    /// The new key, with its secret; `nil` if an earlier run created it.
    public let created: CreatedKey?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        outcome: RotationOutcome,
        id: String,
        oldID: String,
        oldExpiresAt: Date? = nil,
        created: CreatedKey? = nil
    ) {
        self.outcome = outcome
        self.id = id
        self.oldID = oldID
        self.oldExpiresAt = oldExpiresAt
        self.created = created
    }
}

/// A rotation that was begun, and waits to be committed.
public struct PendingRotation: Hashable, Sendable {
    /// ``RotationOutcome/pending``, or ``RotationOutcome/alreadyRotated``: then nothing is left to
    /// do.
    public let outcome: RotationOutcome
    /// The new key's id.
    public let id: String
    /// The old key's id.
    public let oldID: String
    /// When the new key ends unless the rotation is committed: some time before this it can't be
    /// committed any more. `nil`: there is nothing to commit.
    public let endsAt: Date?
    /// The new key, with its secret, as it will be.
    public let created: CreatedKey?
    /// What ``Client/commitRotation(_:)`` and ``Client/abortRotation(_:)`` take. It holds no
    /// secret: store it with the new secret. `nil`: there is nothing to commit.
    public let record: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        outcome: RotationOutcome,
        id: String,
        oldID: String,
        endsAt: Date? = nil,
        created: CreatedKey? = nil,
        record: String? = nil
    ) {
        self.outcome = outcome
        self.id = id
        self.oldID = oldID
        self.endsAt = endsAt
        self.created = created
        self.record = record
    }
}

/// A key as Venice shows it: everything but its secret.
///
/// Only its id is always there; older servers leave fields out, and a missing, null or mistyped
/// field reads as `nil`. But a cap, an expiry or an allowlist in a form that this version can't
/// read fails the call with ``VeniceError/badResponse(_:)``, so that it is never mistaken for none.
public struct ApiKey: Hashable, Sendable, Codable {
    /// Its id, by which the other calls name it.
    public let id: String
    /// What it may do.
    public let apiKeyType: ApiKeyType?
    /// What people know it by.
    public let description: String?
    /// When it was created.
    public let createdAt: Date?
    /// When it expires; `nil`: never.
    public let expiresAt: Date?
    /// When it was last used; `nil`: never.
    public let lastUsedAt: Date?
    /// The last six characters of its secret.
    public let last6Chars: String?
    /// Caps on what it may spend.
    public let consumptionLimits: ConsumptionLimit
    /// When the use that counts against the caps starts again from zero.
    public let limitPeriod: LimitPeriod?
    /// Which models it may call.
    public let modelPrivacy: ModelPrivacy?
    /// The addresses it may be used from, as CIDRs; empty or `nil`: anywhere.
    public let ipAllowlist: [String]?
    /// What it spent lately. The result of an update doesn't have it.
    public let usage: Usage?
    /// What it spent in the present limit period; only if a cap in US dollars or Diem is set.
    public let currentPeriodUsage: PeriodUsage?
    /// What its caps leave it to spend, calculated here. `nil`: that can't be known, as in the
    /// result of an update; never that it has no cap.
    public let remaining: Remaining?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        id: String,
        apiKeyType: ApiKeyType? = nil,
        description: String? = nil,
        createdAt: Date? = nil,
        expiresAt: Date? = nil,
        lastUsedAt: Date? = nil,
        last6Chars: String? = nil,
        consumptionLimits: ConsumptionLimit = ConsumptionLimit(),
        limitPeriod: LimitPeriod? = nil,
        modelPrivacy: ModelPrivacy? = nil,
        ipAllowlist: [String]? = nil,
        usage: Usage? = nil,
        currentPeriodUsage: PeriodUsage? = nil,
        remaining: Remaining? = nil
    ) {
        self.id = id
        self.apiKeyType = apiKeyType
        self.description = description
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.last6Chars = last6Chars
        self.consumptionLimits = consumptionLimits
        self.limitPeriod = limitPeriod
        self.modelPrivacy = modelPrivacy
        self.ipAllowlist = ipAllowlist
        self.usage = usage
        self.currentPeriodUsage = currentPeriodUsage
        self.remaining = remaining
    }
}

/// What a key spent lately.
public struct Usage: Hashable, Sendable, Codable {
    /// In the last seven days.
    public let trailingSevenDays: UsageAmounts

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        trailingSevenDays: UsageAmounts = UsageAmounts()
    ) {
        self.trailingSevenDays = trailingSevenDays
    }
}

/// Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
/// dollars counts those, too: a key can reach its cap while this shows less.
public struct UsageAmounts: Hashable, Sendable, Codable {
    /// US dollars, bundled credits included.
    public let usd: Decimal?
    /// Diem.
    public let diem: Decimal?
    /// Deprecated: the former name of `diem`.
    public let vcu: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        usd: Decimal? = nil,
        diem: Decimal? = nil,
        vcu: Decimal? = nil
    ) {
        self.usd = usd
        self.diem = diem
        self.vcu = vcu
    }
}

/// Amounts spent in the present limit period. US dollars include bundled credits but not earned
/// ones, although a cap in US dollars counts those, too: a key can reach its cap while this shows
/// less.
public struct PeriodUsage: Hashable, Sendable, Codable {
    /// US dollars, bundled credits included.
    public let usd: Decimal?
    /// Diem.
    public let diem: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        usd: Decimal? = nil,
        diem: Decimal? = nil
    ) {
        self.usd = usd
        self.diem = diem
    }
}

/// A key just created, with its secret: the only time that Venice shows it.
///
/// For a minted key, the caps that the server returns here are unreliable; those that it stored are
/// right, and ``Client/getKey(_:)`` returns them.
public struct CreatedKey: Hashable, Sendable {
    /// The key's secret. Store it now: it can't be shown again.
    public let apiKey: Secret
    /// The key's id.
    public let id: String
    /// What it may do.
    public let apiKeyType: ApiKeyType?
    /// What people know it by.
    public let description: String?
    /// When it expires; `nil`: never.
    public let expiresAt: Date?
    /// Caps on what it may spend.
    public let consumptionLimit: ConsumptionLimit
    /// When the use that counts against the caps starts again from zero.
    public let limitPeriod: LimitPeriod?
    /// Which models it may call.
    public let modelPrivacy: ModelPrivacy?
    /// The addresses it may be used from, as CIDRs; empty or `nil`: anywhere.
    public let ipAllowlist: [String]?
    /// The caps, the expiry and the allowlist that Venice returned in a form that this version
    /// can't read: `"consumptionLimit.usd"`. They are `nil` here, which doesn't mean that there are
    /// none; ``Client/getKey(_:)`` tells. Nearly always empty.
    public let unreadable: [String]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        apiKey: Secret,
        id: String,
        apiKeyType: ApiKeyType? = nil,
        description: String? = nil,
        expiresAt: Date? = nil,
        consumptionLimit: ConsumptionLimit = ConsumptionLimit(),
        limitPeriod: LimitPeriod? = nil,
        modelPrivacy: ModelPrivacy? = nil,
        ipAllowlist: [String]? = nil,
        unreadable: [String] = []
    ) {
        self.apiKey = apiKey
        self.id = id
        self.apiKeyType = apiKeyType
        self.description = description
        self.expiresAt = expiresAt
        self.consumptionLimit = consumptionLimit
        self.limitPeriod = limitPeriod
        self.modelPrivacy = modelPrivacy
        self.ipAllowlist = ipAllowlist
        self.unreadable = unreadable
    }
}

/// Caps on what a key may spend in its ``LimitPeriod``.
///
/// `nil` is no cap. Zero is a real cap: it blocks the key.
public struct ConsumptionLimit: Hashable, Sendable, Codable {
    /// US dollars: 0 to 9999999999.
    public var usd: Decimal?
    /// Diem: 0 to 9999999999.
    public var diem: Decimal?
    /// Deprecated: the former name of `diem`.
    public var vcu: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        usd: Decimal? = nil,
        diem: Decimal? = nil,
        vcu: Decimal? = nil
    ) {
        self.usd = usd
        self.diem = diem
        self.vcu = vcu
    }
}

/// What a key's caps leave it to spend in its present limit period: each cap less what was spent,
/// and never less than zero. It says nothing about the account's balance, which may be less.
public struct Remaining: Hashable, Sendable, Codable {
    /// US dollars; `nil`: the key has no cap on them.
    public let usd: Decimal?
    /// Diem; `nil`: the key has no cap on them.
    public let diem: Decimal?
    /// When the next limit period begins, and the caps are whole again, by the server's clock.
    /// `nil`: never, as the period is `LIFETIME`; or the server didn't say its time, or the period
    /// is one that this version doesn't know.
    public let startsAnewAt: Date?
    /// Whether less may be left than is said here: Venice counts earned credits against a cap in US
    /// dollars, and doesn't show how many were spent.
    public let isUpperBound: Bool

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        usd: Decimal? = nil,
        diem: Decimal? = nil,
        startsAnewAt: Date? = nil,
        isUpperBound: Bool
    ) {
        self.usd = usd
        self.diem = diem
        self.startsAnewAt = startsAnewAt
        self.isUpperBound = isUpperBound
    }
}

/// A model.
public struct Model: Hashable, Sendable, Codable {
    /// Its id, as inference calls name it.
    public let id: String
    /// What it produces.
    public let type: ModelType?
    /// Its name and privacy.
    public let modelSpec: ModelSpec

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        id: String,
        type: ModelType? = nil,
        modelSpec: ModelSpec = ModelSpec()
    ) {
        self.id = id
        self.type = type
        self.modelSpec = modelSpec
    }
}

/// What a ``Model`` says about itself.
public struct ModelSpec: Hashable, Sendable, Codable {
    /// The name shown to people.
    public let name: String?
    /// Its privacy tier: `private`, `anonymized`, …
    public let privacy: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        name: String? = nil,
        privacy: String? = nil
    ) {
        self.name = name
        self.privacy = privacy
    }
}

/// Balances and rate limits of the calling key.
public struct RateLimits: Hashable, Sendable, Codable {
    /// Whether the key may call inference now: what really says whether it may spend.
    public let accessPermitted: Bool
    /// The account's tier.
    public let apiTier: ApiTier?
    /// What is left to spend.
    public let balances: Balances
    /// When the key expires; `nil`: never.
    public let keyExpiration: Date?
    /// When the next epoch (UTC day) begins.
    public let nextEpochBegins: Date?
    /// The limits, model by model.
    public let rateLimits: [ModelRateLimits]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        accessPermitted: Bool,
        apiTier: ApiTier? = nil,
        balances: Balances = Balances(),
        keyExpiration: Date? = nil,
        nextEpochBegins: Date? = nil,
        rateLimits: [ModelRateLimits] = []
    ) {
        self.accessPermitted = accessPermitted
        self.apiTier = apiTier
        self.balances = balances
        self.keyExpiration = keyExpiration
        self.nextEpochBegins = nextEpochBegins
        self.rateLimits = rateLimits
    }
}

/// An account's tier.
public struct ApiTier: Hashable, Sendable, Codable {
    /// Its id: `paid`, …
    public let id: String?
    /// Whether its use is charged.
    public let isCharged: Bool?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        id: String? = nil,
        isCharged: Bool? = nil
    ) {
        self.id = id
        self.isCharged = isCharged
    }
}

/// What the calling key can still spend: each balance of the account, but not more than the key's
/// own cap leaves. Not the account's balance. Each may be missing, and each may be negative.
public struct Balances: Hashable, Sendable, Codable {
    /// US dollars.
    public let usd: Decimal?
    /// Diem.
    public let diem: Decimal?
    /// Bundled credits.
    public let bundledCredits: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        usd: Decimal? = nil,
        diem: Decimal? = nil,
        bundledCredits: Decimal? = nil
    ) {
        self.usd = usd
        self.diem = diem
        self.bundledCredits = bundledCredits
    }
}

/// The limits of one model. Some models (video, music) have none.
public struct ModelRateLimits: Hashable, Sendable, Codable {
    /// The model.
    public let apiModelID: String?
    /// Its limits.
    public let rateLimits: [RateLimit]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        apiModelID: String? = nil,
        rateLimits: [RateLimit] = []
    ) {
        self.apiModelID = apiModelID
        self.rateLimits = rateLimits
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case apiModelID = "apiModelId"
        case rateLimits
    }
}

/// One limit.
public struct RateLimit: Hashable, Sendable, Codable {
    /// What is counted.
    public let type: RateLimitType?
    /// How many are allowed.
    public let amount: Int?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        type: RateLimitType? = nil,
        amount: Int? = nil
    ) {
        self.type = type
        self.amount = amount
    }
}

/// A time when the account exceeded a rate limit.
public struct RateLimitBreach: Hashable, Sendable, Codable {
    /// The key that exceeded it.
    public let apiKeyID: String?
    /// The model, or `endpoint:…`, or `model:unknown`.
    public let modelID: String?
    /// What was exceeded.
    public let rateLimitType: RateLimitType?
    /// The tier whose limit it was.
    public let rateLimitTier: String?
    /// When it was exceeded.
    public let timestamp: Date?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        apiKeyID: String? = nil,
        modelID: String? = nil,
        rateLimitType: RateLimitType? = nil,
        rateLimitTier: String? = nil,
        timestamp: Date? = nil
    ) {
        self.apiKeyID = apiKeyID
        self.modelID = modelID
        self.rateLimitType = rateLimitType
        self.rateLimitTier = rateLimitTier
        self.timestamp = timestamp
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case apiKeyID = "apiKeyId"
        case modelID = "modelId"
        case rateLimitType
        case rateLimitTier
        case timestamp
    }
}

/// What was spent in a period, summed up. Purchases aren't in it, and **nothing that earned credits
/// paid for is in any of its sums**: who wrote bills from it would leave that out. The entries of
/// ``Client/usageHistory(_:)`` have it. Another client saw that refunds aren't taken off.
///
/// An amount, a row or a list in a form that this version can't read fails the call with
/// ``VeniceError/badResponse(_:)``, so that no sum is short of it.
public struct UsageAnalytics: Hashable, Sendable, Codable {
    /// The period, as Venice took it: `7d`, or `2024-01-01:2024-01-31`.
    public let lookback: String?
    /// By day, in order, days without use included.
    public let byDate: [DailyUsage]
    /// By model, the most expensive first.
    public let byModel: [ModelUsage]
    /// By day and model, as Venice adds them up: its documents don't agree whether that is US
    /// dollars and Diem together or Diem alone, so write no bills from it. Only the most expensive
    /// 50 models have a series of their own, the others share `Other`.
    public let byModelDaily: [DailySeries]
    /// The part of it in US dollars. An older server leaves it out.
    public let byModelDailyUSD: [DailySeries]
    /// The models that have a series of their own; at the end, `Other` if there are more.
    public let topModels: [String]
    /// By key, deleted ones included.
    public let byKey: [KeyUsage]
    /// By day and key, each under its name, added up and cut as in `byModelDaily`.
    public let byKeyDaily: [DailySeries]
    /// The part of it in US dollars. An older server leaves it out.
    public let byKeyDailyUSD: [DailySeries]
    /// The names of the keys that have a series of their own; at the end, `Other` if there are
    /// more.
    public let topKeyNames: [String]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        lookback: String? = nil,
        byDate: [DailyUsage] = [],
        byModel: [ModelUsage] = [],
        byModelDaily: [DailySeries] = [],
        byModelDailyUSD: [DailySeries] = [],
        topModels: [String] = [],
        byKey: [KeyUsage] = [],
        byKeyDaily: [DailySeries] = [],
        byKeyDailyUSD: [DailySeries] = [],
        topKeyNames: [String] = []
    ) {
        self.lookback = lookback
        self.byDate = byDate
        self.byModel = byModel
        self.byModelDaily = byModelDaily
        self.byModelDailyUSD = byModelDailyUSD
        self.topModels = topModels
        self.byKey = byKey
        self.byKeyDaily = byKeyDaily
        self.byKeyDailyUSD = byKeyDailyUSD
        self.topKeyNames = topKeyNames
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case lookback
        case byDate
        case byModel
        case byModelDaily
        case byModelDailyUSD = "byModelDailyUsd"
        case topModels
        case byKey
        case byKeyDaily
        case byKeyDailyUSD = "byKeyDailyUsd"
        case topKeyNames
    }
}

/// What was spent on one day.
public struct DailyUsage: Hashable, Sendable, Codable {
    /// The day, in UTC.
    ///
    /// As `YYYY-MM-DD`.
    public let date: String?
    /// US dollars, bundled credits included, earned ones not.
    public let usd: Decimal?
    /// Diem.
    public let diem: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        date: String? = nil,
        usd: Decimal? = nil,
        diem: Decimal? = nil
    ) {
        self.date = date
        self.usd = usd
        self.diem = diem
    }
}

/// What was spent on one model.
public struct ModelUsage: Hashable, Sendable, Codable {
    /// The model.
    public let modelName: String?
    /// What its use is counted in.
    public let unitType: UsageUnit?
    /// What kind of model it is.
    public let modelType: UsageModelType?
    /// US dollars, bundled credits included, earned ones not.
    public let totalUSD: Decimal?
    /// Diem.
    public let totalDiem: Decimal?
    /// How many units.
    public let totalUnits: Decimal?
    /// The parts, if there is more than one kind of token.
    public let breakdown: [UsageBreakdown]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        modelName: String? = nil,
        unitType: UsageUnit? = nil,
        modelType: UsageModelType? = nil,
        totalUSD: Decimal? = nil,
        totalDiem: Decimal? = nil,
        totalUnits: Decimal? = nil,
        breakdown: [UsageBreakdown] = []
    ) {
        self.modelName = modelName
        self.unitType = unitType
        self.modelType = modelType
        self.totalUSD = totalUSD
        self.totalDiem = totalDiem
        self.totalUnits = totalUnits
        self.breakdown = breakdown
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case modelName
        case unitType
        case modelType
        case totalUSD = "totalUsd"
        case totalDiem
        case totalUnits
        case breakdown
    }
}

/// What was spent on one kind of token of a model.
public struct UsageBreakdown: Hashable, Sendable, Codable {
    /// The kind.
    public let type: String?
    /// US dollars, bundled credits included, earned ones not.
    public let usd: Decimal?
    /// Diem.
    public let diem: Decimal?
    /// How many units.
    public let units: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        type: String? = nil,
        usd: Decimal? = nil,
        diem: Decimal? = nil,
        units: Decimal? = nil
    ) {
        self.type = type
        self.usd = usd
        self.diem = diem
        self.units = units
    }
}

/// What was spent with one key.
public struct KeyUsage: Hashable, Sendable, Codable {
    /// The key's id; `nil`: no key of the account, but Venice's own app.
    public let apiKeyID: String?
    /// The key's description. Venice makes one up for a key without, and adds to one that two keys
    /// share: only the id says which key it is.
    public let description: String?
    /// US dollars, bundled credits included, earned ones not.
    public let totalUSD: Decimal?
    /// Diem.
    public let totalDiem: Decimal?
    /// How many units, of all kinds together.
    public let totalUnits: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        apiKeyID: String? = nil,
        description: String? = nil,
        totalUSD: Decimal? = nil,
        totalDiem: Decimal? = nil,
        totalUnits: Decimal? = nil
    ) {
        self.apiKeyID = apiKeyID
        self.description = description
        self.totalUSD = totalUSD
        self.totalDiem = totalDiem
        self.totalUnits = totalUnits
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case apiKeyID = "apiKeyId"
        case description
        case totalUSD = "totalUsd"
        case totalDiem
        case totalUnits
    }
}

/// What was spent on one day, series by series.
public struct DailySeries: Hashable, Sendable, Codable {
    /// The day, in UTC. `nil`: the server sent none that can be read.
    ///
    /// As `YYYY-MM-DD`.
    public let date: String?
    /// The amounts by the series' names.
    public let values: [String: Decimal]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        date: String? = nil,
        values: [String: Decimal] = [:]
    ) {
        self.date = date
        self.values = values
    }
}

/// One entry of the usage history: a charge, or a credit.
///
/// One request can have several entries, for what went in, for what came out, for a search: each
/// has its own amount, and all of them repeat the same `inferenceDetails`. So add up the amounts,
/// but count tokens once per `requestID`.
///
/// A missing or null field reads as `nil`. But an amount or a time in a form that this version
/// can't read fails the call with ``VeniceError/badResponse(_:)``, so that it is never mistaken for
/// none. Amounts are exact; from the 28th decimal place on they are rounded.
public struct UsageEntry: Hashable, Sendable, Codable {
    /// When it was used, which can be hours before it was booked.
    public let timestamp: Date?
    /// What was used: a model, and what of it.
    public let sku: String?
    /// How many units: for tokens a number of millions.
    public let units: Decimal?
    /// The price of one unit, in US dollars.
    public let pricePerUnitUSD: Decimal?
    /// What was charged, in the entry's currency: negative for a charge.
    public let amount: Decimal?
    /// What it was charged to.
    public let currency: BillingCurrency?
    /// What it was for, in words.
    public let notes: String?
    /// The request, if it was inference.
    public let inferenceDetails: InferenceDetails?
    /// The key that it was charged to. Venice's documents don't mention it; `nil`: Venice's own
    /// app, what is no use (a purchase), or the server doesn't say. So write no bills from it: the
    /// sums by key are in ``Client/usageAnalytics(_:)``.
    public let apiKeyID: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        timestamp: Date? = nil,
        sku: String? = nil,
        units: Decimal? = nil,
        pricePerUnitUSD: Decimal? = nil,
        amount: Decimal? = nil,
        currency: BillingCurrency? = nil,
        notes: String? = nil,
        inferenceDetails: InferenceDetails? = nil,
        apiKeyID: String? = nil
    ) {
        self.timestamp = timestamp
        self.sku = sku
        self.units = units
        self.pricePerUnitUSD = pricePerUnitUSD
        self.amount = amount
        self.currency = currency
        self.notes = notes
        self.inferenceDetails = inferenceDetails
        self.apiKeyID = apiKeyID
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case timestamp
        case sku
        case units
        case pricePerUnitUSD = "pricePerUnitUsd"
        case amount
        case currency
        case notes
        case inferenceDetails
        case apiKeyID = "apiKeyId"
    }
}

/// The request that a ``UsageEntry`` is about.
public struct InferenceDetails: Hashable, Sendable, Codable {
    /// Its id, which all entries of the request share.
    public let requestID: String?
    /// How many tokens went in.
    public let promptTokens: Int?
    /// How many came out.
    public let completionTokens: Int?
    /// How long it took, in milliseconds.
    public let inferenceExecutionTime: Int?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        requestID: String? = nil,
        promptTokens: Int? = nil,
        completionTokens: Int? = nil,
        inferenceExecutionTime: Int? = nil
    ) {
        self.requestID = requestID
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.inferenceExecutionTime = inferenceExecutionTime
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case requestID = "requestId"
        case promptTokens
        case completionTokens
        case inferenceExecutionTime
    }
}

/// One reason why a key may not spend.
public struct SpendingBlock: Hashable, Sendable, Codable {
    /// Which it is.
    public let reason: BlockReason
    /// Venice's own words, where it sent any.
    public let serverText: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        reason: BlockReason,
        serverText: String? = nil
    ) {
        self.reason = reason
        self.serverText = serverText
    }
}

/// A key's health.
public struct KeyStatus: Hashable, Sendable, Codable {
    /// Whether Venice accepts the key at all.
    public let accepted: Bool
    /// Whether it may call inference now.
    public let maySpend: Bool
    /// When it expires; `nil`: never, or it isn't known, as the key was refused.
    public let expiresAt: Date?
    /// What is left to spend.
    public let balances: Balances
    /// Why it may not spend: at least one reason if it may not, else none.
    public let reasons: [SpendingBlock]

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        accepted: Bool,
        maySpend: Bool,
        expiresAt: Date? = nil,
        balances: Balances = Balances(),
        reasons: [SpendingBlock] = []
    ) {
        self.accepted = accepted
        self.maySpend = maySpend
        self.expiresAt = expiresAt
        self.balances = balances
        self.reasons = reasons
    }
}

/// What came in the log of rate limits.
public struct RateLimitNews: Hashable, Sendable, Codable {
    /// The new entry; `nil`: this is a mark.
    public let breach: RateLimitBreach?
    /// Whether this is a mark, and no entry: since the last look as many entries came as Venice
    /// shows, so older ones may be missing here.
    public let mayBeMissing: Bool

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        breach: RateLimitBreach? = nil,
        mayBeMissing: Bool
    ) {
        self.breach = breach
        self.mayBeMissing = mayBeMissing
    }
}

/// What happened to a key.
public struct KeyChange: Hashable, Sendable, Codable {
    /// What happened.
    public let kind: KeyChangeKind
    /// The key's id.
    public let id: String
    /// The key as it is now; `nil`: it is gone.
    public let key: ApiKey?
    /// Which of its fields changed, by Venice's names.
    public let changed: [String]
    /// Which share of its cap it has reached: 0.5, 0.8 or 1.
    public let share: Decimal?
    /// Which currency that cap is in.
    public let currency: BillingCurrency?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        kind: KeyChangeKind,
        id: String,
        key: ApiKey? = nil,
        changed: [String] = [],
        share: Decimal? = nil,
        currency: BillingCurrency? = nil
    ) {
        self.kind = kind
        self.id = id
        self.key = key
        self.changed = changed
        self.share = share
        self.currency = currency
    }
}

/// What a wallet has to sign to mint a key.
public struct Web3Challenge: Hashable, Sendable, Codable {
    /// The exact text to sign.
    public var text: String
    /// Until when it is valid, if it is known.
    public var expiresAt: Date?
    /// Which kind it is.
    public var generation: Web3Generation

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        text: String,
        expiresAt: Date? = nil,
        generation: Web3Generation
    ) {
        self.text = text
        self.expiresAt = expiresAt
        self.generation = generation
    }
}

extension Web3Challenge: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private var shown: KeyValuePairs<String, Any> {
        [
            "text": "…",
            "expiresAt": expiresAt as Any,
            "generation": generation as Any,
        ]
    }

    /// Everything but the `text`.
    public var description: String {
        "Web3Challenge(\(shown.map { "\($0.key): \($0.value)" }.joined(separator: ", ")))"
    }

    /// Everything but the `text`.
    public var debugDescription: String { description }

    /// Everything but the `text`.
    public var customMirror: Mirror { Mirror(self, children: shown) }
}

/// What a wallet has left at Venice, in US dollars where nothing else is said.
public struct WalletBalance: Hashable, Sendable, Codable {
    /// The wallet's address, as Venice writes it: in lower case.
    public let walletAddress: String?
    /// Its credit. A wallet that Venice has never seen has 0.
    public let balanceUSD: Decimal?
    /// Whether that is enough for a request: at least 0.10, or Diem.
    public let canConsume: Bool?
    /// The least that a top-up can be.
    public let minimumTopUpUSD: Decimal?
    /// What Venice suggests for a top-up.
    public let suggestedTopUpUSD: Decimal?
    /// The Diem that is left to the account that the wallet is linked to; `nil`: it is linked to
    /// none, or none is left. While there is some, requests are charged to it, and a top-up changes
    /// nothing about a request that is refused for want of money.
    public let diemBalanceUSD: Decimal?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        walletAddress: String? = nil,
        balanceUSD: Decimal? = nil,
        canConsume: Bool? = nil,
        minimumTopUpUSD: Decimal? = nil,
        suggestedTopUpUSD: Decimal? = nil,
        diemBalanceUSD: Decimal? = nil
    ) {
        self.walletAddress = walletAddress
        self.balanceUSD = balanceUSD
        self.canConsume = canConsume
        self.minimumTopUpUSD = minimumTopUpUSD
        self.suggestedTopUpUSD = suggestedTopUpUSD
        self.diemBalanceUSD = diemBalanceUSD
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case walletAddress
        case balanceUSD = "balanceUsd"
        case canConsume
        case minimumTopUpUSD = "minimumTopUpUsd"
        case suggestedTopUpUSD = "suggestedTopUpUsd"
        case diemBalanceUSD = "diemBalanceUsd"
    }
}

/// One header that signs a wallet in to Venice. It is good for one request, within four minutes.
public struct SignIn: Hashable, Sendable {
    /// The header's name: `SIGN-IN-WITH-X`.
    public let name: String
    /// The header's value. Whoever has it before Venice does can spend the wallet's credit with it.
    public let value: Secret

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        name: String,
        value: Secret
    ) {
        self.name = name
        self.value = value
    }
}

/// A top-up that is prepared: nothing was signed, and nothing is paid yet.
public struct PendingTopUp: Hashable, Sendable, Codable {
    /// `pending`, or `enough`: then there is nothing to pay, and no record.
    public let status: TopUpStatus?
    /// What the payment is for.
    public let order: String
    /// The wallet that pays, and whose credit it is.
    public let walletAddress: String
    /// How much is paid, in US dollars.
    public let amount: Decimal?
    /// The address that Venice wants to be paid at.
    public let payTo: String?
    /// Until when it can be paid, by Venice's clock: some minutes.
    public let validBefore: Date?
    /// The wallet's credit before it.
    public let balanceUSD: Decimal?
    /// What ``Client/x402PayTopUp(_:record:)`` pays: JSON of some kilobytes, which holds no
    /// signature and isn't secret. Store it before you pay.
    public let record: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        status: TopUpStatus? = nil,
        order: String,
        walletAddress: String,
        amount: Decimal? = nil,
        payTo: String? = nil,
        validBefore: Date? = nil,
        balanceUSD: Decimal? = nil,
        record: String? = nil
    ) {
        self.status = status
        self.order = order
        self.walletAddress = walletAddress
        self.amount = amount
        self.payTo = payTo
        self.validBefore = validBefore
        self.balanceUSD = balanceUSD
        self.record = record
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case status
        case order
        case walletAddress
        case amount
        case payTo
        case validBefore
        case balanceUSD = "balanceUsd"
        case record
    }
}

/// What became of a top-up.
public struct TopUp: Hashable, Sendable, Codable {
    /// `paid`, or `enough`: then nothing was paid.
    public let status: TopUpStatus?
    /// The wallet that paid, and whose credit it is.
    public let walletAddress: String?
    /// How much was credited, in US dollars.
    public let amountCredited: Decimal?
    /// The wallet's credit afterwards.
    public let newBalance: Decimal?
    /// Venice's id of the payment, to quote to its support. `nil`: that it was paid is known from
    /// the wallet's transactions, not from Venice's response to the payment.
    public let paymentID: String?
    /// The transaction on Base, if Venice named it.
    public let transaction: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        status: TopUpStatus? = nil,
        walletAddress: String? = nil,
        amountCredited: Decimal? = nil,
        newBalance: Decimal? = nil,
        paymentID: String? = nil,
        transaction: String? = nil
    ) {
        self.status = status
        self.walletAddress = walletAddress
        self.amountCredited = amountCredited
        self.newBalance = newBalance
        self.paymentID = paymentID
        self.transaction = transaction
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case status
        case walletAddress
        case amountCredited
        case newBalance
        case paymentID = "paymentId"
        case transaction
    }
}

/// One transaction of a wallet's credit, in US dollars.
public struct WalletTransaction: Hashable, Sendable, Codable {
    /// Its id.
    public let id: String
    /// How much: negative for a charge.
    public let amount: Decimal?
    /// The credit afterwards.
    public let balanceAfter: Decimal?
    /// What it does.
    public let type: TransactionType?
    /// When it was booked.
    public let createdAt: Date?
    /// The request that was charged; several charges can share one.
    public let requestID: String?
    /// The model that was used.
    public let modelID: String?

    /// Creates one from its parts: for previews, tests and mocks.
    public init(
        id: String,
        amount: Decimal? = nil,
        balanceAfter: Decimal? = nil,
        type: TransactionType? = nil,
        createdAt: Date? = nil,
        requestID: String? = nil,
        modelID: String? = nil
    ) {
        self.id = id
        self.amount = amount
        self.balanceAfter = balanceAfter
        self.type = type
        self.createdAt = createdAt
        self.requestID = requestID
        self.modelID = modelID
    }

    // As Venice writes them.
    private enum CodingKeys: String, CodingKey {
        case id
        case amount
        case balanceAfter
        case type
        case createdAt
        case requestID = "requestId"
        case modelID = "modelId"
    }
}
