"""The installed package against the installed program."""

import os
import re
import signal
import subprocess
import sys
import time
import typing
from datetime import timedelta
from pathlib import Path

import pytest
from venice_keys import Client, ForbiddenError, ServerError, TransportError
from venice_keys_sandbox import Fault, FaultKind, Sandbox, SandboxError, find_program

README = Path(__file__).resolve().parents[2] / "README.md"


def kinds_of_the_readme():
    table = README.read_text(encoding="utf-8").split("| `kind` |")[1].split("\n\n")[0]
    first_cells = re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
    return {kind for cell in first_cells for kind in re.findall(r"`(\w+)`", cell)}


def running(pids):
    """Those that are there and not merely waited for."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, pids))],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    return [line for line in listed if line.strip() and " Z" not in line]


def wait_until_gone(pids):
    deadline = time.monotonic() + 30
    while left := running(pids):
        assert time.monotonic() < deadline, f"still there: {left}"
        time.sleep(0.05)


def test_the_program_is_the_installed_one():
    assert Path(find_program()).is_relative_to(sys.prefix)


def test_every_kind_of_fault_is_known_and_taken(venice_sandbox):
    kinds = typing.get_args(FaultKind)
    assert set(kinds) == kinds_of_the_readme()
    needed = {"refuse": {"ms": 1}, "delay": {"ms": 1}, "content_type": {"content_type": "a/b"}}
    needed |= {"repeat": {"each": "$n,", "count": 2}}
    needed |= {"meanwhile": {"control": [{"path": "late", "body": {}}]}}
    needed |= {"ignore": {"members": ["expiresAt"]}}
    needed |= {"status": {"status": 500}, "redirect": {"location": "/"}}
    for kind in kinds:
        venice_sandbox.queue(Fault(kind, **needed.get(kind, {})))
    assert venice_sandbox.waiting_faults() == len(kinds) - 1
    venice_sandbox.clear_faults()
    assert venice_sandbox.waiting_faults() == 0


def test_every_kind_of_fault_is_known_to_the_other_languages():
    root = README.parents[2]
    fault = "bindings-swift/Sources/VeniceKeysTesting/Fault.swift"
    texts = [root / fault, README.parent / "node/index.d.ts"]
    for text in [path.read_text(encoding="utf-8").replace("'", '"') for path in texts]:
        for kind in kinds_of_the_readme():
            assert f'"{kind}"' in text


def test_every_member_of_a_fault_arrives(venice_sandbox):
    members = {"method": "GET", "path": "/api_keys*", "times": 2, "headers": {"x-a": 1}}
    venice_sandbox.queue(
        Fault(
            "status",
            **members,
            status=418,
            body={"error": "b"},
            content_type="a/b",
            after_work=True,
        ),
        Fault("status", status=418, text="t"),
        Fault("delay", ms=1),
        Fault("cut", at=1, before="x"),
        Fault("huge", bytes=5),
        Fault("header_flood", count=3),
        Fault("redirect", location="/"),
        Fault("edit", set={"a": 1}, remove=["b"]),
        Fault("settlement", header="x-payment", response="timeout", settles="never"),
        Fault("settlement", response="failed", settles_after_ms=1, booked_after_ms=2),
        Fault("settlement", credited=False, remembered=False),
        Fault("late", after_requests=1, skip=1),
        Fault("late", after_ms=1),
        Fault("meanwhile", control=[{"path": "keys", "body": {}}], after_work=True),
        Fault("ignore", members=["expiresAt"]),
    )
    first, *_ = venice_sandbox.control("GET", "faults")["faults"]
    assert first["match"] == {"method": "GET", "path": "/api_keys*"}
    assert (first["times"], first["status"], first["afterWork"]) == (2, 418, True)
    assert (first["contentType"], first["body"]) == ("a/b", {"error": "b"})


def test_a_member_that_means_nothing_is_refused(venice_sandbox):
    with pytest.raises(SandboxError, match="unknown member ms"):
        venice_sandbox.queue(Fault("status", ms=1))
    assert venice_sandbox.waiting_faults() == 0


def test_a_fault_hits_what_it_names(venice_sandbox):
    venice_sandbox.queue(Fault("status", status=500, method="GET", path="/api_keys", times=9))
    options = {"base_url": venice_sandbox.base_url, "max_retries": 0}
    with Client(venice_sandbox.admin_key, **options) as client:
        assert client.rate_limits().rate_limits
        with pytest.raises(ServerError):
            client.list_keys()


def test_the_clock_the_journal_and_the_state(venice_sandbox, venice_client):
    key = venice_sandbox.seed_key("short", expires_in_ms=1000, consumption_limit={"usd": 5})
    before = venice_sandbox.advance(0)
    assert venice_sandbox.advance(timedelta(seconds=2)) - before >= timedelta(seconds=2)
    assert key.id not in [shown.id for shown in venice_client.list_keys()]
    stored = {stored.id: stored for stored in venice_sandbox.stored_keys()}[key.id]
    assert (stored.description, stored.origin, stored.api_key) == ("short", "seed", key.api_key)
    venice_sandbox.set_account(balances={"USD": 7})
    assert venice_client.rate_limits().balances.usd == 7
    seen = [(request.method, request.path, request.status) for request in venice_sandbox.requests()]
    assert seen == [("GET", "/api/v1/api_keys", 200), ("GET", "/api/v1/api_keys/rate_limits", 200)]
    venice_sandbox.set_account(refused="ipAllowlist")
    with pytest.raises(ForbiddenError):
        venice_client.list_keys()
    venice_sandbox.clear_requests()
    assert venice_sandbox.requests() == []


def test_late_requests_arrive_when_they_are_told_to(venice_sandbox, venice_client):
    late = Fault("late", method="DELETE", times=9)
    key = venice_sandbox.seed_key("late")
    venice_sandbox.queue(late)
    with Client(venice_sandbox.admin_key, base_url=venice_sandbox.base_url, max_retries=0) as once:
        with pytest.raises(TransportError):
            once.delete_key(key.id)
        venice_sandbox.drop_late()
        with pytest.raises(TransportError):
            once.delete_key(key.id)
    assert len(venice_client.list_keys()) == 3
    assert venice_sandbox.carry_out_late() == 1
    assert len(venice_client.list_keys()) == 2


def test_what_others_do_and_in_which_order(venice_sandbox, venice_client):
    first = "00000000-0000-4000-8000-000000000001"
    venice_sandbox.stop_clock()
    venice_sandbox.set_next_ids(first)
    created = [venice_client.create_key("a").id, venice_client.create_key("b").id]
    assert created[0] == first
    venice_sandbox.set_list_lag(60)
    venice_sandbox.change_key("newest", description="theirs", usage={"usd": 1})
    venice_sandbox.delete_key(first)
    lagging = {key.id: key for key in venice_client.list_keys()}
    assert lagging[first].created_at == lagging[created[1]].created_at
    venice_sandbox.set_list_lag(0, seed=1)
    venice_sandbox.start_clock()
    assert venice_client.list_keys()[0].description == "theirs"
    old = venice_sandbox.seed_key("old", id=first.replace("1", "2"), created_at="2026-01-01")
    assert venice_client.list_keys()[-1].id == old.id


@pytest.mark.venice_sandbox(tls="valid")
def test_tls(venice_sandbox, venice_client):
    assert venice_sandbox.base_url.startswith("https:")
    assert len(venice_client.list_keys()) == 2


def test_a_proxy_of_the_environment_is_not_asked(venice_sandbox, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert venice_sandbox.requests() == []


def test_what_cannot_be_started_says_why(tmp_path, monkeypatch):
    with pytest.raises(SandboxError, match="couldn't be started"):
        Sandbox(program=tmp_path / "missing")
    with pytest.raises(SandboxError, match="ended before it listened"):
        Sandbox(web3="other")
    monkeypatch.setenv("VENICE_KEYS_SANDBOX", str(tmp_path / "chosen"))
    assert find_program() == str(tmp_path / "chosen")


def test_it_starts_in_50_ms():
    took = []
    deadline = time.monotonic() + 30
    # What counts is what a start costs, and a busy machine shows that now and then only.
    while not took or (min(took) >= 0.05 and time.monotonic() < deadline):
        begun = time.perf_counter()
        with Sandbox():
            took.append(time.perf_counter() - begun)
    assert min(took) < 0.05


def test_100_starts_leave_no_process_behind():
    pids = []
    for _ in range(100):
        with Sandbox() as sandbox:
            pids.append(sandbox.pid)
    assert running(pids) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("forked", [False, True])
def test_100_sandboxes_end_with_a_process_that_is_killed(forked):
    program = (
        "import os, time\nfrom venice_keys_sandbox import Sandbox\n"
        "all = [Sandbox() for _ in range(100)]\n"
        f"if {forked} and os.fork() == 0: os._exit(0)\n"
        "print(*(one.pid for one in all), flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        pids = process.stdout.readline().split()
        assert len(running([int(pid) for pid in pids])) == 100
        process.send_signal(signal.SIGKILL)
    wait_until_gone([int(pid) for pid in pids])


@pytest.mark.skipif(os.name == "nt", reason="Windows doesn't fork")
def test_a_fork_that_closes_its_copy_leaves_the_parents(venice_sandbox):
    child = os.fork()
    if child == 0:
        venice_sandbox.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert venice_sandbox.requests() == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_forgotten_sandbox_ends():
    wait_until_gone([Sandbox().pid])
