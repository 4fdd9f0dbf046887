"""The protocol of all contenders: a line with seconds on standard input is a round, and is
answered with a line of JSON. `0` is a round of one call, without the call that warms up.

A contender's works are factories: what they do before they return the call isn't measured.
"""

import os
import sys
import time

URL = os.environ.get("BENCH_URL", "")
KEYS = URL + "/api_keys"
CA = os.environ.get("BENCH_CA")
KEY = "VENICE_ADMIN_KEY_BENCH_0123456789abcdefghij"
HEADERS = {"Authorization": "Bearer " + KEY}
WALLET = os.environ.get("BENCH_WALLET", "")
CHALLENGE = os.environ.get("BENCH_CHALLENGE", "")
AT_ONCE = 64


class Round:
    """Adds up the calls of one round."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.calls = 0
        self.cpu, self.start = time.process_time(), time.perf_counter()

    def goes_on(self) -> bool:
        """Whether there is time for one more call; there always is for the first."""
        if self.calls and time.perf_counter() - self.start >= self.seconds:
            return False
        self.calls += 1
        return True

    def print(self) -> None:
        wall, cpu = time.perf_counter() - self.start, time.process_time() - self.cpu
        print(
            f'{{"calls": {self.calls}, "wall_us": {wall * 1e6 / self.calls}, '
            f'"cpu_us": {cpu * 1e6 / self.calls}, "peak_kb": {status("VmHWM:")}, '
            f'"threads": {status("Threads:")}}}',
            flush=True,
        )


def status(name: str) -> int:
    """A number that Linux gives of this process; 0 elsewhere."""
    try:
        with open("/proc/self/status") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(name))
    except OSError:
        return 0


def run(**works) -> None:
    """Plays rounds of the work that the command line names."""
    call = works[sys.argv[1]]()
    for line in sys.stdin:
        seconds = float(line)
        if seconds:
            call()
        this = Round(seconds)
        while this.goes_on():
            call()
        this.print()


def run_async(**works) -> None:
    """As `run`, for works whose call is awaited."""
    import asyncio

    async def play_rounds() -> None:
        call = works[sys.argv[1]]()
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            seconds = float(line)
            if seconds:
                await call()
            this = Round(seconds)
            while this.goes_on():
                await call()
            this.print()

    asyncio.run(play_rounds())


def at_once(start):
    """A work of many calls at once; `start()` begins one."""

    async def all_of_them():
        import asyncio

        await asyncio.gather(*(start() for _ in range(AT_ONCE)))

    return all_of_them
