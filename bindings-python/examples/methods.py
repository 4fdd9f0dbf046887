"""Every operation once, against the sandbox: the docstrings show these lines."""

import os
from datetime import timedelta

from venice_keys import Client, Wallet
from venice_keys_sandbox import Sandbox


def main():
    """Run each example."""
    with Sandbox() as sandbox:
        os.environ["VENICE_ADMIN_KEY"] = sandbox.admin_key
        os.environ["VENICE_BASE_URL"] = sandbox.base_url
        # region: Client
        with Client() as client:
            for key in client.list_keys():
                print(key.id, key.description)
        # endregion
        client = Client()
        # region: create_key
        created = client.create_key("backend prod", consumption_limit={"usd": 50})
        created.api_key.reveal()  # 'VENICE_INFERENCE_KEY_…'
        # endregion
        # region: list_keys
        [key.description for key in client.list_keys()]  # ['backend prod', 'laptop']
        # endregion
        id = created.id
        # region: update_key
        client.update_key(id, description="backend prod 2", expires_at=None)
        # endregion
        vault = {}

        def store(created):
            vault[created.id] = created.api_key.reveal()

        # region: create_key_once
        client.create_key_once("backend prod", consumption_limit={"usd": 50}, store=store)
        # endregion
        # region: ensure_key
        ensured = client.ensure_key("customer 42", limit_period="MONTH", store=store)
        ensured.outcome  # 'created', 'changed' or 'kept'
        # endregion
        customers = [{"description": "customer 1"}, {"description": "customer 2"}]
        # region: plan_keys
        [planned.action for planned in client.plan_keys(customers)]  # ['create', 'keep']
        # endregion
        # region: provision_keys
        for entry in client.provision_keys(customers, store=store):
            print(entry.outcome, entry.description, entry.progress.done)
        # endregion
        id = client.create_key("backend prod 3", ip_allowlist=[]).id
        # region: rotate_key
        with client.rotate_key(id, grace=timedelta(days=1)) as new:
            store(new)  # an exception in here, and the old key is as it was
        # endregion
        # region: temporary_key
        with client.temporary_key("nightly job", timedelta(hours=1)) as key:
            print(key.api_key)
        # endregion
        # region: pending_keys
        for pending in client.pending_keys():
            print(pending.id, pending.ends_at, pending.advice)
        # endregion
        # region: plan_deletion
        [key.description for key in client.plan_deletion(prefix="test ")]
        # endregion
        # region: delete_keys
        for entry in client.delete_keys(prefix="test "):
            print(entry.id, entry.outcome)
        # endregion
        # region: verify_key
        status = client.verify_key()
        status.may_spend  # True
        # endregion
        # region: billing_balance
        balance = client.billing_balance()
        balance.can_consume  # True
        # endregion
        # region: usage_history
        for entry in client.usage_history(currency="USD"):
            print(entry.timestamp, entry.sku, entry.amount)
        # endregion
        # region: usage_history_csv
        client.usage_history_csv("usage.csv")  # 1742, the number of rows
        # endregion
        # region: usage_analytics
        period = client.usage_analytics(lookback_days=30)
        {key.description: key.total_usd for key in period.by_key}  # by customer
        # endregion
        private_key = sandbox.staked_private_key
        # region: mint_with_wallet
        client.mint_with_wallet(Wallet(private_key), description="agent 7")
        # endregion
        wallet = Wallet(private_key)
        # region: x402_balance
        credit = client.x402_balance(wallet)
        credit.balance_usd  # Decimal('3.2')
        # endregion
        # region: x402_prepare_top_up
        pending = client.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
        pending.record  # save it before you pay
        # endregion
        # region: x402_pay_top_up
        client.x402_pay_top_up(wallet, pending.record)
        # endregion
        # region: x402_top_up
        client.x402_top_up(wallet, amount="12.50", most=20, order="bill 8")
        # endregion
        # region: x402_transactions
        for entry in client.x402_transactions(wallet):
            print(entry.created_at, entry.type, entry.amount)
        # endregion


if __name__ == "__main__":
    main()
