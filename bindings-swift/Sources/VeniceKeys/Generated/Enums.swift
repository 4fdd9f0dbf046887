// Generated from core/src by `make generate`: the open enumerations.

/// What use is charged to. Old entries may carry a currency that has been retired.
public enum BillingCurrency: RawRepresentable, Hashable, Sendable, Codable {
    /// US dollars.
    case usd
    /// Diem.
    case diem
    /// Bundled credits.
    case bundledCredits
    /// Earned credits.
    case earnedCredits
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "USD": .usd
            case "DIEM": .diem
            case "BUNDLED_CREDITS": .bundledCredits
            case "EARNED_CREDITS": .earnedCredits
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"USD"`.
    public var rawValue: String {
        switch self {
        case .usd: "USD"
        case .diem: "DIEM"
        case .bundledCredits: "BUNDLED_CREDITS"
        case .earnedCredits: "EARNED_CREDITS"
        case .other(let text): text
        }
    }
}

/// What became of a key that was to be deleted.
public enum DeletionOutcome: RawRepresentable, Hashable, Sendable, Codable {
    /// It is deleted.
    case deleted
    /// It was left alone.
    case skipped
    /// Venice refused to delete it.
    case failed
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "deleted": .deleted
            case "skipped": .skipped
            case "failed": .failed
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"deleted"`.
    public var rawValue: String {
        switch self {
        case .deleted: "deleted"
        case .skipped: "skipped"
        case .failed: "failed"
        case .other(let text): text
        }
    }
}

/// What became of a key that was to be there.
public enum EnsureOutcome: RawRepresentable, Hashable, Sendable, Codable {
    /// It was created.
    case created
    /// It was there, and some of its settings were changed.
    case changed
    /// It was there, as it was to be.
    case kept
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "created": .created
            case "changed": .changed
            case "kept": .kept
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"created"`.
    public var rawValue: String {
        switch self {
        case .created: "created"
        case .changed: "changed"
        case .kept: "kept"
        case .other(let text): text
        }
    }
}

/// What became of one of many keys that were to be there.
public enum ProvisionOutcome: RawRepresentable, Hashable, Sendable, Codable {
    /// It was created.
    case created
    /// It was there, and some of its settings were changed.
    case changed
    /// It was there, as it was to be.
    case kept
    /// It isn't there, or not as it was to be: the error says why.
    case failed
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "created": .created
            case "changed": .changed
            case "kept": .kept
            case "failed": .failed
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"created"`.
    public var rawValue: String {
        switch self {
        case .created: "created"
        case .changed: "changed"
        case .kept: "kept"
        case .failed: "failed"
        case .other(let text): text
        }
    }
}

/// What would be done about one of many keys that are to be there.
public enum PlannedAction: RawRepresentable, Hashable, Sendable, Codable {
    /// It would be created.
    case create
    /// Some of its settings would be changed.
    case change
    /// It is as it is to be.
    case keep
    /// Somebody else is making it: that would be waited for.
    case wait
    /// Two keys have its description, or the one that has it is of another type: it would fail.
    case conflict
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "create": .create
            case "change": .change
            case "keep": .keep
            case "wait": .wait
            case "conflict": .conflict
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"create"`.
    public var rawValue: String {
        switch self {
        case .create: "create"
        case .change: "change"
        case .keep: "keep"
        case .wait: "wait"
        case .conflict: "conflict"
        case .other(let text): text
        }
    }
}

/// Which call makes a pending key.
public enum PendingKind: RawRepresentable, Hashable, Sendable, Codable {
    /// ``Client/createKeyOnce(_:isolation:store:)``, or
    /// ``Client/temporaryKey(_:lifetime:isolation:job:)``.
    case createOnce
    /// ``Client/ensureKey(_:isolation:store:)``, or ``Client/provisionKeys(_:store:)``.
    case ensure
    /// ``Client/rotateKey(_:with:isolation:store:)``: it is an old key's successor.
    case rotate
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "create_once": .createOnce
            case "ensure": .ensure
            case "rotate": .rotate
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"create_once"`.
    public var rawValue: String {
        switch self {
        case .createOnce: "create_once"
        case .ensure: "ensure"
        case .rotate: "rotate"
        case .other(let text): text
        }
    }
}

/// What a rotation came to.
public enum RotationOutcome: RawRepresentable, Hashable, Sendable, Codable {
    /// There is a new key, and it isn't lasting yet.
    case pending
    /// The new key has taken the old one's place.
    case rotated
    /// It had done so before, or an earlier run had begun it: what was left to do was done. The
    /// earlier run stored the new secret.
    case alreadyRotated
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "pending": .pending
            case "rotated": .rotated
            case "already_rotated": .alreadyRotated
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"pending"`.
    public var rawValue: String {
        switch self {
        case .pending: "pending"
        case .rotated: "rotated"
        case .alreadyRotated: "already_rotated"
        case .other(let text): text
        }
    }
}

/// What a key may do.
public enum ApiKeyType: RawRepresentable, Hashable, Sendable, Codable {
    /// Call inference endpoints only.
    case inference
    /// Everything, key management included.
    case admin
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "INFERENCE": .inference
            case "ADMIN": .admin
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"INFERENCE"`.
    public var rawValue: String {
        switch self {
        case .inference: "INFERENCE"
        case .admin: "ADMIN"
        case .other(let text): text
        }
    }
}

/// When the use that counts against a key's caps starts again from zero.
public enum LimitPeriod: RawRepresentable, Hashable, Sendable, Codable {
    /// Every UTC day (the server's default).
    case epoch
    /// On the first of every UTC month.
    case month
    /// Never: the cap is all the key can ever spend.
    case lifetime
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "EPOCH": .epoch
            case "MONTH": .month
            case "LIFETIME": .lifetime
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"EPOCH"`.
    public var rawValue: String {
        switch self {
        case .epoch: "EPOCH"
        case .month: "MONTH"
        case .lifetime: "LIFETIME"
        case .other(let text): text
        }
    }
}

/// Which models a key may call, by their privacy.
public enum ModelPrivacy: RawRepresentable, Hashable, Sendable, Codable {
    /// Every model (the server's default).
    case all
    /// Text and embedding models must be private; others may be anonymous.
    case privateText
    /// Every model must be private.
    case privateOnly
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "ALL": .all
            case "PRIVATE_TEXT": .privateText
            case "PRIVATE_ONLY": .privateOnly
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"ALL"`.
    public var rawValue: String {
        switch self {
        case .all: "ALL"
        case .privateText: "PRIVATE_TEXT"
        case .privateOnly: "PRIVATE_ONLY"
        case .other(let text): text
        }
    }
}

/// What a model produces, and the filter of ``Client/listModels(type:)``.
public enum ModelType: RawRepresentable, Hashable, Sendable, Codable {
    /// Text.
    case text
    /// Images.
    case image
    /// Embeddings.
    case embedding
    /// Speech from text.
    case tts
    /// Text from speech.
    case asr
    /// Larger images.
    case upscale
    /// Changed images.
    case inpaint
    /// Music.
    case music
    /// Videos.
    case video
    /// Decisions.
    case decision
    /// Every model (as a filter).
    case all
    /// Models good at code (as a filter).
    case code
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "text": .text
            case "image": .image
            case "embedding": .embedding
            case "tts": .tts
            case "asr": .asr
            case "upscale": .upscale
            case "inpaint": .inpaint
            case "music": .music
            case "video": .video
            case "decision": .decision
            case "all": .all
            case "code": .code
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"text"`.
    public var rawValue: String {
        switch self {
        case .text: "text"
        case .image: "image"
        case .embedding: "embedding"
        case .tts: "tts"
        case .asr: "asr"
        case .upscale: "upscale"
        case .inpaint: "inpaint"
        case .music: "music"
        case .video: "video"
        case .decision: "decision"
        case .all: "all"
        case .code: "code"
        case .other(let text): text
        }
    }
}

/// What a rate limit counts.
public enum RateLimitType: RawRepresentable, Hashable, Sendable, Codable {
    /// Requests per minute.
    case requestsPerMinute
    /// Requests per day.
    case requestsPerDay
    /// Tokens per minute.
    case tokensPerMinute
    /// Failed requests.
    case failedRequests
    /// Requests for something the model can't do.
    case unsupportedFeatureRequests
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "RPM": .requestsPerMinute
            case "RPD": .requestsPerDay
            case "TPM": .tokensPerMinute
            case "FAILED_REQUESTS": .failedRequests
            case "UNSUPPORTED_FEATURE_REQUESTS": .unsupportedFeatureRequests
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"RPM"`.
    public var rawValue: String {
        switch self {
        case .requestsPerMinute: "RPM"
        case .requestsPerDay: "RPD"
        case .tokensPerMinute: "TPM"
        case .failedRequests: "FAILED_REQUESTS"
        case .unsupportedFeatureRequests: "UNSUPPORTED_FEATURE_REQUESTS"
        case .other(let text): text
        }
    }
}

/// What a model's use is counted in.
public enum UsageUnit: RawRepresentable, Hashable, Sendable, Codable {
    /// Tokens.
    case tokens
    /// Images.
    case images
    /// Characters.
    case characters
    /// Minutes.
    case minutes
    /// Seconds.
    case seconds
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "tokens": .tokens
            case "images": .images
            case "chars": .characters
            case "minutes": .minutes
            case "seconds": .seconds
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"tokens"`.
    public var rawValue: String {
        switch self {
        case .tokens: "tokens"
        case .images: "images"
        case .characters: "chars"
        case .minutes: "minutes"
        case .seconds: "seconds"
        case .other(let text): text
        }
    }
}

/// What kind of model it was.
public enum UsageModelType: RawRepresentable, Hashable, Sendable, Codable {
    /// Text.
    case llm
    /// Images.
    case image
    /// Speech from text.
    case tts
    /// Text from speech.
    case asr
    /// Videos.
    case video
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "LLM": .llm
            case "IMAGE": .image
            case "TTS": .tts
            case "ASR": .asr
            case "VIDEO": .video
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"LLM"`.
    public var rawValue: String {
        switch self {
        case .llm: "LLM"
        case .image: "IMAGE"
        case .tts: "TTS"
        case .asr: "ASR"
        case .video: "VIDEO"
        case .other(let text): text
        }
    }
}

/// Why a key may not spend.
public enum BlockReason: RawRepresentable, Hashable, Sendable, Codable {
    /// The key's cap on US dollars is used up.
    case usdCap
    /// The key's cap on Diem is used up.
    case diemCap
    /// The account has nothing left that the key could spend.
    case accountBalance
    /// A cap of the key or the account's balance is used up: Venice doesn't say which. An ADMIN key
    /// sees it in ``Client/getKey(_:)`` and ``Client/billingBalance()``.
    case capOrBalance
    /// Venice doesn't know the key: it has expired, was revoked or deleted, or never existed.
    case expiredOrRevoked
    /// The key's allowlist doesn't hold the address that this program calls from.
    case ipAllowlist
    /// The key's model privacy forbids it.
    case modelPrivacy
    /// The account's subscription is inactive: the key itself is as it was.
    case subscription
    /// Venice has disabled the account's access to its API: only its support can help.
    case disabled
    /// No key was sent: the client has none.
    case noKey
    /// Venice doesn't say why, or not in words that this version knows.
    case notSaid
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "usd_cap": .usdCap
            case "diem_cap": .diemCap
            case "account_balance": .accountBalance
            case "cap_or_balance": .capOrBalance
            case "expired_or_revoked": .expiredOrRevoked
            case "ip_allowlist": .ipAllowlist
            case "model_privacy": .modelPrivacy
            case "subscription": .subscription
            case "disabled": .disabled
            case "no_key": .noKey
            case "not_said": .notSaid
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"usd_cap"`.
    public var rawValue: String {
        switch self {
        case .usdCap: "usd_cap"
        case .diemCap: "diem_cap"
        case .accountBalance: "account_balance"
        case .capOrBalance: "cap_or_balance"
        case .expiredOrRevoked: "expired_or_revoked"
        case .ipAllowlist: "ip_allowlist"
        case .modelPrivacy: "model_privacy"
        case .subscription: "subscription"
        case .disabled: "disabled"
        case .noKey: "no_key"
        case .notSaid: "not_said"
        case .other(let text): text
        }
    }
}

/// What happened to a key.
public enum KeyChangeKind: RawRepresentable, Hashable, Sendable, Codable {
    /// It was created. One that is being created shows once it is lasting.
    case created
    /// Its settings were changed: `changed` says which.
    case changed
    /// It was deleted.
    case deleted
    /// It has expired.
    case expired
    /// What it spent has reached a share of its cap.
    case capShare
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "created": .created
            case "changed": .changed
            case "deleted": .deleted
            case "expired": .expired
            case "cap_share": .capShare
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"created"`.
    public var rawValue: String {
        switch self {
        case .created: "created"
        case .changed: "changed"
        case .deleted: "deleted"
        case .expired: "expired"
        case .capShare: "cap_share"
        case .other(let text): text
        }
    }
}

/// The kind of challenge that the server gives.
public enum Web3Generation: RawRepresentable, Hashable, Sendable, Codable {
    /// A JWT signed by the server: the current kind.
    case jwt
    /// An EIP-4361 message ("Sign-In with Ethereum") bound to the wallet: announced.
    case siwe
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "jwt": .jwt
            case "siwe": .siwe
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"jwt"`.
    public var rawValue: String {
        switch self {
        case .jwt: "jwt"
        case .siwe: "siwe"
        case .other(let text): text
        }
    }
}

/// What became of a top-up.
public enum TopUpStatus: RawRepresentable, Hashable, Sendable, Codable {
    /// It is prepared, and nothing was signed.
    case pending
    /// The wallet's credit was already as high as the amount: nothing was paid.
    case enough
    /// It is paid and credited.
    case paid
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "pending": .pending
            case "enough": .enough
            case "paid": .paid
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"pending"`.
    public var rawValue: String {
        switch self {
        case .pending: "pending"
        case .enough: "enough"
        case .paid: "paid"
        case .other(let text): text
        }
    }
}

/// What a transaction does.
public enum TransactionType: RawRepresentable, Hashable, Sendable, Codable {
    /// Money came in: a top-up, or credit that Venice gave by hand.
    case topUp
    /// A request was charged.
    case charge
    /// A charge was given back.
    case refund
    /// A value that this version doesn't know, as the server wrote it.
    case other(String)

    /// The value that Venice spells this way.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "TOP_UP": .topUp
            case "CHARGE": .charge
            case "REFUND": .refund
            default: .other(rawValue)
            }
    }

    /// The value as Venice spells it: `"TOP_UP"`.
    public var rawValue: String {
        switch self {
        case .topUp: "TOP_UP"
        case .charge: "CHARGE"
        case .refund: "REFUND"
        case .other(let text): text
        }
    }
}
