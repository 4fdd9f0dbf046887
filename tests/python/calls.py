"""Makes calls by the words of scenarios, through Client or through AsyncClient."""

import asyncio
import io
import json
import os
import pickle
import tempfile
import time
import traceback
from itertools import islice
from pathlib import Path

from venice_keys import AsyncClient, AsyncPages, Client, Pages, VeniceError, Wallet

from contract import DERIVED, JOBS, OPERATIONS, PAGED, REQUIRED, SETTINGS, SINKS
from contract import value as argument


class Broken(AssertionError):
    """The scenario doesn't hold, or says what this runner doesn't know."""


class Own(Exception):
    """What the code of a step fails with."""


def check_words(place, given, known):
    unknown = set(given) - set(known)
    if unknown:
        raise Broken(f"{place}: {', '.join(sorted(unknown))} is no word this runner knows")


class Blocking:
    """Calls through Client."""

    kind = Client

    def run(self, client, operation, arguments, paging):
        result = getattr(client, operation)(**arguments)
        return self.listed(result, **paging) if isinstance(result, Pages) else result

    def listed(self, entries, limit=None, pages=False):
        if pages:
            return [page_as_dict(page) for page in islice(entries.pages(), limit)]
        return list(entries) if limit is None else entries.to_list(limit=limit)

    def written(self, client, operation, arguments, sink):
        """To a file, by its path."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "written.csv"
            rows = self.run(client, operation, {**arguments, sink: path}, {})
            return {"rows": rows, "csv": path.read_bytes().decode()}

    def store(self, keep):
        return keep

    def enter(self, client, made, body):
        """What a `with` of what a call made is entered with."""
        with made as key:
            if body(key):
                check_lent(key, client.list_keys())
        return key

    def close(self):
        pass


class Awaiting:
    """Calls through AsyncClient, on one event loop."""

    kind = AsyncClient

    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def run(self, client, operation, arguments, paging):
        result = getattr(client, operation)(**arguments)
        if isinstance(result, AsyncPages):
            result = self.listed(result, **paging)
        return self.loop.run_until_complete(result)

    async def listed(self, entries, limit=None, pages=False):
        if not pages and limit is not None:
            return await entries.to_list(limit=limit)
        if not pages:
            return [entry async for entry in entries]
        listed = []
        async for page in entries.pages():
            listed.append(page_as_dict(page))
            if len(listed) == limit:
                break
        return listed

    def written(self, client, operation, arguments, sink):
        """To a file object."""
        to = io.BytesIO()
        rows = self.run(client, operation, {**arguments, sink: to}, {})
        return {"rows": rows, "csv": to.getvalue().decode()}

    def store(self, keep):
        async def kept(created):
            await asyncio.sleep(0)
            keep(created)

        return kept

    def enter(self, client, made, body):
        async def entered():
            async with made as key:
                if body(key):
                    check_lent(key, await client.list_keys())
            return key

        return self.loop.run_until_complete(entered())

    def close(self):
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


def check_lent(key, keys):
    """The key of a body is there, and has an end."""
    if not any(one.id == key.id and one.expires_at is not None for one in keys):
        raise Broken("the key for the body isn't in the list, or has no end")


class Store:
    """Keeps new keys as a step says, and knows which it was handed."""

    def __init__(self, word):
        self.word = word
        self.ids = []
        if isinstance(word, dict):
            check_words("store", word, {"file", "stall"})
        elif word not in (True, False, "fail"):
            raise Broken(f"store can't be {word}")

    def __call__(self, created):
        if self.word == "fail":
            raise Own
        if isinstance(self.word, dict):
            self.write(created)
        self.ids.append(created.id)

    def write(self, created):
        """Into a file, for a program that kills this one while it stores."""
        stall = self.word.get("stall")
        if stall == "before":
            stop("storing", created.id)
        with open(self.word["file"], "a") as file:
            file.write(f"{created.id} {created.api_key.reveal()}\n")
            file.flush()
            os.fsync(file.fileno())
        if stall == "after":
            stop("stored", created.id)


def stop(how_far, id):
    """Says how far this got, and waits to be killed."""
    print(json.dumps({how_far: id}), flush=True)
    while True:
        time.sleep(60)


def page_as_dict(page):
    return {"items": page.items, "cursor": page.cursor, "isLast": page.is_last}


# What needs no client: of each its arguments, and what it does with the wallet.
OF_WALLETS = {
    "wallet_address": (["wallet"], lambda wallet: wallet.address),
    "wallet_sign": (["wallet", "challenge"], lambda wallet, challenge: wallet.sign(challenge)),
    "wallet_sign_in": (["wallet"], lambda wallet: wallet.sign_in()),
}


class Calls:
    """Makes calls by a scenario's words. Calls with the same client options share a client."""

    def __init__(self, way):
        self.way = way
        self.clients = {}
        # What the last call handed to its store.
        self.stored = []

    def make(self, call, options, given, paging=None, derived=None):
        self.stored = []
        if paging and call not in PAGED:
            raise Broken(f"{call} has no pages")
        if call in OF_WALLETS:
            words, made_of = OF_WALLETS[call]
            check_words("args", given, words)
            wallet, *others = (given[word] for word in words)
            return made_of(Wallet(wallet), *others)
        client = self.derived(self.client(options), **(derived or {}))
        if call == "client":
            check_words("args", given, {})
            return None
        if call not in OPERATIONS:
            raise Broken(f"{call} is no call this runner knows")
        known = OPERATIONS[call]
        job = JOBS.get(call)
        word = {"stored": "store", "within": "body"}[job["kind"]] if job else None
        code = given.get(word, True)
        given = {name: value for name, value in given.items() if name != word}
        check_words("args", given, known)
        # What a scenario leaves out is empty where Python can't do without it.
        arguments = dict.fromkeys(REQUIRED[call], "")
        for word, value in given.items():
            name, kind = known[word]
            try:
                arguments[name] = argument(kind, value)
            except KeyError as unknown:
                raise Broken(f"args.{word}: {unknown} is no word this runner knows") from None
        if call in SINKS:
            return self.way.written(client, call, arguments, SINKS[call])
        if job and job["kind"] == "within":
            return self.lent(client, call, arguments, code)
        if job:
            return self.kept(client, call, arguments, paging or {}, Store(code))
        return self.way.run(client, call, arguments, paging or {})

    def lent(self, client, call, arguments, code):
        if code not in ("list", "fail"):
            raise Broken(f"body can't be {code}")

        def body(key):
            if code == "fail":
                raise Own
            return True

        return self.way.enter(client, getattr(client, call)(**arguments), body)

    def kept(self, client, call, arguments, paging, store):
        self.stored = store.ids
        if not JOBS[call]["scope"]:
            keep = {"store": self.way.store(store)} if store.word else {}
            return self.way.run(client, call, {**arguments, **keep}, paging)

        def body(created):
            if store.word:
                store(created)

        made = getattr(client, call)(**arguments)
        try:
            self.way.enter(client, made, body)
        except VeniceError as error:
            # Other languages return what an earlier run came to.
            if error.code != "already_rotated":
                raise
        return made.result

    def derived(self, client, options=None, api_key=None):
        if options:
            check_words("options", options, DERIVED)
            changed = (SETTINGS[word] for word in options)
            values = {
                name: convert(options[word]) for word, (name, convert) in zip(options, changed)
            }
            client = client.with_options(**values)
        return client if api_key is None else client.with_api_key(api_key)

    def client(self, options):
        check_words("client", options, {"key", *SETTINGS})
        name = json.dumps(options, sort_keys=True)
        if name not in self.clients:
            settings = {}
            for word in options.keys() - {"key"}:
                name_here, converted = SETTINGS[word]
                settings[name_here] = converted(options[word])
            if options["key"] == "none":
                self.clients[name] = self.way.kind.anonymous(**settings)
            else:
                self.clients[name] = self.way.kind(options["key"], **settings)
        return self.clients[name]


def error_forms(error):
    """Every way in which Python shows an error."""
    return [
        str(error),
        repr(error),
        repr(vars(error)),
        "".join(traceback.format_exception(type(error), error, None)),
        pickle.dumps(error).decode("latin-1"),
    ]
