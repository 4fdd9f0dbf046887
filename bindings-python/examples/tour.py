"""The main jobs, one after the other, in a transcript to read.

Without arguments it plays against a sandbox it starts. With `--live` and a key in the environment
it talks to Venice itself, and only reads.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timezone
from types import SimpleNamespace

from venice_keys import Client, NotFoundError, VeniceError, Wallet


def main():
    """Play the tour."""
    if sys.argv[1:] == []:
        in_the_sandbox()
    elif sys.argv[1:] == ["--live"]:
        live()
    else:
        sys.exit("usage: tour.py [--live]")


def in_the_sandbox():
    """Do every job on this machine."""
    with (
        started_sandbox() as sandbox,
        Client(sandbox.admin_key, base_url=sandbox.base_url) as client,
    ):
        print("venice-keys, a tour in Python against the sandbox\n")
        manage(client)
        read(client)
        mint(sandbox)
    print("\nThat was the tour: nothing left your machine.")


def live():
    """Make read-only calls to Venice."""
    print("venice-keys, a tour in Python against Venice: read-only calls\n")
    with Client() as client:
        step("List the account's keys (needs an ADMIN key)")
        try:
            print(f"  {len(client.list_keys())} active keys")
        except VeniceError as error:
            print(f"  {error.code}: {error}")
        read(client)


@contextmanager
def started_sandbox():
    """Start a sandbox, and yield what its ready line says."""
    program = os.environ.get("VENICE_KEYS_SANDBOX", "venice-keys-sandbox")
    command = [program, "--port", "0", "--until-stdin-closes"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield SimpleNamespace(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()


def step(what):
    """Print what comes next."""
    print("→", what)


def manage(client):
    """Go through a key's life."""
    step("Create a key for a customer: 50 USD a month, gone after 2099")
    created = client.create_key(
        "customer 42",
        consumption_limit={"usd": 50},
        limit_period="MONTH",
        expires_at=datetime(2099, 12, 31, tzinfo=timezone.utc),
    )
    print(f"  id      {created.id}")
    print(f"  secret  {created.api_key}   (printed redacted; reveal() gives it)")

    step("List the keys")
    for key in client.list_keys():
        usd = key.consumption_limits.usd
        cap = "no cap" if usd is None else f"{usd} USD"
        print(f"  {key.id}  {key.description or '':<24} …{key.last6_chars}  {cap}")

    step("Read it back")
    key = client.get_key(created.id)
    spent = key.current_period_usage.usd
    print(f"  spent {spent.normalize():f} USD this month, expires {key.expires_at:%Y-%m-%d}")

    step("Raise its cap to 75 USD; everything else stays")
    changed = client.update_key(created.id, consumption_limit={"usd": 75})
    print(f"  cap now {changed.consumption_limits.usd} USD")

    step("Delete it")
    client.delete_key(created.id)
    try:
        client.get_key(created.id)
    except NotFoundError as error:
        print(f"  asked for again: {error.code}")


def read(client):
    """Show what a key may do."""
    step("Is my own key healthy?")
    status = client.verify_key()
    print(f"  accepted {status.accepted}, may spend {status.may_spend}")

    step("What are its limits?")
    limits = client.rate_limits()
    tier = limits.api_tier.id if limits.api_tier else ""
    print(f"  tier {tier}, limits for {len(limits.rate_limits)} models")
    if limits.balances.usd is not None:
        print(f"  balance {limits.balances.usd.normalize():f} USD")


def mint(sandbox):
    """Create a key with a wallet."""
    step("Mint a key with a wallet, without any other key")
    wallet = Wallet(sandbox.staked_private_key)
    with Client.anonymous(base_url=sandbox.base_url) as anonymous:
        minted = anonymous.mint_with_wallet(wallet, description="my agent")
    print(f"  wallet  {wallet.address}")
    print(f"  secret  {minted.api_key}")

    step("Use the minted key")
    with Client(minted.api_key, base_url=sandbox.base_url) as agent:
        print(f"  accepted {agent.verify_key().accepted}")


if __name__ == "__main__":
    main()
