"""Whether an editor completes names and shows arguments, as jedi does for many of them."""

import sys

import jedi

PROGRAM = """
from venice_keys import Client, AsyncClient
client = Client()
made = client.create_key("x")
client.{cursor}
"""


def names(last_line):
    script = jedi.Script(PROGRAM.format(cursor="").rsplit("\n", 2)[0] + "\n" + last_line)
    return {completion.name for completion in script.complete()}


def expect(wanted, found):
    if not wanted <= found:
        sys.exit(f"an editor doesn't complete {sorted(wanted - found)}")


expect({"list_keys", "create_key", "update_key", "mint_with_wallet", "close"}, names("client."))
expect({"api_key", "id", "consumption_limit", "expires_at", "to_dict"}, names("made."))
expect({"reveal"}, names("made.api_key."))
expect({"usd", "diem"}, names("client.list_keys()[0].consumption_limits."))
expect({"list_keys", "aclose"}, names("AsyncClient()."))
expect({"limit_period=", "expires_at="}, names('client.create_key("x", '))
