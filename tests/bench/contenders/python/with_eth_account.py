"""eth-account."""

import protocol as p


def load():
    import eth_account  # noqa: F401


def sign():
    from eth_account import Account
    from eth_account.messages import encode_defunct

    account = Account.from_key(p.WALLET)
    return lambda: account.sign_message(encode_defunct(text=p.CHALLENGE))


p.run(load=lambda: load, sign=sign)
