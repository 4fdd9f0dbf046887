"""Reads through TLS with the sandbox's CA, and is refused without it."""

import os

from venice_keys import Client, VeniceError

with Client(ca_file=os.environ["CA_FILE"]) as client:
    assert len(client.list_keys()) == 2
try:
    with Client(max_retries=0) as client:
        client.list_keys()
except VeniceError as error:
    assert error.code == "tls", error
else:
    raise AssertionError("an untrusted certificate was accepted")
