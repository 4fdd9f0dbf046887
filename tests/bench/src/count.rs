//! Work whose instructions valgrind counts: the difference between few and many times is the work
//! alone, without the program's start.

use std::hint::black_box;

use venice_keys::RateLimits;

use crate::contenders::{List, client, signer};
use crate::{Result, files};

pub(crate) fn repeat(name: &str, times: usize) -> Result<()> {
    let mut call = match name {
        "parse_500_keys" => {
            let text = files::list_of(500);
            work(move || Ok(serde_json::from_str::<List>(&text)?))
        }
        "parse_rate_limits" => {
            let text = files::rate_limits_of(100);
            work(move || Ok(serde_json::from_str::<RateLimits>(&text)?))
        }
        "sign_challenge" => {
            let (wallet, challenge) = signer()?;
            work(move || Ok(wallet.sign(&challenge)?))
        }
        "list" => {
            let client = client()?;
            work(move || Ok(client.list_keys()?))
        }
        _ => return Err(format!("nothing to count of {name}").into()),
    };
    (0..times).try_for_each(|_| call())
}

fn work<T>(mut call: impl FnMut() -> Result<T> + 'static) -> Box<dyn FnMut() -> Result<()>> {
    Box::new(move || {
        black_box(call()?);
        Ok(())
    })
}
