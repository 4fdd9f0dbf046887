//! [`SignIn`]: a wallet's sign-in to Venice, as a header.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use zeroize::Zeroizing;

use super::CHAIN_ID;
use crate::error::Error;
use crate::random;
use crate::secret::Secret;
use crate::wallet::{Address, Wallet, encode_hex};
use crate::wire::time;

/// The header that Venice reads a sign-in from.
pub(crate) const HEADER: &str = "SIGN-IN-WITH-X";
/// Venice takes what was issued in the last five minutes.
const LIFE: SignedDuration = SignedDuration::from_mins(4);

/// One header that signs a wallet in to Venice. It is good for one request, within four minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SignIn {
    /// The header's name: `SIGN-IN-WITH-X`.
    pub name: String,
    /// The header's value. Whoever has it before Venice does can spend the wallet's credit with it.
    pub value: Secret,
}

/// What Venice decodes, its members in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    address: String,
    message: &'a str,
    signature: &'a str,
    chain_id: u32,
}

impl Wallet {
    /// Signs in to Venice, for one request of your own: inference, or `POST /crypto/rpc/…`, paid
    /// from the wallet's credit. Send the header as it is, without any key, and make a new one for
    /// every request and every retry: Venice takes each only once. Sends nothing.
    ///
    /// It is an EIP-4361 message for `api.venice.ai` on Base, written here. Its time is this
    /// machine's, until a call that needs a sign-in
    /// ([`Client::x402_balance`](crate::Client::x402_balance)) has shown that Venice's clock
    /// differs; from then on it is Venice's. Wallets on Solana aren't supported.
    ///
    /// # Errors
    ///
    /// * `config`: the system gives no random numbers.
    ///
    /// ```
    /// use venice_keys::Wallet;
    ///
    /// let wallet = Wallet::from_hex(&format!("0x{:064x}", 1))?;
    /// let header = wallet.sign_in()?;
    /// assert_eq!(header.name, "SIGN-IN-WITH-X");
    /// assert_ne!(wallet.sign_in()?.value, header.value);
    /// # Ok::<(), venice_keys::Error>(())
    /// ```
    pub fn sign_in(&self) -> Result<SignIn, Error> {
        // Random, so that no two sign-ins of a wallet are alike.
        let nonce = encode_hex(&random::bytes::<8>()?);
        let text = text(self.checked_address(), &nonce, self.venices_time());
        Ok(SignIn {
            name: HEADER.to_owned(),
            value: self.signed_in(&text)?,
        })
    }

    fn signed_in(&self, text: &str) -> Result<Secret, Error> {
        let signature = Zeroizing::new(self.personal_sign(text.as_bytes())?);
        let json = serde_json::to_vec(&Envelope {
            address: self.address(),
            message: text,
            signature: &signature,
            chain_id: CHAIN_ID,
        });
        let json = json.map_err(|_| Error::input("wallet", "can't be written as JSON"))?;
        Ok(Secret::from(STANDARD.encode(Zeroizing::new(json))))
    }
}

fn text(address: Address, nonce: &str, now: Timestamp) -> String {
    let end = now.saturating_add(LIFE).unwrap_or(now);
    format!(
        "api.venice.ai wants you to sign in with your Ethereum account:\n\
         {address}\n\
         \n\
         Sign in to Venice AI\n\
         \n\
         URI: https://api.venice.ai\n\
         Version: 1\n\
         Chain ID: {CHAIN_ID}\n\
         Nonce: {nonce}\n\
         Issued At: {}\n\
         Expiration Time: {}",
        time::written(now),
        time::written(end),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::wallet::eip191_hash;

    fn wallet() -> Wallet {
        Wallet::from_hex(&format!("{:064x}", 1)).unwrap()
    }

    /// Hash, signature and length as another library made them.
    #[test]
    fn a_known_sign_in_has_its_known_signature() {
        let wallet = wallet();
        let now = "2026-09-30T19:00:00Z".parse().unwrap();
        let text = text(wallet.checked_address(), "3f2a91c4d80b7e15", now);
        assert!(text.ends_with("\nExpiration Time: 2026-09-30T19:04:00.000Z"));
        assert_eq!(
            encode_hex(&eip191_hash(text.as_bytes())),
            "10ca08ac48838c04d2f4b94b57efe589efa3fd8c04214c2f773bf95fa61db600"
        );
        let value = wallet.signed_in(&text).unwrap();
        assert_eq!(value.reveal().len(), 700);
        let json = String::from_utf8(STANDARD.decode(value.reveal()).unwrap()).unwrap();
        let signature = "0xf74edae99a38d60dd572e443f512cb116ddb97a03e2b7cb19dcea88ffadb5433\
                         01f2f5c381a7316e331d9f688548eff367eb9570a9cf52e1aec799be5a20062d1b";
        let end = format!(r#","signature":"{signature}","chainId":8453}}"#);
        assert!(json.starts_with(r#"{"address":"0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf","#));
        assert!(json.ends_with(&end), "{json}");
    }

    #[test]
    fn each_sign_in_is_new_and_none_is_printed() {
        let wallet = wallet();
        let signed = (0..20).map(|_| wallet.sign_in().unwrap());
        let values: HashSet<String> = signed.map(|it| it.value.reveal().to_owned()).collect();
        assert_eq!(values.len(), 20);
        let one = wallet.sign_in().unwrap();
        let form = format!("{one:?} {}", serde_json::to_string(&one).unwrap());
        assert!(
            form.len() < 200 && !form.contains(&one.value.reveal()[..20]),
            "{form}"
        );
    }
}
