// Generated from core/src by `make generate`: the calls.

import Foundation

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

    /// Lists what was charged and credited, entry by entry, oldest first. Needs an ADMIN key.
    ///
    /// Nothing is sent before the first entry is asked for. Then each page is one call, with the
    /// client's timeout and retries, and one page is in memory.
    ///
    /// Every page, the last one, too, has a cursor to go on from: another day it gives what came
    /// since. But Venice books some entries late, under the time of their use: a client saw some
    /// six hours later, and how late they can be isn't documented. So who needs every entry reads
    /// again from six hours before the last one, or reads a month when the next one is some days
    /// old, and replaces what was stored for that time. How far back the history goes, and whether
    /// it has every kind of charge, isn't documented either.
    ///
    /// Venice's own cursors expire, and it isn't documented when. A page that fails because of that
    /// is ``VeniceError/badRequest(_:)``, and ``VeniceError/resume`` is then a cursor that begins
    /// anew at the time of the last entry and leaves out those that came: no gap, no overlap, as
    /// long as Venice sends entries of the same millisecond in the same order.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the filter breaks a rule, or its cursor is none of
    ///     this library's, or comes from another filter; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/badRequest(_:)``: the server refused the filter, or its cursor has
    ///     expired: go on with what ``VeniceError/resume`` says.
    ///   - ``VeniceError/badResponse(_:)``: an entry can't be read. None is left out silently.
    public func usageHistory(_ filter: UsageFilter = UsageFilter()) -> Pages<UsageEntry> {
        pages(of: "usage_history") { filter.write(to: $0) }
    }

    /// Writes what was charged and credited as CSV, oldest first, and returns how many rows that
    /// were, without the header row. Needs an ADMIN key.
    ///
    /// The rows are Venice's own, byte for byte, in the columns that its header row names, which
    /// may become more. Each page is fetched whole and then written, so memory stays at one page,
    /// and nothing of a page that fails is written. The header row comes once, at the beginning,
    /// and never where a cursor goes on.
    ///
    /// The form of Venice's CSV isn't documented in all details. Quoting as in RFC 4180, either
    /// line end, and a header row on the first page or on every one are read; the first column must
    /// be the time. Anything else fails the call: no row is left out or counted twice silently.
    ///
    /// For entries that are booked late, and for cursors that expire, see
    /// ``Client/usageHistory(_:)``.
    ///
    /// To a file, each page as a whole or not at all. It is opened before anything is sent, and
    /// what it held is replaced once the first page is there; with a cursor, the pages are added to
    /// it.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the filter breaks a rule, or its cursor is none of
    ///     this library's, or comes from another filter; nothing was sent. Or `to` can't be
    ///     written: ``VeniceError/resume`` is the cursor of the page that wasn't written whole, of
    ///     which a part may be there.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/badRequest(_:)``: the server refused the filter, or its cursor has
    ///     expired. All whole pages that came are written: go on, behind them, with what
    ///     ``VeniceError/resume`` says.
    ///   - ``VeniceError/badResponse(_:)``: a page isn't whole, or isn't such CSV.
    @discardableResult
    public func usageHistoryCSV(
        _ filter: UsageFilter = UsageFilter(), to file: URL
    ) async throws -> Int {
        try await write("usage_history_csv", to: file) { filter.write(to: $0) }
    }

    /// The same to a handle, from where it stands. Of a page that can't be written, a part may be
    /// there.
    @discardableResult
    public func usageHistoryCSV(
        _ filter: UsageFilter = UsageFilter(), to handle: FileHandle
    ) async throws -> Int {
        try await write("usage_history_csv", to: handle) { filter.write(to: $0) }
    }

    /// The same to a function: it is given each page, with the cursor to go on from after it, and
    /// is waited for. What it throws ends the call, and is thrown.
    @discardableResult
    public func usageHistoryCSV(
        _ filter: UsageFilter = UsageFilter(), isolation: isolated (any Actor)? = #isolation,
        to write: (_ text: String, _ cursor: String) async throws -> Void
    ) async throws -> Int {
        try await self.write("usage_history_csv", to: write) { filter.write(to: $0) }
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
    public func usageAnalytics(
        _ period: AnalyticsPeriod = AnalyticsPeriod()
    ) async throws -> UsageAnalytics {
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
