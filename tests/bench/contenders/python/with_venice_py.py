"""venice-py, its asyncio client: its blocking one does the same and a thread's hop more."""

import protocol as p


def load():
    import venice_ai  # noqa: F401


def client():
    from venice_ai import VeniceClient

    return VeniceClient(api_key=p.KEY, base_url=p.URL)


def usage():
    history = client().billing.iter_usage_history

    async def all_of_it():
        return [entry async for entry in history(page_size=1000)]

    return all_of_it


if p.sys.argv[1] == "load":
    p.run(load=lambda: load)
else:
    p.run_async(
        list=lambda: client().api_keys.list,
        usage=usage,
        analytics=lambda: client().billing.get_usage_analytics,
    )
