//! The main jobs, one after the other, in a transcript to read.
//!
//! Without arguments it runs against a sandbox that it starts. With `--live` and `VENICE_API_KEY`
//! set it talks to Venice itself, and only reads.

use std::error::Error;

use venice_keys::{
    Client, ConsumptionLimit, KeyUpdate, LimitPeriod, LimitUpdate, MintOptions, NewKey, Timestamp,
    Wallet,
};
use venice_keys_sandbox::{Options, Sandbox};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => in_the_sandbox(),
        ["--live"] => live(),
        _ => Err("usage: tour [--live]".into()),
    }
}

fn in_the_sandbox() -> Outcome {
    let sandbox = Sandbox::start(Options::default())?;
    let client = Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
        .build()?;
    println!("venice-keys, a tour in Rust against the sandbox\n");
    manage(&client)?;
    read(&client)?;
    mint(&sandbox)?;
    println!("\nThat was the tour: nothing left your machine.");
    Ok(())
}

fn live() -> Outcome {
    println!("venice-keys, a tour in Rust against Venice: read-only calls\n");
    let client = Client::from_env()?;
    step("List the account's keys (needs an ADMIN key)");
    match client.list_keys() {
        Ok(keys) => println!("  {} active keys", keys.len()),
        Err(error) => println!("  {}: {error}", error.code()),
    }
    read(&client)
}

fn step(what: &str) {
    println!("→ {what}");
}

fn manage(client: &Client) -> Outcome {
    step("Make a key for a customer: 50 USD a month, gone after 2099");
    let created = client.create_key(
        &NewKey::new("customer 42")
            .consumption_limit(ConsumptionLimit::new().usd(50))
            .limit_period(LimitPeriod::Month)
            .expires_at("2099-12-31T00:00:00Z".parse::<Timestamp>()?),
    )?;
    println!("  id      {}", created.id);
    println!(
        "  secret  {}   (printed redacted; reveal() gives it)",
        created.api_key
    );

    step("List the keys");
    for key in client.list_keys()? {
        let cap = key
            .consumption_limits
            .usd
            .map_or("no cap".into(), |usd| format!("{usd} USD"));
        println!(
            "  {}  {:<24} …{}  {cap}",
            key.id,
            key.description.unwrap_or_default(),
            key.last6_chars.unwrap_or_default(),
        );
    }

    step("Read it back");
    let key = client.get_key(&created.id)?;
    let spent = key
        .current_period_usage
        .and_then(|usage| usage.usd)
        .unwrap_or_default();
    let expires = key
        .expires_at
        .map_or("never".into(), |time| time.to_string());
    println!(
        "  spent {} USD this month, expires {expires}",
        spent.normalize()
    );

    step("Raise its cap to 75 USD; everything else stays");
    let update = KeyUpdate::new().consumption_limit(LimitUpdate::new().usd(75));
    let changed = client.update_key(&created.id, &update)?;
    println!(
        "  cap now {} USD",
        changed
            .consumption_limits
            .usd
            .unwrap_or_default()
            .normalize()
    );

    step("Delete it");
    client.delete_key(&created.id)?;
    let gone = client
        .get_key(&created.id)
        .map(|_| ())
        .map_err(|error| error.code());
    println!(
        "  asked for again: {}",
        gone.err().map_or("still there", |code| code.as_str())
    );
    Ok(())
}

fn read(client: &Client) -> Outcome {
    step("Is my own key healthy?");
    let status = client.verify_key()?;
    println!(
        "  accepted {}, may spend {}",
        status.accepted, status.may_spend
    );

    step("What are its limits?");
    let limits = client.rate_limits()?;
    let tier = limits.api_tier.and_then(|tier| tier.id).unwrap_or_default();
    println!(
        "  tier {tier}, limits for {} models",
        limits.rate_limits.len()
    );
    if let Some(usd) = limits.balances.usd {
        println!("  balance {} USD", usd.normalize());
    }
    Ok(())
}

fn mint(sandbox: &Sandbox) -> Outcome {
    step("Mint a key with a wallet, without any other key");
    let wallet = Wallet::from_hex(sandbox.staked_private_key())?;
    let anonymous = Client::builder()
        .anonymous()
        .base_url(sandbox.base_url())
        .build()?;
    let minted =
        anonymous.mint_with_wallet(&wallet, &MintOptions::new().description("my agent"))?;
    println!("  wallet  {}", wallet.address());
    println!("  secret  {}", minted.api_key);

    step("Use the minted key");
    let agent = Client::builder()
        .api_key(minted.api_key.clone())
        .base_url(sandbox.base_url())
        .build()?;
    println!("  accepted {}", agent.verify_key()?.accepted);
    Ok(())
}
