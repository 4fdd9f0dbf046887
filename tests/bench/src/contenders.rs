//! The core; plain ureq and the bare socket beside it.

use std::env::var;
use std::thread;

use serde::Deserialize;
use venice_keys::{AnalyticsPeriod, ApiKey, Client, UsageFilter, Wallet, Web3Challenge};

use crate::protocol::play_rounds;
use crate::{Result, bare};

pub(crate) const KEY: &str = "VENICE_ADMIN_KEY_BENCH_0123456789abcdefghij";
const AT_ONCE: usize = 64;

/// What the documented response is parsed into.
#[derive(Deserialize)]
pub(crate) struct List {
    pub(crate) data: Vec<ApiKey>,
}

pub(crate) fn run(contender: &str, work: &str) -> Result<()> {
    match (contender, work) {
        ("core", "list") => {
            let client = client()?;
            play_rounds(|| Ok(client.list_keys()?))
        }
        ("core", "first") => play_rounds(|| Ok(client()?.list_keys()?)),
        ("core", "many") => {
            let client = client()?;
            play_rounds(|| {
                thread::scope(|scope| {
                    let calls = [(); AT_ONCE].map(|()| scope.spawn(|| client.list_keys()));
                    for call in calls {
                        call.join().map_err(|_| "a call panicked")??;
                    }
                    Ok(())
                })
            })
        }
        ("core", "sign") => {
            let (wallet, challenge) = signer()?;
            play_rounds(|| Ok(wallet.sign(&challenge)?))
        }
        ("core", "usage") => {
            let client = client()?;
            play_rounds(|| {
                let entries = client.usage_history(&UsageFilter::new())?;
                Ok(entries.collect::<std::result::Result<Vec<_>, _>>()?)
            })
        }
        ("core", "analytics") => {
            let client = client()?;
            play_rounds(|| Ok(client.usage_analytics(&AnalyticsPeriod::new())?))
        }
        ("ureq", "list") => {
            let agent = ureq::Agent::new_with_defaults();
            let url = format!("{}/api_keys", var("BENCH_URL")?);
            let authorization = format!("Bearer {KEY}");
            play_rounds(|| {
                let request = agent.get(&url).header("authorization", &authorization);
                let mut body = request.call()?.into_body();
                let body = body.with_config().limit(1 << 25).read_to_vec()?;
                let list: List = serde_json::from_slice(&body)?;
                Ok(list.data)
            })
        }
        ("bare", "list") => {
            let mut connection = bare::Connection::open(&var("BENCH_URL")?)?;
            play_rounds(|| connection.list_keys())
        }
        _ => Err(format!("{contender} does no {work}").into()),
    }
}

pub(crate) fn client() -> Result<Client> {
    let builder = Client::builder().api_key(KEY).base_url(var("BENCH_URL")?);
    Ok(match var("BENCH_CA") {
        Ok(file) => builder.ca_file(file).build()?,
        Err(_) => builder.build()?,
    })
}

pub(crate) fn signer() -> Result<(Wallet, Web3Challenge)> {
    let wallet = Wallet::from_hex(&var("BENCH_WALLET")?)?;
    Ok((wallet, Web3Challenge::from_text(var("BENCH_CHALLENGE")?)))
}
