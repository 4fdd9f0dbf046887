"""What the storm does: calls, each written once, for both kinds of client; and the clients."""

import asyncio
import json
import urllib.request
from collections import Counter

from venice_keys import AsyncClient, Client, NotFoundError, VeniceError

# What a call may come to whose retries all met a fault, too.
BAD_LUCK = {"connection", "rate_limited"}


def must(holds, what):
    if not holds:
        raise AssertionError(what)


async def lists(call, _):
    must(len(await call("list_keys")) >= 2, "keys are missing in the list")


async def verifies(call, _):
    must((await call("verify_key")).accepted, "the key isn't accepted")


async def reads_limits(call, _):
    must((await call("rate_limits")).rate_limits, "there are no limits")
    await call("rate_limit_log")


async def lists_models(call, rng):
    must(await call("list_models", rng.choice([None, "all", "image"])), "there are no models")


async def makes(call, rng):
    made = await call("create_key", f"made {rng.random()}")
    await reads_and_deletes(call, made)


async def mints(call, rng):
    made = await call("mint_with_wallet", WALLET, description=f"minted {rng.random()}")
    await reads_and_deletes(call, made)


async def reads_and_deletes(call, made):
    try:
        must((await call("get_key", made.id)).id == made.id, "another key was read")
        updated = await call("update_key", made.id, description="updated")
        must(updated.description == "updated", "the key wasn't updated")
    finally:
        await deletes(call, made.id)


async def deletes(call, id):
    """Until it is deleted: no key may be left over."""
    for _ in range(20):
        try:
            return await call("delete_key", id)
        except NotFoundError:  # by an earlier one, whose response was lost
            return None
        except VeniceError as error:
            must(error.code in BAD_LUCK, f"delete_key: {error.code}")
    raise AssertionError("a key can't be deleted")


KINDS = [lists, lists, verifies, reads_limits, lists_models, makes, makes, mints]
WALLET = None


def blocking(client):
    async def call(name, *args, **kwargs):
        return getattr(client, name)(*args, **kwargs)

    return call


def awaiting(client):
    async def call(name, *args, **kwargs):
        return await getattr(client, name)(*args, **kwargs)

    return call


def noting(call, ids):
    """Notes the ids of the keys that are read."""

    async def noted(name, *args, **kwargs):
        if name == "get_key":
            ids.add(args[0])
        return await call(name, *args, **kwargs)

    return noted


def at_once(coroutine):
    """Runs a coroutine that waits for nothing, as those over a blocking client do."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("a blocking call was awaited")


class Tally:
    """What one thread, or one event loop, began and ended. Nothing here has a lock to fork."""

    def __init__(self):
        self.begun, self.ended = Counter(), Counter()
        self.failures = []

    async def play(self, kind, call, rng):
        """Plays one kind of call; whether it was answered."""
        name = kind.__name__
        self.begun[name] += 1
        try:
            await kind(call, rng)
        except VeniceError as error:
            if error.code in BAD_LUCK:
                self.ended["bad luck"] += 1
            else:
                self.failures.append(f"{name}: {error!r}")
            return False
        except (AssertionError, RuntimeError) as error:
            self.failures.append(f"{name}: {error!r}")
            return False
        finally:
            self.ended[name] += 1
        return True


def patient():
    """In development mode a loop complains of what takes 100 ms: on a busy machine all does."""
    asyncio.get_running_loop().slow_callback_duration = 3600


# ---- Clients


class Servers:
    """The sandboxes, and clients of them."""

    def __init__(self, ready):
        self.plain, self.tls = ready["plain"], ready["tls"]

    def settings(self, tls=False):
        server = self.tls if tls else self.plain
        return {
            "api_key": server["admin_key"],
            "base_url": server["base_url"],
            "timeout": 60,
            "create_limit": 1_000_000,
            "create_limit_period": 0.001,
            **({"ca_file": server["ca_file"]} if tls else {}),
        }

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.plain['control_url']}/{path}"
        request = urllib.request.Request(url, data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as response:
            return json.load(response)


class Clients:
    """What a process shares with its children."""

    def __init__(self, servers):
        self.servers = servers
        self.blocking = [Client(**servers.settings(tls)) for tls in (False, True)]
        self.awaited = [AsyncClient(**servers.settings(tls)) for tls in (False, True)]

    def close(self):
        for client in self.blocking:
            client.close()
        asyncio.run(self.close_awaited())

    async def close_awaited(self):
        patient()
        for client in self.awaited:
            await client.aclose()
