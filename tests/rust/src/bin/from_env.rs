//! Makes a client from nothing but the environment and prints how that went: a test can't set its
//! own environment safely, so it sets this program's.

use venice_keys::Client;

fn main() {
    let verified = Client::from_env().and_then(|client| client.verify_key());
    match verified {
        Ok(status) => println!("accepted {}", status.accepted),
        Err(error) => println!("{}: {error}", error.code()),
    }
}
