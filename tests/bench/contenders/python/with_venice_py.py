"""venice-py, its asyncio client: its blocking one does the same and a thread's hop more."""

import protocol as p


def load():
    import venice_ai  # noqa: F401


def keys():
    from venice_ai import VeniceClient

    return VeniceClient(api_key=p.KEY, base_url=p.URL).api_keys.list


if p.sys.argv[1] == "load":
    p.run(load=lambda: load)
else:
    p.run_async(list=keys)
