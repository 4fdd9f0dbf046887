"""venice-keys."""

import protocol as p


def load():
    import venice_keys  # noqa: F401


def client():
    from venice_keys import Client

    return Client(p.KEY, base_url=p.URL, ca_file=p.CA)


def first():
    import venice_keys  # noqa: F401

    return lambda: client().list_keys()


def sign():
    from venice_keys import Wallet

    wallet = Wallet(p.WALLET)
    return lambda: wallet.sign(p.CHALLENGE)


def usage():
    history = client().usage_history
    return lambda: list(history())


p.run(
    load=lambda: load,
    list=lambda: client().list_keys,
    first=first,
    sign=sign,
    usage=usage,
    analytics=lambda: client().usage_analytics,
)
