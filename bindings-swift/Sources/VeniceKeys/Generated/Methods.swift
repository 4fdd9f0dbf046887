// Generated from core/src by `make generate`: the calls.

extension Client {
    /// Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func listKeys() async throws -> [ApiKey] {
        try await reply(to: "list_keys").read()
    }

    /// Creates a key. Needs an ADMIN key.
    ///
    /// The request is never sent twice once the server may have carried it out, so that it never
    /// creates two keys. A client sends at most 20 a minute (``Client/Configuration/createLimit``);
    /// one more waits for its turn if the client's timeout allows.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/rateLimited(_:)``: there was no turn before the call's deadline and
    ///     nothing was sent, or the server refused.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys.
    ///   - ``VeniceError/outcomeUnknown(_:)``: the request was sent, but no reliable response came
    ///     back: the key may or may not exist, and its secret is lost. The message says when it was
    ///     sent: look in ``Client/listKeys()`` for a key with this description created since then,
    ///     and delete that one, and no older key, before you create again.
    public func createKey(_ newKey: NewKey) async throws -> CreatedKey {
        try await reply(to: "create_key") { newKey.write(to: $0) }.read()
    }

    /// Returns one key. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the id can't be a key's; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/notFound(_:)``: there is no such key.
    public func getKey(_ id: String) async throws -> ApiKey {
        try await reply(to: "get_key") { id.write(to: $0) }.read()
    }

    /// Changes a key and returns it as it is then, without its usage. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or nothing would change;
    ///     nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/notFound(_:)``: there is no such key, or it has expired.
    @discardableResult
    public func updateKey(
        _ id: String, with update: KeyUpdate
    ) async throws -> ApiKey {
        try await reply(to: "update_key") {
            id.write(to: $0)
            update.write(to: $0)
        }.read()
    }

    /// Deletes a key: it stops working at once. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the id can't be a key's; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/notFound(_:)``: there is no such key. If the call was retried after it may
    ///     have been carried out, and Venice then says that there is no such key, it was deleted:
    ///     no error.
    ///   - ``VeniceError/badResponse(_:)``: the response doesn't say that the key was deleted. It
    ///     is safe to try again.
    public func deleteKey(_ id: String) async throws {
        let _: Nothing = try await reply(to: "delete_key") { id.write(to: $0) }.read()
    }

    /// Returns the balances and rate limits of the client's own key. Works with any key.
    ///
    /// - Throws:
    ///   - ``VeniceError/unauthenticated(_:)``: Venice doesn't accept the key.
    public func rateLimits() async throws -> RateLimits {
        try await reply(to: "rate_limits").read()
    }

    /// Lists the last 50 times that the account exceeded a rate limit, newest first. Needs an ADMIN
    /// key.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func rateLimitLog() async throws -> [RateLimitBreach] {
        try await reply(to: "rate_limit_log").read()
    }

    /// Checks the client's own key: whether Venice accepts it, whether it may spend, until when,
    /// and with which balances.
    ///
    /// A key that Venice refuses is a result (`accepted` is false), not an error; a key without
    /// money is accepted and may not spend.
    ///
    /// - Throws:
    ///   - ``VeniceError/unauthenticated(_:)``, ``VeniceError/forbidden(_:)``: something other than
    ///     Venice refused, a gateway or a captive portal, which says nothing about the key.
    public func verifyKey() async throws -> KeyStatus {
        try await reply(to: "verify_key").read()
    }

    /// Returns what the account has left to spend, in each currency. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/badResponse(_:)``: the response has no balances, or an amount that can't
    ///     be read: none is taken for zero.
    public func billingBalance() async throws -> BillingBalance {
        try await reply(to: "billing_balance").read()
    }

    /// Returns what was spent in a period, summed up by day, by model and by key. Needs an ADMIN
    /// key.
    ///
    /// What earned credits paid for is in none of the sums, so they can be less than what was used.
    /// Venice calls this endpoint a beta and renews its sums every ten minutes. At most 10,000 keys
    /// or models can be read.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the period breaks a rule; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/serverError(_:)``: among others, the period is too long for Venice to sum
    ///     up in time: ask for a shorter one.
    ///   - ``VeniceError/badResponse(_:)``: an amount or a row can't be read. None is left out
    ///     silently.
    public func usageAnalytics(_ period: AnalyticsPeriod = AnalyticsPeriod()) async throws -> UsageAnalytics {
        try await reply(to: "usage_analytics") { period.write(to: $0) }.read()
    }

    /// Lists the models of a type, or the server's default selection.
    ///
    /// Works without a key. With a key restricted by model privacy it lists only the models that
    /// the key may call. It says nothing about a key's health: ``Client/verifyKey()`` does.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the type is empty or too long; nothing was sent.
    ///   - ``VeniceError/badRequest(_:)``: the server doesn't know the type. One that this version
    ///     doesn't know is sent.
    public func listModels(type: ModelType? = nil) async throws -> [Model] {
        try await reply(to: "list_models") { type.write(to: $0) }.read()
    }

    /// Gets the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// Always give the wallet's address: the announced server generation needs it, to bind the
    /// challenge to the wallet; the current one doesn't, and ignores it.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the address isn't one; nothing was sent.
    ///   - ``VeniceError/badRequest(_:)``: the server needs an address, and none was given.
    ///   - ``VeniceError/challengeInvalid(_:)``: the challenge is longer than 16 KiB, or of another
    ///     generation than ``Client/Configuration/web3Generation`` allows.
    public func web3Challenge(address: String? = nil) async throws -> Web3Challenge {
        try await reply(to: "web3_challenge") { address.write(to: $0) }.read()
    }

    /// Creates a key for a wallet that is held elsewhere, by its signature of a challenge. Never
    /// sends the client's key. The request is never sent twice once the server may have carried it
    /// out.
    ///
    /// Unless a limit period is set, the use that counts against the caps starts again from zero
    /// every UTC day: give an agent that nobody watches ``LimitPeriod/lifetime``.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: something given breaks its rule, or the challenge is
    ///     of another generation than ``Client/Configuration/web3Generation`` allows; nothing was
    ///     sent.
    ///   - ``VeniceError/invalidAddress(_:)``, ``VeniceError/challengeExpired(_:)``,
    ///     ``VeniceError/challengeInvalid(_:)``, ``VeniceError/signatureMismatch(_:)``,
    ///     ``VeniceError/notStaked(_:)``, ``VeniceError/walletCheckUnavailable(_:)``: the server
    ///     refused.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys.
    ///   - ``VeniceError/outcomeUnknown(_:)``: the request was sent, but no reliable response came
    ///     back: the key may or may not exist. The message says when it was sent and what to do.
    public func mintWeb3Key(_ mint: Web3Mint) async throws -> CreatedKey {
        try await reply(to: "mint_web3_key") { mint.write(to: $0) }.read()
    }

    /// Creates a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
    /// client's key. The mint is never sent twice once the server may have carried it out.
    ///
    /// Unless a limit period is set, the use that counts against the caps starts again from zero
    /// every UTC day: give an agent that nobody watches ``LimitPeriod/lifetime``. What a wallet
    /// signs, and why it should be used for nothing else, is described at ``Wallet``.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule; nothing was sent.
    ///   - ``VeniceError/challengeInvalid(_:)``, ``VeniceError/challengeExpired(_:)``: the wallet
    ///     refused to sign what the server gave it, or that is of another generation than
    ///     ``Client/Configuration/web3Generation`` allows; or the server refused.
    ///   - ``VeniceError/invalidAddress(_:)``, ``VeniceError/signatureMismatch(_:)``,
    ///     ``VeniceError/notStaked(_:)``, ``VeniceError/walletCheckUnavailable(_:)``: the server
    ///     refused.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys.
    ///   - ``VeniceError/outcomeUnknown(_:)``: the mint was sent, but no reliable response came
    ///     back: the key may or may not exist. The message says when it was sent and what to do.
    public func mintWithWallet(
        _ wallet: Wallet, with options: MintOptions = MintOptions()
    ) async throws -> CreatedKey {
        try await reply(to: "mint_with_wallet", object: wallet) { options.write(to: $0) }.read()
    }
}
