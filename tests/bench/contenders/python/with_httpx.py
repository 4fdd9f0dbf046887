"""httpx."""

import protocol as p


def load():
    import httpx  # noqa: F401


def client():
    import httpx

    return httpx.Client(headers=p.HEADERS, verify=trust())


def trust():
    """What httpx trusts by default, and our CA."""
    import httpx

    context = httpx.create_ssl_context()
    if p.CA:
        context.load_verify_locations(p.CA)
    return context


def first():
    import httpx  # noqa: F401

    return lambda: client().get(p.KEYS).json()


def many():
    """Keeps every connection; by default it keeps 20."""
    import httpx

    limits = httpx.Limits(max_keepalive_connections=p.AT_ONCE)
    client = httpx.AsyncClient(headers=p.HEADERS, limits=limits)

    async def one():
        return (await client.get(p.KEYS)).json()

    return p.at_once(one)


def keys():
    get = client().get
    return lambda: get(p.KEYS).json()


if p.sys.argv[1] == "many":
    p.run_async(many=many)
else:
    p.run(load=lambda: load, list=keys, first=first)
