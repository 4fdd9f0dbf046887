// Generated from core/src by `make generate`: the calls.

import Foundation

extension Client {
    /// Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func listKeys() async throws -> [ApiKey] {
        try await reply(to: "list_keys")
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
        try await reply(to: "create_key") { newKey.write(to: $0) }
    }

    /// Returns one key. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the id can't be a key's; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/notFound(_:)``: there is no such key.
    public func getKey(_ id: String) async throws -> ApiKey {
        try await reply(to: "get_key") { id.write(to: $0) }
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
        }
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
        let _: Nothing = try await reply(to: "delete_key") { id.write(to: $0) }
    }

    /// Creates a key, and survives lost responses and crashes: when it returns a key, that is the
    /// only key this call has named so, and its secret was stored first. Needs an ADMIN key.
    ///
    /// The key is created under a name that starts with `vk-pending:`, with an expiry some minutes
    /// away (``Client/Configuration/hold``); then `store` gets it, with its final description and
    /// expiry; only when `store` has returned does it get them at Venice. When the call fails with
    /// anything but ``VeniceError/outcomeUnknown(_:)``, there is none; what it leaves behind is
    /// named `vk-pending:…` and ends by itself within the hold. Each of its steps, before and after
    /// `store`, has the client's timeout.
    ///
    /// Store the secret under the key's id, not under its name: a secret whose key was never made
    /// lasting then overwrites nothing, and ``Client/listKeys()`` says which ids there are. Calling
    /// it twice makes two keys; ``Client/ensureKey(_:isolation:store:)`` makes one per description.
    ///
    /// Without `store` one hole stays that nobody can close: a program that dies after the key was
    /// made lasting and before it has saved the secret leaves a key whose secret nobody has. Pass
    /// `store`, or give such a key to ``Client/rotateKey(_:with:isolation:store:)``.
    ///
    /// It rests on Venice refusing to change an expired key, and on a change being made whole or
    /// not at all.
    ///
    /// A cancelled task has a key taken back that it didn't store, and doesn't wait for that; where
    /// it had stored one and asked for it to be made lasting, ``Client/Configuration/log`` is told
    /// what became of the key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or the expiry is too near;
    ///     nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/rateLimited(_:)``: there was no turn to create before the call's deadline,
    ///     or the server refused; nothing was created.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys; those that are
    ///     being made count.
    ///   - Your own error, as it is: `store` failed, and the new key was deleted or ends by itself.
    ///   - ``VeniceError/pendingLost(_:)``: the hold was over before the key was made lasting:
    ///     discard the secret stored under the id that the message names.
    ///   - ``VeniceError/outcomeUnknown(_:)``: whether the key was made lasting isn't known. The
    ///     message names its id, and the time from which on it has its description or is gone.
    public func createKeyOnce(
        _ newKey: NewKey,
        isolation: isolated (any Actor)? = #isolation,
        store: (CreatedKey) async throws -> Void = { _ in }
    ) async throws -> CreatedKey {
        try await stored("create_key_once", by: store) { newKey.write(to: $0) }
    }

    /// Makes sure that there is a key of this description with these settings. It is created, or
    /// what differs is changed. Needs an ADMIN key.
    ///
    /// However many processes ask for the same description at once, in any languages, and whichever
    /// of them die: there is never more than one key of that description made by them, its secret
    /// was stored before it got the description, at most one process is told `created`, and all
    /// others are told that it exists or is being made. The result has the key's secret only if
    /// this call created it: Venice shows no other.
    ///
    /// Settings that aren't given are left as they are. One that Venice doesn't show is set again,
    /// and named as changed.
    ///
    /// A key is created as ``Client/createKeyOnce(_:isolation:store:)`` does it; then it is waited
    /// for ``Client/Configuration/settle``, and whoever sees that another process was first deletes
    /// its own key again. What a process leaves that dies blocks the others for as long as its
    /// hold, at most five minutes (``Client/Configuration/hold``), or until
    /// ``VeniceError/inProgress(_:)``. Without `store`, a program that dies before it has saved the
    /// secret leaves a key whose secret nobody has.
    ///
    /// Not solved: a key of the same description that somebody makes at the same time in the
    /// dashboard, with ``Client/createKey(_:)`` or with
    /// ``Client/createKeyOnce(_:isolation:store:)``; processes that want different settings (the
    /// last one has them); a key that is found and whose secret nobody has kept, which no list
    /// tells: ``Client/rotateKey(_:with:isolation:store:)`` makes one that somebody has.
    ///
    /// It rests on Venice refusing to change an expired key; and on a key being in every list that
    /// is asked for later than ``Client/Configuration/settle`` after its creation, with times of
    /// creation that order keys further apart than that. Where that fails, there may be two, which
    /// the next call says.
    ///
    /// A cancelled task has a key taken back that it didn't store, and doesn't wait for that; where
    /// it had stored one and asked for it to be made lasting, ``Client/Configuration/log`` is told
    /// what became of the key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or the expiry is too near;
    ///     nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/conflict(_:)``: two keys have this description, which the message names;
    ///     or the one that has it is of another type, which can't be changed.
    ///   - ``VeniceError/inProgress(_:)``: another process is making this key, and hadn't ended
    ///     before the call's deadline. The message names the key and until when it can last.
    ///   - ``VeniceError/rateLimited(_:)``: there was no turn to create before the call's deadline,
    ///     or the server refused; nothing was created.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys; those that are
    ///     being made count.
    ///   - Your own error, as it is: `store` failed, and the new key was deleted or ends by itself.
    ///   - ``VeniceError/pendingLost(_:)``: the hold was over before the key was made lasting,
    ///     several times: discard the secret stored under the id that the message names, and give
    ///     `store` more time.
    ///   - ``VeniceError/outcomeUnknown(_:)``: whether the key was made lasting isn't known. The
    ///     message names its id, and the time from which on it has its description or is gone.
    public func ensureKey(
        _ newKey: NewKey,
        isolation: isolated (any Actor)? = #isolation,
        store: (CreatedKey) async throws -> Void = { _ in }
    ) async throws -> EnsuredKey {
        try await stored("ensure_key", by: store) { newKey.write(to: $0) }
    }

    /// Says what ``Client/provisionKeys(_:store:)`` would do now, in the order of `newKeys`,
    /// without doing it. Needs an ADMIN key.
    ///
    /// One list is read. What other processes do until then isn't in the plan.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or a description is there
    ///     twice; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func planKeys(_ newKeys: [NewKey]) async throws -> [PlannedKey] {
        try await reply(to: "plan_keys") { newKeys.write(to: $0) }
    }

    /// Makes sure that there are keys of these descriptions with these settings, and says of each
    /// what became of it: an iterator, in the order that finishes first. Needs an ADMIN key.
    ///
    /// For each key it does what ``Client/ensureKey(_:isolation:store:)`` does, and holds what that
    /// holds: however many processes ask for the same descriptions at once, there is never more
    /// than one key of each made by them. Nothing is sent before the first is asked for. First
    /// comes what is there already, kept or changed; then keys are created, some at once, as fast
    /// as Venice's limit allows, which is shared with everybody else who creates keys: the list
    /// shows them. Waiting for a turn doesn't count as time of the call; each step has the client's
    /// timeout.
    ///
    /// Stopped, given up or killed: run it again with the same keys, here or elsewhere. It makes
    /// none twice; what was being made ends by itself within its hold, five minutes, and is waited
    /// for. One whose hold is longer than 15 minutes, and than the client's own, isn't: then the
    /// item has failed with ``VeniceError/inProgress(_:)``, so run it again after that hold.
    /// ``Client/planKeys(_:)`` says what it would do. Two processes that are to share the work can
    /// have the same list: they make the keys in different orders.
    ///
    /// Up to five keys are created before the first of them is stored. Where `store` or the loop is
    /// so slow that a key's hold is over, or nearly, when its turn comes, it isn't stored: it ends
    /// by itself and is made again.
    ///
    /// A key that fails by itself is an item whose outcome is `failed`. An error is about the
    /// whole: nothing is lost with it, and asking for the next item tries again; so stop at an
    /// error, or count them. After a `store` that failed, its key and the others that weren't
    /// stored yet are deleted, and made again if the iterator goes on.
    ///
    /// A cancelled task has a key taken back that it didn't store, and doesn't wait for that; where
    /// it had stored one and asked for it to be made lasting, ``Client/Configuration/log`` is told
    /// what became of the key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or a description is there
    ///     twice; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys; those that are
    ///     being made count.
    ///   - Your own error, as it is: `store` failed, and the new key was deleted or ends by itself.
    ///   - ``VeniceError/outcomeUnknown(_:)``: whether a key was made lasting isn't known. The
    ///     message names its id.
    public func provisionKeys(
        _ newKeys: [NewKey], store: @escaping @Sendable (CreatedKey) async throws -> Void = { _ in }
    ) -> StoredPages<ProvisionedKey> {
        storedPages(of: "provision_keys", by: store) { newKeys.write(to: $0) }
    }

    /// Replaces a key with a new one of the same settings, without cutting anybody off. Needs an
    /// ADMIN key.
    ///
    /// At every moment, whatever dies, at least one of the two keys works, lasts as long as the old
    /// one was to last, and has its secret stored.
    ///
    /// Every setting of the old key is copied, except those that are given; one that Venice doesn't
    /// show must be given, or cleared. The new key is created under a name that starts with
    /// `vk-pending:`, with an expiry some minutes away (``Client/Configuration/hold``). Its secret
    /// is tried, then handed to `store`; when `store` has returned, the key is made lasting, and
    /// only then is the old one touched: it gets an end that Venice keeps, at least
    /// ``Rotation/grace`` away, the new key gets its name, and without a grace the old one is
    /// deleted. Each of its steps, before and after `store`, has the client's timeout.
    ///
    /// **If it fails, or your program dies, make the same call again**: it finishes what was begun,
    /// and never makes a third key. A new key that wasn't made lasting ends by itself; until then
    /// another run waits for it. What an earlier run made lasting is finished without `store`: its
    /// secret was stored then, and the outcome is ``RotationOutcome/alreadyRotated``.
    ///
    /// A rotation needs a free place among the 500 keys of an account: the old key is never deleted
    /// first. The new key's period starts at zero, so a rotation can double what is spent in one.
    /// It is for continuity: a key that leaked is to be deleted first. If it is the client's own
    /// key that is rotated, the client, and every client that shares its key, goes on with the new
    /// one; the old one isn't deleted then, unless ``Rotation/endOwnKey`` says so. It is known by
    /// its last six characters: where Venice doesn't show them, or two keys end alike, nothing is
    /// deleted, and the client goes on with the key that it has until you give it the new one
    /// (``Client/withAPIKey``).
    ///
    /// It rests on Venice refusing to change an expired key, and on the list showing a new key
    /// within ``Client/Configuration/settle``.
    ///
    /// A cancelled task has a key taken back that it didn't store, and doesn't wait for that; where
    /// it had stored one and asked for it to be made lasting, ``Client/Configuration/log`` is told
    /// what became of the key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or isn't shown of the old
    ///     key and must be given, or the old key ends before the grace does, or has a cap that this
    ///     version doesn't know; nothing was created. Or the old key has another member that this
    ///     version doesn't know, which may restrict it, and the new key didn't have the same: it
    ///     was deleted.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/notFound(_:)``: there is no such key, or it has expired, or it was rotated
    ///     and deleted.
    ///   - ``VeniceError/forbidden(_:)``: the new secret can't be tried from this machine; nothing
    ///     has changed. ``Rotation/unverified`` goes on without that.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys; those that are
    ///     being made count.
    ///   - ``VeniceError/inProgress(_:)``: another run is rotating this key, and wasn't done in
    ///     time. The message says when it is decided, and so does ``VeniceError/retryAfter``.
    ///   - ``VeniceError/conflict(_:)``: another key has the description that the new one is to
    ///     get, or somebody made one meanwhile: the message names it; or the old key seems to have
    ///     been rotated, and its successor, too: the message names the newest; or a later version
    ///     of venice-keys is at it; or the old key was changed again and again.
    ///   - Your own error, as it is: `store` failed, and the new key was deleted or ends by itself;
    ///     the old one is as it was.
    ///   - ``VeniceError/pendingLost(_:)``: `store` took longer than the hold, several times:
    ///     discard the secret stored under the id that the message names.
    ///   - ``VeniceError/outcomeUnknown(_:)``: whether the new key was made lasting isn't known.
    ///     The message names its id, and the time at which it is lasting or gone; keep both secrets
    ///     until then.
    @discardableResult
    public func rotateKey(
        _ id: String, with rotation: Rotation = Rotation(),
        isolation: isolated (any Actor)? = #isolation,
        store: (CreatedKey) async throws -> Void
    ) async throws -> RotatedKey {
        try await stored("rotate_key", by: store) {
            id.write(to: $0)
            rotation.write(to: $0)
        }
    }

    /// Begins a rotation, for programs that store the secret and commit in separate steps. The new
    /// key is created, pending, and its secret tried. Needs an ADMIN key.
    ///
    /// The old key isn't touched. Store the new secret, and the record with it; then
    /// ``Client/commitRotation(_:)``, in this process or another, within the hold: a new key that
    /// isn't committed ends by itself. What it promises, and what it takes, is described at
    /// ``Client/rotateKey(_:with:isolation:store:)``. If an earlier run made its new key lasting
    /// and stopped there, that rotation is finished, and there is nothing to commit.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``, ``VeniceError/adminKeyRequired(_:)``,
    ///     ``VeniceError/notFound(_:)``, ``VeniceError/forbidden(_:)``,
    ///     ``VeniceError/keyLimitReached(_:)``, ``VeniceError/inProgress(_:)``,
    ///     ``VeniceError/conflict(_:)``: as for ``Client/rotateKey(_:with:isolation:store:)``.
    public func beginRotation(
        _ id: String, with rotation: Rotation = Rotation()
    ) async throws -> PendingRotation {
        try await reply(to: "begin_rotation") {
            id.write(to: $0)
            rotation.write(to: $0)
        }
    }

    /// Commits a rotation that ``Client/beginRotation(_:with:)`` began. The new key is made
    /// lasting, the old one gets its end and the new one its name, and without a grace the old one
    /// is deleted. Needs an ADMIN key.
    ///
    /// Store the new secret first. If it fails, or the program dies, commit the same record again:
    /// that finishes it, and a rotation that is finished stays as it is. A client other than the
    /// one that began the rotation of its own key doesn't have the new secret: give it one with
    /// ``Client/withAPIKey``.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: it is no record of a rotation, or was changed; nothing
    ///     was changed at Venice.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/pendingLost(_:)``: the hold was over: the new key has ended, and the old
    ///     one is as it was. Discard the new secret, and begin again.
    ///   - ``VeniceError/outcomeUnknown(_:)``: whether the new key was made lasting isn't known:
    ///     commit the record again. The message says when it can be known at the latest.
    ///   - ``VeniceError/conflict(_:)``: somebody else made a key of this name meanwhile: both are
    ///     named.
    ///   - ``VeniceError/notFound(_:)``: the new key was deleted by somebody else.
    public func commitRotation(_ record: String) async throws {
        let _: Nothing = try await reply(to: "commit_rotation") { record.write(to: $0) }
    }

    /// Aborts a rotation that ``Client/beginRotation(_:with:)`` began. The new key is deleted, and
    /// the old one is as it was. Needs an ADMIN key.
    ///
    /// Once a request to make the new key lasting was sent, it is refused: others may rely on that
    /// key by then. If the new key is gone, there is nothing to do.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: it is no record of a rotation, or was changed, or the
    ///     new key was, or may have been, made lasting: commit it again, which finishes it.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func abortRotation(_ record: String) async throws {
        let _: Nothing = try await reply(to: "abort_rotation") { record.write(to: $0) }
    }

    /// Creates a key for one piece of work, deleted when that ends. Needs an ADMIN key.
    ///
    /// The key expires by itself, `lifetime` after it was created, by Venice's clock; so give it
    /// the longest that the work may take. It is deleted when the work ends, however it ends, and
    /// also when the call was given up. If the program is killed, the key ends by itself. It is
    /// created once, as ``Client/createKeyOnce(_:isolation:store:)`` does: what is left of an
    /// attempt whose response was lost ends by itself, too.
    ///
    /// Creating the key and deleting it each have the client's timeout; the work has none. If the
    /// key can't be deleted and the work is done, that is an error, which names the key and its
    /// end. If the work failed, its own error comes first, and the key is named in a warning.
    ///
    /// What `job` throws is thrown as it is. A cancelled task has the key deleted, and doesn't wait
    /// for that.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: a setting breaks its rule, or has an expiry of its
    ///     own, or the lifetime is shorter than 30 seconds or longer than a year; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/rateLimited(_:)``: there was no turn before the call's deadline and
    ///     nothing was sent, or the server refused.
    ///   - ``VeniceError/keyLimitReached(_:)``: the account has 500 active keys; those that are
    ///     being made count.
    ///   - ``VeniceError/pendingLost(_:)``, ``VeniceError/outcomeUnknown(_:)``: as for
    ///     ``Client/createKeyOnce(_:isolation:store:)``.
    public func temporaryKey<Value: Sendable>(
        _ newKey: NewKey, lifetime: TimeInterval,
        isolation: isolated (any Actor)? = #isolation,
        job: (CreatedKey) async throws -> Value
    ) async throws -> Value {
        try await temporary("temporary_key", job) {
            newKey.write(to: $0)
            lifetime.write(to: $0)
        }
    }

    /// Lists the keys that ``Client/deleteKeys(_:)`` would delete, without deleting any. Needs an
    /// ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the filter says nothing, or breaks a rule; nothing was
    ///     sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func planDeletion(_ filter: KeyFilter = KeyFilter()) async throws -> [ApiKey] {
        try await reply(to: "plan_deletion") { filter.write(to: $0) }
    }

    /// Deletes the keys that a filter selects, one after the other, while it is read. Needs an
    /// ADMIN key.
    ///
    /// Nothing is sent before the first item is asked for. Then the keys are listed once: those
    /// that the filter selects are the plan, and no others are deleted. Before each goes, it is
    /// looked at in a list less than ten seconds old, and left alone if it is called something else
    /// by then, or if the filter doesn't select it any more. The client's own key is never deleted,
    /// nor one that ends in the same six characters, nor one that is being made (`vk-pending:…`).
    /// Every id of the filter comes with what became of it.
    ///
    /// Ten keys are one page, with the client's timeout and retries. Whoever stops reading stops
    /// the deletion, at the latest after the page that was begun. To know what a page has deleted
    /// that nobody got, name the keys by their ids, as ``Client/planDeletion(_:)`` gives them: the
    /// same call made again says of each whether it is still there.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: the filter says nothing, or breaks a rule; nothing was
    ///     sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func deleteKeys(_ filter: KeyFilter = KeyFilter()) -> Pages<DeletedKey> {
        pages(of: "delete_keys", areWork: true) { filter.write(to: $0) }
    }

    /// Lists the keys that are still being made or were left unfinished, whoever began them, and
    /// what to do about each. Needs an ADMIN key.
    ///
    /// Mostly there is nothing to do: what isn't finished ends by itself. Deleting such a key may
    /// take it from a process that is just finishing it. A key's name says what it is for only as a
    /// hash: give the descriptions that you use as `names`, and those that match are shown.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func pendingKeys(_ names: [String] = []) async throws -> [PendingKey] {
        try await reply(to: "pending_keys") { names.write(to: $0) }
    }

    /// Returns the balances and rate limits of the client's own key. Works with any key.
    ///
    /// - Throws:
    ///   - ``VeniceError/unauthenticated(_:)``: Venice doesn't accept the key.
    public func rateLimits() async throws -> RateLimits {
        try await reply(to: "rate_limits")
    }

    /// Lists the last 50 times that the account exceeded a rate limit, newest first. Needs an ADMIN
    /// key.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func rateLimitLog() async throws -> [RateLimitBreach] {
        try await reply(to: "rate_limit_log")
    }

    /// Follows the log of rate limits: gives each time that the account exceeds one from now on,
    /// oldest first, none twice. Needs an ADMIN key.
    ///
    /// It never ends. The first look is at once, and what is in the log then is no news:
    /// ``Client/rateLimitLog()`` shows it. From then on each page is one look, `every` after the
    /// one before was asked for; `every` is a second to a day. That wait isn't part of the call's
    /// time, and ends at once where the call is given up. Venice shows the last 50 entries; where
    /// as many came between two looks, a mark (`mayBeMissing`) comes before them. With the cursor
    /// of a page it goes on after that page, in another process and another day, too.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: `every` is out of its range, or the cursor is none of
    ///     this list; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    public func followRateLimitLog(
        every: TimeInterval, cursor: String? = nil
    ) -> Pages<RateLimitNews> {
        pages(of: "follow_rate_limit_log", from: cursor) { every.write(to: $0) }
    }

    /// Watches the account's keys: gives what is created, changed, deleted or has expired from now
    /// on, and which keys reach 50, 80 or 100 percent of a cap. Needs an ADMIN key.
    ///
    /// It never ends. The first look is at once, and what is there then is no news. From then on
    /// each page is one look, `every` after the one before was asked for; `every` is a second to a
    /// day. That wait isn't part of the call's time, and ends at once where the call is given up.
    /// With the cursor of a page it goes on after that page, in another process and another day,
    /// too: a key that came and went meanwhile isn't seen, and of several changes of a field only
    /// the last state.
    ///
    /// A key that is being created, rotated to or provisioned shows once it is lasting. A key that
    /// goes at its end has expired, any other was deleted. What was spent includes no earned
    /// credits, although they count against a cap in US dollars, so a share can be reached earlier
    /// than it is seen. Only the highest share reached between two looks is told; which shares
    /// count is fixed.
    ///
    /// - Throws:
    ///   - ``VeniceError/invalidInput(_:)``: `every` is out of its range, or the cursor is none of
    ///     this list; nothing was sent.
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/badResponse(_:)``: a cap, an expiry or an allowlist can't be read.
    public func watchKeys(
        every: TimeInterval, cursor: String? = nil
    ) -> Pages<KeyChange> {
        pages(of: "watch_keys", from: cursor) { every.write(to: $0) }
    }

    /// Checks the client's own key: whether Venice accepts it, whether it may spend and if not why,
    /// until when, and with which balances.
    ///
    /// A key that Venice refuses is a result (`accepted` is false), not an error; a key without
    /// money is accepted and may not spend. If an ADMIN key may not spend, one more request looks
    /// whether a cap is why. Venice doesn't always show an INFERENCE key why it may not spend: then
    /// the reason is `cap_or_balance`.
    ///
    /// - Throws:
    ///   - ``VeniceError/unauthenticated(_:)``, ``VeniceError/forbidden(_:)``: something other than
    ///     Venice refused, a gateway or a captive portal, which says nothing about the key.
    public func verifyKey() async throws -> KeyStatus {
        try await reply(to: "verify_key")
    }

    /// Returns what the account has left to spend, in each currency. Needs an ADMIN key.
    ///
    /// - Throws:
    ///   - ``VeniceError/adminKeyRequired(_:)``: the client's key is an INFERENCE key.
    ///   - ``VeniceError/badResponse(_:)``: the response has no balances, or an amount that can't
    ///     be read: none is taken for zero.
    public func billingBalance() async throws -> BillingBalance {
        try await reply(to: "billing_balance")
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
        try await reply(to: "usage_analytics") { period.write(to: $0) }
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
        try await reply(to: "list_models") { type.write(to: $0) }
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
        try await reply(to: "web3_challenge") { address.write(to: $0) }
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
        try await reply(to: "mint_web3_key") { mint.write(to: $0) }
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
        try await reply(to: "mint_with_wallet", object: wallet) { options.write(to: $0) }
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
        try await reply(to: "x402_balance", object: wallet)
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
        try await reply(to: "x402_top_up", object: wallet) { topUp.write(to: $0) }
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
        try await reply(to: "x402_prepare_top_up", object: wallet) { topUp.write(to: $0) }
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
        try await reply(to: "x402_pay_top_up", object: wallet) { record.write(to: $0) }
    }
}
