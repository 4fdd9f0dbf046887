"""Runs the contenders against one server, in turn, and writes the results. Started by run.sh."""

import argparse
import base64
import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import report

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / ".cache/bench"
HERE = ROOT / "tests/bench"
METADATA = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
TARGET = json.loads(subprocess.check_output(METADATA, cwd=ROOT))["target_directory"]
RUST = Path(TARGET) / "release/venice-keys-bench"
INSTRUCTIONS = HERE / "instructions.json"


def signing() -> dict[str, str]:
    """A wallet, and a JWT as Venice's challenges are, that lives as long as one may: an hour."""
    now = int(time.time())
    parts = ['{"alg":"ES256","typ":"JWT"}', f'{{"iat":{now},"exp":{now + 3600}}}', "x" * 64]
    encoded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return {"BENCH_WALLET": "0x" + "11" * 32, "BENCH_CHALLENGE": ".".join(encoded)}


@dataclass
class Contender:
    """A program that is measured."""

    language: str
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        return self.name.startswith("venice-keys")

    def start(self, work: str, environment: dict[str, str]) -> "Running":
        return Running(self, work, environment)


class Running:
    """A contender at its work."""

    def __init__(self, contender: Contender, work: str, environment: dict[str, str]) -> None:
        self.name = f"{contender.language}: {contender.name} {work}"
        self.process = subprocess.Popen(
            [*contender.command, work],
            cwd=ROOT,
            env={**os.environ, **signing(), **contender.environment, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)

    def round(self, seconds: float) -> dict[str, float]:
        self.process.stdin.write(f"{seconds}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"bench: {self.name} ended")
        return json.loads(line)


def end(process: subprocess.Popen) -> None:
    """Contenders and servers end when their input does; those that don't are killed."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def contenders(swift: bool) -> dict[str, Contender]:
    python, ours_python = BENCH / "python/bin/python", BENCH / "ours-python/bin/python"
    scripts = HERE / "contenders"

    def rust(name, command):
        return Contender("Rust", name, [str(RUST), command])

    def py(name, script, interpreter=python):
        return Contender("Python", name, [str(interpreter), str(scripts / f"python/{script}.py")])

    def node(name, script, modules="node"):
        modules = {"NODE_PATH": str(BENCH / modules / "node_modules")}
        return Contender("Node", name, ["node", str(scripts / f"node/{script}.cjs")], modules)

    def sw(name, command):
        with_swift = ROOT / "bindings-swift/scripts/with-swift"
        program = BENCH / "swift/release/Contender"
        return Contender("Swift", name, [str(with_swift), str(program), command])

    all_of_them = {
        "bare": rust("bare `TcpStream`", "bare"),
        "ureq": rust("ureq", "ureq"),
        "core": rust("venice-keys", "core"),
        "python": py("venice-keys", "ours", ours_python),
        "python_async": py("venice-keys, asyncio", "ours_async", ours_python),
        "urllib3": py("urllib3 + json", "with_urllib3"),
        "pycurl": py("pycurl + json", "with_pycurl"),
        "requests": py("requests", "with_requests"),
        "httpx": py("httpx", "with_httpx"),
        "venice_py": py("venice-py", "with_venice_py"),
        "eth_account": py("eth-account", "with_eth_account"),
        "node": node("venice-keys", "ours", "ours-node"),
        "undici": node("undici", "with_undici"),
        "fetch": node("fetch", "with_fetch"),
        "dev_tools": node("@venice-dev-tools/core", "with_venice_dev_tools"),
        "ethers": node("ethers", "with_ethers"),
    }
    if swift:
        all_of_them["swift"] = sw("venice-keys", "ours")
        all_of_them["urlsession"] = sw("URLSession + Codable", "urlsession")
    return all_of_them


READERS = (
    "bare ureq core python python_async urllib3 pycurl requests httpx venice_py "
    "node undici fetch dev_tools swift urlsession"
)

SPENDERS = "core python venice_py node swift"


class Measurements:
    """Medians of rounds: `figures[row][contender]["wall_us"]`."""

    def __init__(self, contenders: dict[str, Contender], rounds: int) -> None:
        self.contenders = contenders
        self.rounds = rounds
        self.figures: dict[str, dict[str, dict[str, float]]] = {}

    def row(self, name, work, names, seconds=0.2, fresh=False, rounds=None, **environment):
        """Measures the contenders in turn, round by round; `fresh`: each round a new process."""
        print(f"bench: {name}", file=sys.stderr)
        names = [one for one in names.split() if one in self.contenders]
        rounds = max(3, int(self.rounds * (rounds or 1)))
        found = {one: [] for one in names}
        with ExitStack() as stack:
            start = {one: self.contenders[one].start for one in names}
            if not fresh:
                running = {
                    one: stack.enter_context(start[one](work, environment)) for one in names
                }
            for _ in range(rounds):
                for one in names:
                    if fresh:
                        with start[one](work, environment) as process:
                            found[one].append(process.round(0))
                    else:
                        found[one].append(running[one].round(seconds))
        self.figures[name] = {
            one: {key: median(r[key] for r in results) for key in results[0]}
            for one, results in found.items()
        }


@contextmanager
def nginx(program: str):
    """The server: its plain and its TLS address."""
    subprocess.run([RUST, "files", BENCH / "files"], check=True)
    port, tls_port = free_ports(2)
    text = (HERE / "nginx.conf").read_text()
    for word, value in {"FOLDER": BENCH, "TLS_PORT": tls_port, "PORT": port}.items():
        text = text.replace(word, str(value))
    if os.geteuid() == 0:
        # As another user its workers might not be allowed to read the project.
        text = "user root;\n" + text
    (BENCH / "nginx.conf").write_text(text)
    server = subprocess.Popen([program, "-e", "stderr", "-c", BENCH / "nginx.conf"])
    try:
        for one in (port, tls_port):
            wait_for(one, server)
        yield f"http://127.0.0.1:{port}", f"https://127.0.0.1:{tls_port}"
    finally:
        server.terminate()
        server.wait()


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise SystemExit("bench: nginx did not start")


@contextmanager
def delayed(milliseconds: int):
    """The server that responds late: its base URL."""
    server = subprocess.Popen(
        [RUST, "delayed", str(milliseconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield server.stdout.readline().strip()
    finally:
        end(server)


SIZES = (1, 10, 100, 500, 5_000, 10_000)


def measure(all_of_them: dict[str, Contender], program: str, rounds: int) -> report.Tables:
    of = Measurements(all_of_them, rounds)
    loaders = "python httpx venice_py eth_account node ethers dev_tools"
    with nginx(program) as (plain, tls):
        of.row("load", "load", loaders, fresh=True)
        of.row("small", "list", READERS, BENCH_URL=f"{plain}/list-3")
        of.row("list", "list", READERS, BENCH_URL=f"{plain}/list-500")
        of.row("sign", "sign", "core python eth_account node ethers")
        trusting = {"BENCH_CA": str(BENCH / "ca.pem"), "NODE_EXTRA_CA_CERTS": str(BENCH / "ca.pem")}
        callers = "core python httpx node fetch"
        url = {"BENCH_URL": f"{tls}/list-3"}
        of.row("tls_first", "first", callers, fresh=True, **url, **trusting)
        of.row("tls_next", "list", callers, **url, **trusting)
        for size in SIZES:
            url = f"{plain}/list-{size}"
            contenders = "bare core python node swift"
            of.row(f"growth_{size}", "list", contenders, rounds=0.3, BENCH_URL=url)
        of.row("analytics", "analytics", SPENDERS, BENCH_URL=f"{plain}/usage-1")
        for pages in (1, 100):
            url = f"{plain}/usage-{pages}"
            of.row(f"usage_{pages}", "usage", SPENDERS, rounds=0.2, BENCH_URL=url)
        counts = count_instructions(f"{plain}/list-3")
        memory = count_memory(plain)
    with delayed(100) as url:
        callers = "core python_async httpx node undici fetch swift urlsession"
        of.row("many_first", "many", callers, fresh=True, rounds=0.3, BENCH_URL=url)
        of.row("many", "many", callers, rounds=0.5, seconds=0.25, BENCH_URL=url)
    return report.Tables(of, counts, memory, sizes())


COUNTED = {"parse_500_keys": 5, "parse_rate_limits": 20, "sign_challenge": 5, "list": 100}


def valgrind(found: str, work: str, times: int, url: str, *options: str) -> int:
    """The number that one of valgrind's tools prints at its end."""
    environment = {**os.environ, **signing(), "BENCH_URL": url}
    command = ["valgrind", *options, RUST, "count", work, str(times)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    number = re.search(found, done.stderr)
    if not number:
        raise SystemExit(f"bench: valgrind counted nothing:\n{done.stderr}")
    return int(number[1].replace(",", ""))


def count_instructions(url: str) -> dict[str, int]:
    """Instructions of one call: what many calls take more than few, by their number."""
    print("bench: instructions", file=sys.stderr)

    def count(work, times):
        options = ("--tool=callgrind", "--callgrind-out-file=/dev/null")
        return valgrind(r"Collected : (\d+)", work, times, url, *options)

    return {
        work: (count(work, 2 + times) - count(work, 2)) // times for work, times in COUNTED.items()
    }


def count_memory(plain: str) -> dict[int, int]:
    """The most bytes that the core has allocated at once, for a list of each size."""
    print("bench: memory", file=sys.stderr)
    options = ("--tool=dhat", "--dhat-out-file=/dev/null")
    return {
        size: valgrind(r"At t-gmax: +([\d,]+)", "list", 1, f"{plain}/list-{size}", *options)
        for size in SIZES
    }


def sizes() -> list[tuple[str, int, str]]:
    """What people install, in bytes, and what makes it up."""
    found = []
    for file in BENCH.glob("wheel/*.whl"):
        found.append(("Python wheel", file.stat().st_size, "packed"))
    for what, pattern in (
        ("Python extension", "ours-python/lib/*/site-packages/venice_keys/_native*.so"),
        ("Node addon", "ours-node/node_modules/venice-keys/*.node"),
    ):
        for file in BENCH.glob(pattern):
            found.append((what, file.stat().st_size, sections(file)))
    if (text := (BENCH / "swift-size.txt")).exists():
        said = text.read_text().splitlines()[-1]
        with_it, without, more = re.findall(r"\d+", said)
        parts = f"{int(with_it):,} with VeniceKeys, {int(without):,} the same program without"
        found.append(("Swift executable, stripped: what VeniceKeys adds", int(more), parts))
    return found


def sections(file: Path) -> str:
    """The largest sections of a library."""
    done = subprocess.run(["size", "-A", file], capture_output=True, text=True)
    named = re.findall(r"^(\.\S+)\s+(\d+)\s", done.stdout, re.MULTILINE)
    largest = sorted(((int(size), name) for name, size in named), reverse=True)[:5]
    return ", ".join(f"{name} {size:,}" for size, name in largest)


def compare_instructions(counted: dict[str, int]) -> bool:
    """Whether none has grown by more than the file allows. A first or accepted count is written
    with `--accept`; another compiler's counts are shown and not judged."""
    kept = json.loads(INSTRUCTIONS.read_text())
    compiler = version("rustc")
    fine = True
    for work, now in counted.items():
        before = kept["instructions"][work]
        change = (now / before - 1) * 100
        bad = change > kept["tolerance_percent"] and compiler == kept["compiler"]
        fine &= not bad
        print(f"{work}: {now:,} instructions, {change:+.1f} %{' TOO MANY' if bad else ''}")
    return fine


def version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True)
    return done.stdout.strip() or done.stderr.strip()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--nginx", required=True)
    parser.add_argument("--swift", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--accept", action="store_true", help="keep these instruction counts")
    chosen = parser.parse_args()
    rounds = 4 if chosen.quick else 25
    tables = measure(contenders(chosen.swift), chosen.nginx, rounds)
    kept = {key: getattr(tables, key) for key in ("figures", "counts", "memory", "sizes")}
    (BENCH / "figures.json").write_text(json.dumps(kept))
    if chosen.accept:
        kept = {"compiler": version("rustc"), "tolerance_percent": 3, "instructions": tables.counts}
        INSTRUCTIONS.write_text(json.dumps(kept, indent=2) + "\n")
    report.write(tables, None if chosen.quick else HERE / "results")
    exceeded = list(tables.exceeded())
    for line in exceeded:
        print(f"bench: {line}", file=sys.stderr)
    return 0 if compare_instructions(tables.counts) and not exceeded else 1


if __name__ == "__main__":
    sys.exit(main())
