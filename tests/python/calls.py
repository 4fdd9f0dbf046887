"""Makes calls by the words of scenarios, through Client or through AsyncClient."""

import asyncio
import io
import json
import pickle
import tempfile
import traceback
from pathlib import Path

from venice_keys import AsyncClient, AsyncPages, Client, Pages, Wallet

from contract import OPERATIONS, PAGED, REQUIRED, SETTINGS, SINKS
from contract import value as argument


class Broken(AssertionError):
    """The scenario doesn't hold, or says what this runner doesn't know."""


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
        if limit is not None:
            return entries.to_list(limit=limit)
        return [page_as_dict(page) for page in entries.pages()] if pages else list(entries)

    def written(self, client, operation, arguments, sink):
        """To a file, by its path."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "written.csv"
            rows = self.run(client, operation, {**arguments, sink: path}, {})
            return {"rows": rows, "csv": path.read_bytes().decode()}

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
        if limit is not None:
            return await entries.to_list(limit=limit)
        if pages:
            return [page_as_dict(page) async for page in entries.pages()]
        return [entry async for entry in entries]

    def written(self, client, operation, arguments, sink):
        """To a file object."""
        to = io.BytesIO()
        rows = self.run(client, operation, {**arguments, sink: to}, {})
        return {"rows": rows, "csv": to.getvalue().decode()}

    def close(self):
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


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

    def make(self, call, options, given, paging=None):
        if paging and call not in PAGED:
            raise Broken(f"{call} has no pages")
        if call in OF_WALLETS:
            words, made_of = OF_WALLETS[call]
            check_words("args", given, words)
            wallet, *others = (given[word] for word in words)
            return made_of(Wallet(wallet), *others)
        client = self.client(options)
        if call == "client":
            check_words("args", given, {})
            return None
        if call not in OPERATIONS:
            raise Broken(f"{call} is no call this runner knows")
        known = OPERATIONS[call]
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
        return self.way.run(client, call, arguments, paging or {})

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
