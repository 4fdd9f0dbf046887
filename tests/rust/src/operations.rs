//! A scenario's call made through the Rust client, by name.

use serde_json::{Map, Value};
use venice_keys::{Client, Wallet, Web3Challenge};

use crate::arguments::{Args, Failed, Given};
use crate::generated;
use crate::loud::show;
use crate::pages::Paging;
use crate::results::signed_in;

/// Makes a call and returns its result in the shared form.
pub(crate) fn call(
    client: &Client,
    name: &str,
    args: Args,
    paging: Paging,
) -> Result<Value, Failed> {
    match paging {
        Paging::All => {}
        _ if generated::PAGED.contains(&name) => {}
        _ => return Err(format!("{name} doesn't come in pages").into()),
    }
    generated::call(client, name, args, paging)
}

/// The client that differs from `client` in these settings, and in its key.
pub(crate) fn derived(client: Client, options: Value, api_key: Value) -> Result<Client, Failed> {
    let mut derived = match api_key {
        Value::Null => client,
        key => client.with_api_key(String::given("withApiKey", key)?),
    };
    for (word, value) in options.as_object().into_iter().flatten() {
        derived = generated::derive(&derived, word, value.clone())?
            .ok_or(format!("options.{word} is no word this runner knows"))?;
    }
    Ok(derived)
}

/// Calls that need no client.
pub(crate) fn without_client(call: &str, args: &mut Args) -> Option<Result<Value, Failed>> {
    let wallet = |args: &mut Args| args.required::<Wallet>("wallet");
    match call {
        "wallet_address" => Some(wallet(args).map(|wallet| Value::String(wallet.address()))),
        "wallet_sign" => Some((|| {
            let wallet = wallet(args)?;
            let challenge: Web3Challenge = args.required("challenge")?;
            Ok(Value::String(wallet.sign(&challenge)?))
        })()),
        "wallet_sign_in" => Some(wallet(args).and_then(|wallet| signed_in(wallet.sign_in()?))),
        _ => None,
    }
}

/// A client as `options` describe it.
pub(crate) fn client(
    options: &Map<String, Value>,
    sandbox_key: impl Fn(&str) -> Option<String>,
) -> Result<Client, Failed> {
    let mut builder = Client::builder();
    for (word, value) in options {
        builder = match word.as_str() {
            "key" => match String::given(word, value.clone())? {
                key if key == "none" => builder.anonymous(),
                key => builder.api_key(sandbox_key(&key).unwrap_or(key)),
            },
            word => generated::set(builder, word, value.clone())?
                .ok_or(format!("client.{word} is no word this runner knows"))?,
        };
    }
    show(&builder);
    let client = builder.build()?;
    show(&client);
    Ok(client)
}
