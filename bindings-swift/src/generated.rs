//! temp
use std::sync::Arc;

use venice_keys::{Client, ClientBuilder, Operation, Wallet, Web3Challenge, NewKey, Web3Generation};

use crate::arguments::{Argument, Arguments};
use crate::calls::{Work, work as call};
use crate::errors::CoreError;

/// x
pub const FINGERPRINT: &str = "x";

pub(crate) fn settings(from: &mut Arguments<'_>) -> Result<ClientBuilder, CoreError> {
    let mut builder = Client::builder();
    if let Some(given) = from.member::<Option<String>>("baseURL")? {
        builder = builder.base_url(given);
    }
    builder = builder.timeout(from.member("timeout")?);
    Ok(builder)
}

pub(crate) fn work(operation: &str, from: &mut Arguments<'_>) -> Result<(Operation, Work), CoreError> {
    match operation {
        "list_keys" => call(Operation::ListKeys, move |client| client.list_keys()),
        "delete_key" => {
            let first: String = from.read()?;
            call(Operation::DeleteKey, move |client| client.delete_key(&first))
        }
        "mint_with_wallet" => {
            let first: Arc<Wallet> = from.read()?;
            let second: NewKey = from.read()?;
            call(Operation::MintWithWallet, move |client| client.mint_with_wallet(&first, &second))
        }
        unknown => unreachable!("{unknown}"),
    }
}
impl Argument for NewKey { fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
  let d: String = from.member("description")?; 
  Ok(NewKey::new(d)) } }
impl Argument for Web3Challenge { fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> { Ok(Web3Challenge::from_text(from.read::<String>()?)) } }

use crate::arguments::words;
words!(LimitPeriod);
