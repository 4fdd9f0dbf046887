"""AsyncClient: the operations of Client as coroutines.

Nothing is repeated here: each coroutine awaits the future that Client's own method returns when the
client was made to be awaited.
"""

from ._native import Client, Secret, _Anonymous


class AsyncClient:
    """A client of the Venice key-management API for asyncio (and uvloop).

    Takes what Client takes, and has Client's operations as coroutines. Calls run on threads of the
    package's own, never on asyncio's executor, so 64 at once take as long as one.

    A cancelled await returns at once, and nothing more is sent for it. What was sent stays sent: a
    create that was cancelled then may still make its key, and a warning of the logger venice_keys
    names the key's id.

    >>> async with AsyncClient() as client:
    ...     keys = await client.list_keys()
    """

    __slots__ = ("__weakref__", "_calls")

    def __init__(
        self,
        api_key=None,
        *,
        base_url=None,
        timeout=60.0,
        connect_timeout=10.0,
        max_retries=3,
        create_limit=(20, 60.0),
        ca_file=None,
        web3_generation=None,
    ):
        # A traceback that prints locals must not print the key.
        if isinstance(api_key, str):
            api_key = Secret(api_key)
        self._calls = Client(
            api_key,
            base_url=base_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            create_limit=create_limit,
            ca_file=ca_file,
            web3_generation=web3_generation,
        )._awaited()

    @classmethod
    def anonymous(cls, **settings):
        """A client without a key, for models and wallets. Takes the keyword arguments of Client."""
        return cls(_Anonymous(), **settings)

    async def aclose(self):
        """Closes the client's connections; calls that are on their way end as they would."""
        self._calls.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        await self.aclose()

    def __repr__(self):
        # Even half made: a traceback that prints locals prints this.
        calls = getattr(self, "_calls", None)
        return repr(calls).replace("Client", "AsyncClient", 1) if calls else "<AsyncClient>"


def _coroutine(name):
    method = getattr(Client, name)

    async def call(self, *args, **kwargs):
        try:
            awaited = method(self._calls, *args, **kwargs)
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del args, kwargs
        try:
            return await awaited
        except BaseException as thrown:
            awaited.unheard(thrown)
            raise
        finally:
            # Its failure would hold this frame, and this frame its failure.
            del awaited

    call.__name__ = name
    call.__qualname__ = f"AsyncClient.{name}"
    call.__doc__ = method.__doc__
    call.__wrapped__ = method  # for inspect.signature() and help()
    return call


for _name in (
    "list_keys",
    "create_key",
    "get_key",
    "update_key",
    "delete_key",
    "rate_limits",
    "rate_limit_log",
    "verify_key",
    "list_models",
    "web3_challenge",
    "mint_web3_key",
    "mint_with_wallet",
):
    setattr(AsyncClient, _name, _coroutine(_name))
del _name
