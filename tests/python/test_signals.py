"""Ctrl-C and other signals during calls: they are heard at once, and no key is lost by them."""

import signal
import time

import pytest

from programs import go_on, run, start
from sandbox import made_key
from until import wait_until

SLOW_CALL = """
    import atexit, sys, time, threading, venice_keys
    client = venice_keys.Client()
    {before}
    try:
        print("calling", flush=True)
        {call}
    except {interrupt}:
        print("interrupted", flush=True)
    {after}
"""


def interrupted(sandbox, signal_, gate=None, **parts):
    """Sends a signal to a program in the middle of a call, and gives the program once it has
    noticed, and how long that took.
    """
    parts = {"before": "", "interrupt": "KeyboardInterrupt", "after": "", **parts}
    before = len(sandbox.journal())
    program = start(SLOW_CALL.format(**parts), env=(gate or sandbox).environment())
    assert program.stdout.readline() == "calling\n"
    wait_until(lambda: len(sandbox.journal()) > before)
    time.sleep(0.5)
    sent = time.monotonic()
    program.send_signal(signal_)
    line = program.stdout.readline()
    took = time.monotonic() - sent
    assert line == "interrupted\n", (line, program.communicate(timeout=100))
    return program, took


def end_of(program):
    """What a program says on standard error until it ends: sooner than a call that is waited for,
    which has a minute.
    """
    return program.communicate(timeout=50)[1]


@pytest.mark.alone
@pytest.mark.parametrize("before", ["", "import threading", "import logging, asyncio"])
def test_ctrl_c_is_acted_on_within_a_second(sandbox, before):
    """A machine may stop for a second, but hardly whenever this is tried."""
    sandbox.fault("stall", match={"method": "GET"}, times=99)

    def took():
        program, took = interrupted(
            sandbox, signal.SIGINT, call="client.list_keys()", before=before
        )
        end_of(program)
        return took

    assert any(took() < 1 for _ in range(5))


# Who isn't heard waits for as long as its calls may take.
PATIENT = "client = venice_keys.Client(timeout=200)"


def test_ctrl_c_is_heard_between_resends(sandbox):
    sandbox.fault("status", status=429, headers={"retry-after": "150"}, times=9)
    program, took = interrupted(sandbox, signal.SIGINT, call="client.list_keys()", before=PATIENT)
    assert took < 50
    end_of(program)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")
def test_other_signal_handlers_run_and_may_raise(sandbox):
    sandbox.fault("stall", times=9)
    before = f"""
    import signal
    def handler(*_): raise LookupError
    signal.signal(signal.SIGALRM, handler)
    {PATIENT}
    """
    program, took = interrupted(
        sandbox,
        signal.SIGALRM,
        call="client.list_keys()",
        before=before,
        interrupt="LookupError",
    )
    assert took < 50
    end_of(program)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")
def test_a_signal_handler_that_returns_disturbs_no_call(sandbox):
    sandbox.fault("delay", ms=4000, times=9)
    done = run(
        """
        import signal, venice_keys
        rung = 0
        def handler(*_):
            global rung
            rung += 1
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
        with venice_keys.Client(max_retries=0) as client:
            print(len(client.list_keys()), rung > 1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        """,
        env=sandbox.environment(),
    )
    assert done.stdout == "2 True\n"


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")
@pytest.mark.parametrize("milliseconds", [5, 15, 25])
def test_a_signal_shortly_before_the_answer_loses_no_key(sandbox, milliseconds):
    """It is heard only when the call ends; what the call gives then, nobody gets."""
    sandbox.fault("delay", ms=30, match={"method": "POST"})
    done = run(
        f"""
        import signal, time, venice_keys
        def handler(*_): raise LookupError
        signal.signal(signal.SIGALRM, handler)
        client = venice_keys.Client()
        made = None
        try:
            signal.setitimer(signal.ITIMER_REAL, {milliseconds / 1000})
            made = client.create_key("mine")
        except LookupError:
            print("interrupted", made)
        time.sleep(1)
        """,
        env=sandbox.environment(),
    )
    keys = sandbox.control("GET", "keys")["keys"]
    made = [key["id"] for key in keys if key["description"] == "mine"]
    assert done.stdout == "interrupted None\n"
    assert [id for id in made if id not in done.stderr] == []


@pytest.mark.parametrize("logged", [False, True])
def test_a_key_made_after_ctrl_c_is_named(sandbox, gate, logged):
    program, _ = interrupted(
        sandbox,
        signal.SIGINT,
        gate,
        call="client.create_key('mine')",
        before="import logging; logging.basicConfig()" if logged else "",
        after="sys.stdin.readline()",
    )
    gate.open()
    said = program.stderr.readline()
    made = made_key(sandbox, "mine")
    assert made["id"] in said
    assert ("WARNING:venice_keys:" in said) is logged
    go_on(program)
    assert made["apiKey"] not in said + end_of(program)


def test_a_create_that_ctrl_c_ends_while_it_waits_for_its_turn_is_not_sent(sandbox):
    program, _ = interrupted(
        sandbox,
        signal.SIGINT,
        before="client = venice_keys.Client(create_limit=1, create_limit_period=8.0); "
        "client.create_key('first')",
        call="client.create_key('second')",
        after="time.sleep(8.5)",
    )
    end_of(program)
    made = [request["body"]["description"] for request in sandbox.journal()]
    assert made == ["first"]


def test_a_key_made_while_the_program_ends_is_named(sandbox, gate):
    program, _ = interrupted(
        sandbox,
        signal.SIGINT,
        gate,
        call="client.create_key('mine')",
        after="atexit.register(print, 'ending', flush=True)",
    )
    assert program.stdout.readline() == "ending\n"
    gate.open()
    said = end_of(program)
    assert made_key(sandbox, "mine")["id"] in said


def test_a_create_that_outlasts_the_program_is_spoken_of(sandbox, gate):
    program, _ = interrupted(sandbox, signal.SIGINT, gate, call="client.create_key('mine')")
    assert "list_keys()" in end_of(program)


def test_a_create_whose_outcome_is_unknown_after_ctrl_c_is_spoken_of(sandbox, gate):
    program, _ = interrupted(
        sandbox,
        signal.SIGINT,
        gate,
        call="client.create_key('mine')",
        after="sys.stdin.readline()",
    )
    wait_until(lambda: made_key(sandbox, "mine"))
    gate.cut()
    assert "may have been created" in program.stderr.readline()
    go_on(program)
    end_of(program)
