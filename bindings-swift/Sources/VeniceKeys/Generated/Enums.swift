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
