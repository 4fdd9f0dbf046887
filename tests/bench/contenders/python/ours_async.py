"""venice-keys, its AsyncClient."""

import protocol as p
from venice_keys import AsyncClient


def client():
    return AsyncClient(p.KEY, base_url=p.URL, ca_file=p.CA)


p.run_async(list=lambda: client().list_keys, many=lambda: p.at_once(client().list_keys))
