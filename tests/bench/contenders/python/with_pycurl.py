"""libcurl and json."""

import json

import protocol as p
import pycurl


def keys():
    curl = pycurl.Curl()
    curl.setopt(curl.URL, p.KEYS)
    curl.setopt(curl.HTTPHEADER, [f"{name}: {value}" for name, value in p.HEADERS.items()])
    return lambda: json.loads(curl.perform_rb())


p.run(list=keys)
