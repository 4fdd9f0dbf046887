"""What the storm forks amid: threads and event loops that call without pause."""

import asyncio
import logging
import random
import re
import threading
import time
from collections import Counter

from venice_keys import AsyncClient, Client, VeniceError

from storm_calls import (
    BAD_LUCK,
    KINDS,
    Tally,
    at_once,
    awaiting,
    blocking,
    deletes,
    lists,
    patient,
    verifies,
)

THREADS = 16
TASKS = 8


class Weather:
    """Threads that make calls until `over`; each has its own tally and its own random numbers."""

    def __init__(self, clients, seed):
        self.clients, self.seed = clients, seed
        self.over = False
        self.tallies, self.crashes = [], []
        self.churned = Counter()
        jobs = [self.call] * (THREADS - 1) + [self.loop, self.churn_awaited, self.churn_blocking]
        self.threads = [
            threading.Thread(name=job.__name__, target=self.run, args=(job, at))
            for at, job in enumerate(jobs)
        ]
        for thread in self.threads:
            thread.start()

    def run(self, job, at):
        tally = Tally()
        self.tallies.append(tally)
        try:
            job(tally, random.Random(f"{self.seed}/{at}"), at)
        except BaseException as error:
            self.crashes.append(f"{job.__name__}: {error!r}")

    def call(self, tally, rng, at):
        client = self.clients.blocking[at % 5 == 0]
        while not self.over:
            at_once(tally.play(rng.choice(KINDS), blocking(client), rng))

    def loop(self, tally, rng, _):
        async def task(client):
            while not self.over:
                await tally.play(rng.choice(KINDS), awaiting(client), rng)

        async def tasks():
            patient()
            await asyncio.gather(*(task(self.clients.awaited[at == 0]) for at in range(TASKS)))

        asyncio.run(tasks())

    def churn_awaited(self, tally, rng, _):
        """Loops that end, and clients that go, with cancelled calls on their way."""
        while not self.over:
            asyncio.run(self.cancel(tally, rng))
            self.sweep(tally)
            self.churned["event loops"] += 1

    async def cancel(self, tally, rng):
        patient()
        client = AsyncClient(**self.clients.servers.settings(tls=rng.random() < 0.1))
        self.churned["clients"] += 1
        calls = [client.create_key("cancelled"), client.list_keys(), client.verify_key()]
        tasks = [asyncio.create_task(call) for call in calls]
        await asyncio.sleep(rng.random() * 0.02)
        if rng.random() < 0.5:
            await client.aclose()
        del client
        for task in tasks:
            task.cancel()
        tally.begun["cancelled calls"] += len(tasks)
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        tally.ended["cancelled calls"] += len(outcomes)
        made = outcomes[0]
        if hasattr(made, "id"):  # it was quicker than its end
            UNWANTED.append(made.id)
        for outcome in outcomes:
            if isinstance(outcome, Exception) and getattr(outcome, "code", "") not in BAD_LUCK:
                tally.failures.append(f"cancelled: {outcome!r}")

    def churn_blocking(self, tally, rng, _):
        """Clients that are closed, or dropped, while other threads are in their calls."""
        while not self.over:
            client = Client(**self.clients.servers.settings(tls=rng.random() < 0.1))
            self.churned["clients"] += 1
            users = [
                threading.Thread(target=self.use, args=(tally, client, random.Random(seed)))
                for seed in (rng.random(), rng.random())
            ]
            for user in users:
                user.start()
            time.sleep(rng.random() * 0.01)
            if rng.random() < 0.5:
                client.close()
            del client
            for user in users:
                user.join()

    def use(self, tally, client, rng):
        try:
            at_once(rng.choice([lists, verifies])(blocking(client), rng))
        except (VeniceError, RuntimeError) as error:
            fine = getattr(error, "code", "") in BAD_LUCK or "closed" in str(error)
            if not fine:
                tally.failures.append(f"a closed client: {error!r}")

    def sweep(self, tally):
        """Deletes the keys of cancelled creates: the account has room for 500."""
        call = blocking(self.clients.blocking[0])
        while UNWANTED and not self.over:
            at_once(deletes(call, UNWANTED.pop()))
            tally.ended["keys of cancelled creates"] += 1

    def end(self):
        self.over = True
        late = []
        for thread in self.threads:
            thread.join(120)
            if thread.is_alive():
                late.append(f"{thread.name} hangs")
        return late


UNWANTED = []


class Warned(logging.Handler):
    """Reads the warnings of the package: each names a key that was made for nobody."""

    def __init__(self):
        super().__init__()
        self.strange = []

    def emit(self, record):
        text = record.getMessage()
        key = re.search(r"created the key ([^\s:]+):", text)
        if key:
            UNWANTED.append(key[1])
        else:
            self.strange.append(text)
