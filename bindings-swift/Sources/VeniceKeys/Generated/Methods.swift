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

    /// Returns what a wallet has left at Venice. Signs in with the wallet, anew for every attempt;
    /// never sends the client's key.
    ///
    /// If Venice refuses the sign-in because this machine's clock is wrong, the call follows
    /// Venice's clock and tries once more, and so does every later sign-in of this wallet; the
    /// ``Attempt`` says so. Wallets on Solana aren't supported. This was written from Venice's
    /// documentation and never run against Venice.
    ///
    /// - Throws:
    ///   - ``VeniceError/signInRefused(_:)``: Venice didn't accept the sign-in.
    ///   - ``VeniceError/walletMismatch(_:)``: Venice takes the sign-in for another wallet's.
    ///   - ``VeniceError/badResponse(_:)``: an amount can't be read: none is taken for zero.
    public func x402Balance(_ wallet: Wallet) async throws -> WalletBalance {
        try await reply(to: "x402_balance", object: wallet).read()
    }

    /// Lists what went in and out of a wallet's credit, newest first. Signs in with the wallet,
    /// anew for every attempt; never sends the client's key. What was charged in Diem isn't there.
    ///
    /// Nothing is sent before the first transaction is asked for. Then each page is one call, with
    /// the client's timeout and retries, and one page is in memory. Transactions that are booked
    /// while the list is read are left out, and none comes twice. Every page has a cursor to go on
    /// from to older ones; for newer ones, begin anew. This was written from Venice's documentation
    /// and never run against Venice.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the cursor is none of this library's, or another
    ///     wallet's; nothing was sent.
    ///   - ``VeniceError/signInRefused(_:)``: Venice didn't accept the sign-in; see
    ///     ``Client/x402Balance(_:)``.
    ///   - ``VeniceError/walletMismatch(_:)``: Venice takes the sign-in for another wallet's.
    ///   - ``VeniceError/badResponse(_:)``: a transaction can't be read. None is left out silently.
    public func x402Transactions(
        _ wallet: Wallet, cursor: String? = nil
    ) -> Pages<WalletTransaction> {
        pages(of: "x402_transactions", object: wallet, from: cursor)
    }

    /// Tops up a wallet's credit at Venice with USDC on Base. Never sends the client's key.
    ///
    /// It prepares the payment and pays it, within one timeout: give it a minute. The payment is
    /// sent again, byte for byte, while the server says that it is settling, fails, or is lost; no
    /// setting of retries limits that, only the timeout. **If it fails, or your program dies, make
    /// the same call with the same `order` again: an order is paid at most once.** To have the
    /// outcome for certain after a crash, too, use ``Client/x402PrepareTopUp(_:with:)`` and
    /// ``Client/x402PayTopUp(_:record:)``, and store the record between them.
    ///
    /// What is signed is exactly `amount`, to the address that Venice itself names in this call,
    /// over https and without a redirect, and only USDC on Base: anything else is refused before
    /// anything is signed. If the wallet's credit is already as high as the amount, nothing is paid
    /// and the status is `enough`. A wallet that is linked to an account with Diem is charged in
    /// Diem as long as there is some, whatever its credit.
    ///
    /// This was written from the documentation of Venice and x402 and never run against Venice. It
    /// assumes that Venice credits a signed payment once however often it is sent, and that the
    /// requirements that a payment names may have the amount paid in place of the least amount. If
    /// it isn't told what became of a payment, it looks for a top-up of this amount among the
    /// wallet's transactions, which name no order: so don't let two payments of the same amount
    /// from one wallet be open at the same time.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the amount or the order breaks a rule, or the amount
    ///     is less than Venice takes; nothing was signed.
    ///   - ``VeniceError/config(_:)``: the base URL is neither Venice's nor on this machine;
    ///     nothing was sent.
    ///   - ``VeniceError/badResponse(_:)``: what Venice asks for isn't USDC on Base, or can't be
    ///     read; nothing was signed.
    ///   - ``VeniceError/paymentRefused(_:)``: the server refused the payment, and nothing moved:
    ///     ``VeniceError/serverCode`` says why. Only for the first request of an order, as far as
    ///     this process knows, and only if Venice shows no top-up of this amount in the last hour.
    ///     If another process may have sent the order less than an hour ago, make the same call
    ///     again later before you take it for certain.
    ///   - ``VeniceError/paymentSettling(_:)``: it was still settling when the time was over.
    ///   - ``VeniceError/paymentUnknown(_:)``: it may have been paid. Make the same call again;
    ///     ``VeniceError/retryAfter`` says when it can be known at the latest.
    ///   - ``VeniceError/signInRefused(_:)``, ``VeniceError/walletMismatch(_:)``: as for
    ///     ``Client/x402Balance(_:)``; nothing was signed.
    @discardableResult
    public func x402TopUp(
        _ wallet: Wallet, with topUp: TopUpRequest
    ) async throws -> TopUp {
        try await reply(to: "x402_top_up", object: wallet) { topUp.write(to: $0) }.read()
    }

    /// Prepares a top-up, and signs no payment: what it returns can be stored, and paid with
    /// ``Client/x402PayTopUp(_:record:)`` within some minutes, by this process or another. Never
    /// sends the client's key. What is checked, and what is assumed of Venice, is described at
    /// ``Client/x402TopUp(_:with:)``.
    ///
    /// While the last payment of this order that this process sent can be carried out, it is that
    /// one's record that is returned.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``, ``VeniceError/config(_:)``,
    ///     ``VeniceError/badResponse(_:)``, ``VeniceError/signInRefused(_:)``,
    ///     ``VeniceError/walletMismatch(_:)``: as for ``Client/x402TopUp(_:with:)``; nothing was
    ///     signed.
    public func x402PrepareTopUp(
        _ wallet: Wallet, with topUp: TopUpRequest
    ) async throws -> PendingTopUp {
        try await reply(to: "x402_prepare_top_up", object: wallet) { topUp.write(to: $0) }.read()
    }

    /// Pays a top-up that was prepared, or finds out what became of it: however often it is called
    /// with a record, and wherever, the record is paid at most once. Never sends the client's key.
    ///
    /// While the payment can be carried out, it is signed, which always gives the same signature,
    /// and sent, again and again as for ``Client/x402TopUp(_:with:)``; later the wallet's
    /// transactions are read. What is assumed of Venice is described there, too. Every error after
    /// the record was accepted holds it in ``VeniceError/resume``.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the record isn't one, was changed, or is for another
    ///     wallet or another base URL; nothing was sent.
    ///   - ``VeniceError/config(_:)``: the base URL is neither Venice's nor on this machine;
    ///     nothing was sent.
    ///   - ``VeniceError/paymentRefused(_:)``: the server refused, and nothing moved; or the time
    ///     to pay was over before anything was sent. Only if this process prepared the record and
    ///     sent no other request of its order: a record that was loaded may have been paid before.
    ///   - ``VeniceError/paymentSettling(_:)``: it was still settling when the time was over.
    ///   - ``VeniceError/paymentUnknown(_:)``: it may have been paid. ``VeniceError/retryAfter``
    ///     says when it can be known at the latest. If it isn't there, nobody can carry the payment
    ///     out any more, and Venice shows no credit for it, which it may book late.
    ///   - ``VeniceError/signInRefused(_:)``, ``VeniceError/walletMismatch(_:)``: as for
    ///     ``Client/x402Balance(_:)``; nothing was signed.
    @discardableResult
    public func x402PayTopUp(
        _ wallet: Wallet, record: String
    ) async throws -> TopUp {
        try await reply(to: "x402_pay_top_up", object: wallet) { record.write(to: $0) }.read()
    }
}
