"""What the measurements say: tables, the limits they must keep, and the picture."""

import json
import os
import platform
import re
import subprocess
from html import escape
from pathlib import Path

SIZES = Path(__file__).resolve().parents[1] / "release/sizes.json"
PICTURE = "picture.svg"
ROWS = {
    "load": "Import (Python), load (Node)",
    "small": "One small read (3 keys)",
    "list": "List of 500 keys",
    "sign": "Sign a challenge",
    "analytics": "Analytics of 500 keys",
    "tls_first": "TLS, new client and first call",
    "tls_next": "TLS, next calls",
    "many_first": "64 calls at once, responses after 100 ms, no connection yet",
    "many": "64 calls at once, responses after 100 ms, later rounds",
}
NOTES = {
    "load": "Each in a new process, its files in the page cache.",
    "small": "The bare socket is the limit: the same request, its response read and parsed by "
    "serde_json into the same types.",
    "list": "Ours, venice-py and URLSession make typed objects; the others stop at their JSON "
    "parser's dicts.",
    "sign": "Ours checks the challenge before it signs, and afterwards that the signature recovers "
    "to the wallet's address.",
    "analytics": "A month of 500 keys, to typed objects. venice-py's money is floating point.",
    "tls_first": "Each in a new process. All trust the usual roots and one more CA.",
    "many": "httpx is allowed to keep 64 connections, URLSession to open 64. The calls of the Rust "
    "row are made from 64 threads of the caller's.",
}
OURS = {"Rust": "core", "Python": "python", "Node": "node", "Swift": "swift"}


class Tables:
    def __init__(self, of, counts, memory, sizes):
        self.figures, self.contenders = of.figures, of.contenders
        self.counts, self.memory, self.sizes = counts, memory, sizes

    def has(self, row, *names):
        return all(name in self.figures[row] for name in names)

    def get(self, row, name, key="wall_us"):
        return self.figures[row][name][key]

    def ratio(self, row, ours, theirs, *keys):
        """Ours by theirs: the worst of the keys."""
        return max(self.get(row, ours, key) / self.get(row, theirs, key) for key in keys)

    def row(self, row):
        figures = self.figures[row]
        several = row.startswith("many")
        head = "| | | wall | CPU | memory |" + " threads |" * several
        head += " wall ÷ ours | CPU ÷ ours |" + " wall ÷ bare |" * ("bare" in figures)
        yield head
        yield "|---" * (head.count("|") - 1) + "|"
        for name, found in figures.items():
            who = self.contenders[name]
            title = f"**{who.name}**" if who.is_ours else who.name
            line = f"| {who.language} | {title} | {time(found['wall_us'])} "
            line += f"| {time(found['cpu_us'])} | {found['peak_kb'] / 1024:.0f} MB "
            if several:
                line += f"| {max(found['threads'], 64 if name == 'core' else 1):.0f} "
            ours = figures.get(OURS[who.language]) or figures.get("python_async")
            for key in ("wall_us", "cpu_us"):
                line += f"| {found[key] / ours[key]:.2f} "
            if "bare" in figures:
                line += f"| {found['wall_us'] / figures['bare']['wall_us']:.2f} "
            yield line + "|"

    def growth(self):
        """Time and memory of one key more."""
        sizes = sorted(int(row.split("_")[1]) for row in self.figures if row.startswith("growth"))
        names = list(self.figures["growth_1"])
        holding = [name for name in names if name != "bare"]
        title = {name: self.contenders[name].language for name in names} | {"bare": "bare socket"}
        head = [f"{title[name]}: time a key" for name in names]
        head += [f"{title[name]}: memory a key" for name in holding]
        yield "| keys | " + " | ".join(head) + " |"
        yield "|---" * (len(head) + 1) + "|"
        for size in sizes[1:]:
            cells = [f"{self.time_a_key(name, size):.2f} µs" for name in names]
            for name in holding:
                # The Rust one is exact, counted at the allocator; the others are peaks of
                # processes, which say nothing of few keys.
                says = size >= (100 if name == "core" else 5_000)
                cells.append(f"{self.memory_a_key(name, size):,.0f} B" if says else "")
            yield f"| {size:,} | " + " | ".join(cells) + " |"

    def time_a_key(self, name, size):
        one = self.get("growth_1", name)
        return (self.get(f"growth_{size}", name) - one) / (size - 1)

    def memory_a_key(self, name, size):
        if name == "core":
            return (self.memory[size] - self.memory[1]) / (size - 1) if size >= 100 else 0
        peaks = [self.get(f"growth_{n}", name, "peak_kb") for n in (1, size)]
        return (peaks[1] - peaks[0]) * 1024 / (size - 1)

    def usage(self):
        """Time and memory of one entry more of a history of 100 pages of 1,000."""
        yield "| | | wall an entry | CPU an entry | memory an entry |"
        yield "|---|---|---|---|---|"
        for name in self.figures["usage_100"]:
            who = self.contenders[name]
            title = f"**{who.name}**" if who.is_ours else who.name
            wall, cpu = (self.per_entry(name, key) for key in ("wall_us", "cpu_us"))
            memory = self.per_entry(name, "peak_kb") * 1024
            yield f"| {who.language} | {title} | {wall:.2f} µs | {cpu:.2f} µs | {memory:,.0f} B |"

    def per_entry(self, name, key):
        first, whole = (self.get(f"usage_{pages}", name, key) for pages in (1, 100))
        return (whole - first) / 99_000

    def bars(self):
        """The limits: what is measured, what was found, what it may be at most."""
        wall, cpu = "wall_us", "cpu_us"

        def at_most(limit, row, ours, theirs, *keys):
            if self.has(row, ours, theirs):
                names = [
                    f"{self.contenders[name].language}'s {self.contenders[name].name}"
                    for name in (ours, theirs)
                ]
                which = " and ".join(key[:-3].replace("cpu", "CPU") for key in keys)
                what = f"{ROWS[row]}: {which} of {names[0]} by {names[1]}"
                yield what, self.ratio(row, ours, theirs, *keys), limit

        yield from at_most(1 / 10, "load", "python", "httpx", wall)
        yield from at_most(1 / 50, "load", "python", "venice_py", wall)
        yield from at_most(1 / 5, "load", "node", "ethers", wall)
        yield from at_most(1 / 5, "load", "node", "dev_tools", wall)
        yield from at_most(1.4, "small", "core", "bare", wall)
        yield from at_most(1 / 2, "small", "python", "urllib3", cpu)
        yield from at_most(1, "small", "node", "undici", wall, cpu)
        yield from at_most(1, "small", "swift", "urlsession", wall, cpu)
        yield from at_most(1.3, "list", "core", "bare", wall)
        yield from at_most(1 / 2, "list", "python", "urllib3", wall, cpu)
        yield from at_most(1 / 10, "list", "python", "venice_py", wall, cpu)
        yield from at_most(1, "list", "node", "undici", wall, cpu)
        yield from at_most(1, "list", "swift", "urlsession", wall, cpu)
        yield from at_most(1 / 3, "analytics", "python", "venice_py", wall, cpu)
        for key, what in (("wall_us", "time"), ("peak_kb", "memory")):
            ratio = self.per_entry("python", key) / self.per_entry("venice_py", key)
            yield f"100,000 usage entries: {what} of Python's by venice-py's", ratio, 1 / 2
        for name in ("core", "python", "node"):
            yield from at_most(1 / 10, "sign", name, "ethers", wall)
        for row in ("tls_first", "tls_next"):
            yield from at_most(1, row, "python", "httpx", wall)
            yield from at_most(1, row, "node", "fetch", wall)
        for name in ("core", "python_async", "node", "swift"):
            if self.has("many", name):
                who = self.contenders[name]
                text = f"64 calls at once: {who.language}'s by the 100 ms of one"
                yield text, self.get("many", name) / 1e5, 1.15
        for name in ("core", "python", "node", "swift"):
            if self.has("growth_1", name):
                times = [self.time_a_key(name, size) for size in (100, 500, 5_000, 10_000)]
                language = self.contenders[name].language
                yield f"Growth: {language}'s slowest time a key by its fastest", spread(times), 1.2
        bytes_a_key = [self.memory_a_key("core", size) for size in (100, 500, 5_000, 10_000)]
        yield "Growth: Rust's largest memory a key by its smallest", spread(bytes_a_key), 1.2
        for name, limit in (("python", 60), ("node", 60), ("swift", 80)):
            if self.has("small", name):
                more = self.get("small", name) - self.get("small", "core")
                language = self.contenders[name].language
                yield f"{language}'s own cost of a small read, µs more than Rust's", more, limit

    def limits(self):
        """What no change may exceed: a run that finds more fails."""
        if self.has("load", "python"):
            yield "Python's import, ms", self.get("load", "python") / 1e3, 5
        if self.has("tls_first", "python"):
            peak = self.get("tls_first", "python", "peak_kb") / 1024
            yield "Python's memory after import and one call, MB", peak, 16
        # Only Linux counts a thread's time.
        if self.has("list", "node", "fetch") and self.get("list", "fetch", "main_us"):
            ratio = self.ratio("list", "node", "fetch", "main_us")
            yield f"{ROWS['list']}: main thread of Node's venice-keys by Node's fetch", ratio, 0.67
        limits = json.loads(SIZES.read_text(encoding="utf-8"))
        for what, size, _ in self.sizes:
            for name, limit in limits.items():
                if what.startswith(name):
                    yield f"{what}, MB", size / 1e6, limit / 1e6

    def reached(self):
        yield "| What | found | must be at most | |"
        yield "|---|---|---|---|"
        for text, found, limit in [*self.bars(), *self.limits()]:
            mark = "yes" if keeps(found, limit) else "**no**"
            yield f"| {text} | {found:.{digits(limit)}f} | {limit:g} | {mark} |"

    def exceeded(self):
        """The limits that aren't kept, as lines."""
        for text, found, limit in self.limits():
            if not keeps(found, limit):
                yield f"{text}: {found:.{digits(limit)}f}, at most {limit:g} is allowed"

    def counted(self):
        yield "| Work | instructions |"
        yield "|---|---|"
        for work, count in self.counts.items():
            yield f"| {work.replace('_', ' ')} | {count:,} |"

    def sized(self):
        yield "| What | bytes | made up of |"
        yield "|---|---|---|"
        for what, size, parts in self.sizes:
            yield f"| {what} | {size:,} | {parts} |"


def digits(limit):
    return 1 if limit > 2 else 2 if limit >= 1 else 3


def keeps(found, limit):
    return round(found, digits(limit)) <= limit


def spread(values):
    return max(values) / min(values)


def time(microseconds):
    if microseconds < 1e3:
        return f"{microseconds:.3g} µs" if microseconds < 100 else f"{microseconds:.0f} µs"
    return f"{microseconds / 1e3:.3g} ms"


def machine():
    """One line on where this was measured."""
    try:
        text = open("/proc/cpuinfo").read()
        model = re.search(r"model name\s*: (.*)", text)[1]
    except (OSError, TypeError):
        model = platform.processor()
    versions = []
    for command in (["rustc", "--version"], ["node", "--version"]):
        done = subprocess.run(command, capture_output=True, text=True)
        versions.append(done.stdout.split("(")[0].strip())
    system = f"{os.cpu_count()} × {model}, {platform.system()} {platform.release().split('-')[0]}"
    versions[1] = "Node " + versions[1].removeprefix("v")
    return f"{system}; {', '.join(versions)}, Python {platform.python_version()}"


PANELS = [
    ("load", "Import and load"),
    ("small", "One small read"),
    ("list", "List of 500 keys"),
    ("sign", "Sign a challenge"),
]


def picture(tables):
    """CPU time of each contender, in panels with scales of their own."""
    width, line, left = 760, 20, 230
    parts, y = [], 34

    def text(x, y, what, style=""):
        parts.append(f'<text x="{x}" y="{y}" {style}>{escape(what)}</text>')

    text(16, y, "CPU time of a call: shorter is better", 'font-weight="bold" font-size="15"')
    y += 14
    for row, title in PANELS:
        y += 30
        text(16, y, title, 'font-weight="bold"')
        found = tables.figures[row]
        most = max(figures["cpu_us"] for figures in found.values())
        for language in OURS:
            y += 4
            for name, figures in found.items():
                who = tables.contenders[name]
                if who.language != language:
                    continue
                y += line
                long = max(2, figures["cpu_us"] / most * (width - left - 100))
                colour = "#d1485f" if who.is_ours else "#8a94a6"
                text(16, y, f"{language}: {who.name.replace('`', '')}")
                parts.append(
                    f'<rect x="{left}" y="{y - 11}" width="{long:.1f}" height="14" '
                    f'fill="{colour}"/>'
                )
                text(left + long + 6, y, time(figures["cpu_us"]))
    height = y + 20
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="12" '
            'fill="#1f2430">',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def page(tables):
    yield "# Measured side by side"
    yield "Written by `make bench`; [what and how](../README.md). Ratios hold where times don't."
    yield f"Machine: {machine()}."
    yield f"![CPU time of a call]({PICTURE})"
    yield "## What must be reached"
    yield "\n".join(tables.reached())
    for row, title in ROWS.items():
        yield f"## {title}"
        if row in NOTES:
            yield NOTES[row]
        yield "\n".join(tables.row(row))
    yield "## Growth: a list's time and memory by its length"
    yield (
        "What a key costs more than a list of one. An account has at most 500 active keys. Room "
        "for an answer of up to 512 KB, some 1,200 keys, is used again; a larger one's pages are "
        "asked of the system each time."
    )
    yield "\n".join(tables.growth())
    yield "## Usage history: 100,000 entries"
    yield (
        "All of a history, in pages of 1,000, kept as a list of typed objects: what an entry costs "
        "more than those of one page. Whoever doesn't keep them needs the memory of one page."
    )
    yield "\n".join(tables.usage())
    yield "## Instructions of the core"
    yield "Counted by valgrind: the same on a noisy machine, so that a regression shows."
    yield "\n".join(tables.counted())
    if tables.sizes:
        yield "## Size"
        yield "\n".join(tables.sized())


def write(tables, folder):
    """Prints the page, and keeps it with its picture if there is a folder for it."""
    text = "\n\n".join(page(tables)) + "\n"
    print(text)
    if folder:
        folder.mkdir(exist_ok=True)
        (folder / "README.md").write_text(text)
        (folder / PICTURE).write_text(picture(tables))
