"""urllib3 and json."""

import json

import protocol as p
import urllib3


def keys():
    pool = urllib3.PoolManager(headers=p.HEADERS)
    return lambda: json.loads(pool.request("GET", p.KEYS).data)


p.run(list=keys)
