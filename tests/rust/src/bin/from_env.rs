//! Makes a client from nothing but the environment and prints how that went: a test can't set its
//! own environment safely, so it sets this program's. An argument is the CA file to trust.

use venice_keys::Client;

fn main() {
    let mut builder = Client::builder();
    if let Some(file) = std::env::args().nth(1) {
        builder = builder.ca_file(file);
    }
    let verified = builder.build().and_then(|client| client.verify_key());
    match verified {
        Ok(status) => println!("accepted {}", status.accepted),
        Err(error) => println!("{}: {error}", error.code()),
    }
}
