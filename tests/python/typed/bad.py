"""A program with a mistake in every line that says so: mypy must find each, and nothing else."""

from venice_keys import AsyncClient, Client, Secret, Wallet

client = Client()
client.list_kezs()  # error: attr-defined
client.create_key()  # error: call-arg
client.create_key("x", descripton="y")  # error: call-arg
client.create_key("x", consumption_limit={"usdd": 5})  # error: arg-type
client.create_key("x", consumption_limit={"usd": [5]})  # error: arg-type
client.create_key("x", expires_at=5)  # error: arg-type
client.get_key(5)  # error: arg-type
client.list_keys()[0].id = "x"  # error: misc
client.list_keys()[0].secret  # error: attr-defined
text: str = client.create_key("x").api_key  # error: assignment
client.mint_with_wallet("0x1")  # error: arg-type
Client(5)  # error: arg-type
Client("x", timeout="5")  # error: arg-type
Client("x", web3_generation=5)  # error: arg-type
Wallet(b"x")  # error: arg-type
client.usage_history(page_size="5")  # error: arg-type
client.usage_history(start_timestamp="2026-06-01")  # error: arg-type
client.usage_history().to_list()  # error: call-arg
next(client.usage_history()).sum  # error: attr-defined
client.usage_history_csv(5)  # error: arg-type
client.ensure_key("x", store=5)  # error: arg-type
client.provision_keys([{"consumption_limit": {"usd": 5}}])  # error: typeddict-item
client.provision_keys([{"description": "x", "limit": 5}])  # error: typeddict-unknown-key
client.rotate_key("x", store=print)  # error: call-arg
client.rotate_key("x", grace="1d")  # error: arg-type
with client.rotate_key("x") as new:
    new.secret  # error: attr-defined
client.temporary_key("x")  # error: call-arg
client.with_options(base_url="https://example.com")  # error: call-arg
Client(credential="x")  # error: arg-type
hash_me: dict[Secret, int] = {}
len(client.list_keys)  # error: arg-type


async def main() -> None:
    keys = AsyncClient().list_keys()
    keys[0]  # error: index
    for _ in AsyncClient().usage_history():  # error: attr-defined
        pass
    await AsyncClient().usage_history()  # error: misc
