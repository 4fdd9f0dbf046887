"""requests."""

import protocol as p
import requests


def keys():
    session = requests.Session()
    session.headers.update(p.HEADERS)
    return lambda: session.get(p.KEYS).json()


p.run(list=keys)
