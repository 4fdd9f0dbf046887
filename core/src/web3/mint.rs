//! The calls: getting a challenge, and minting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{LONGEST, Web3Challenge, Web3Generation, Web3Mint};
use crate::check;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{CreatedKey, MintOptions, read_created};
use crate::operations::Operation;
use crate::perform::{read_data, undocumented};
use crate::secret::Secret;
use crate::transport::{Body, Call, Response, encoded};
use crate::wallet::{Address, Wallet, decode_hex};
use crate::wire;

/// The response of either generation: whichever member is there tells which.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChallengeData {
    #[serde(default, deserialize_with = "wire::string")]
    token: Option<String>,
    #[serde(default, deserialize_with = "wire::string")]
    message: Option<String>,
    #[serde(default, with = "wire::time")]
    expires_at: Option<Timestamp>,
}

/// The longest response that can hold a challenge: each of its characters may be escaped to six.
const LONGEST_ANSWER: usize = 8 * LONGEST;

/// The challenge in a response, if it is of the generation that the client wants.
pub(crate) fn read_challenge(
    call: &Call,
    response: &Response,
    wanted: Option<&Web3Generation>,
) -> Result<Web3Challenge, Error> {
    let refused = |what: &str| undocumented(ErrorCode::ChallengeInvalid, call, response, what);
    let too_long = || refused("the challenge is longer than 16 KiB");
    // A longer response isn't worth the time to parse it.
    if response.body.bytes().len() > LONGEST_ANSWER {
        return Err(too_long());
    }
    let ChallengeData {
        token,
        message,
        expires_at,
    } = read_data(call, response)?;
    let (text, generation) = match (message, token) {
        (Some(text), _) => (text, Web3Generation::Siwe),
        (None, Some(text)) => (text, Web3Generation::Jwt),
        (None, None) => {
            let what = "the response holds no challenge";
            return Err(undocumented(ErrorCode::BadResponse, call, response, what));
        }
    };
    if let Some(wanted) = wanted.filter(|wanted| **wanted != generation) {
        return Err(refused(&format!(
            "the server sent a challenge of the generation {generation}, and this client is pinned \
             to {wanted}"
        )));
    }
    if text.len() > LONGEST {
        return Err(too_long());
    }
    let mut challenge = Web3Challenge::new(text, generation);
    let ends = [challenge.expires_at, expires_at];
    challenge.expires_at = ends.into_iter().flatten().min();
    Ok(challenge)
}

#[derive(Serialize)]
struct MintBody<'a> {
    #[serde(flatten)]
    options: &'a MintOptions,
    address: String,
    signature: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

const PATH: &str = "/api_keys/generate_web3_key";

fn challenge_call(operation: Operation, address: Option<Address>) -> Call {
    let path = match address {
        Some(address) => format!("{PATH}?address={}", encoded(&address.to_string())),
        None => PATH.to_owned(),
    };
    Call::get(operation, path)
}

fn mint_call(
    operation: Operation,
    address: Address,
    signature: &str,
    challenge: &Web3Challenge,
    options: &MintOptions,
) -> Result<Call, Error> {
    let of = |generation| (challenge.generation == generation).then_some(challenge.text.as_str());
    let body = Body::json(&MintBody {
        options,
        address: address.to_string(),
        signature,
        token: of(Web3Generation::Jwt),
        message: of(Web3Generation::Siwe),
    })?;
    Ok(Call {
        secrets: [signature, challenge.private_part()]
            .map(Secret::from)
            .into(),
        ..Call::post(operation, PATH.into(), body)
    })
}

/// In characters. A wallet's signature has 132; a contract's may hold the contract itself
/// (ERC-6492).
const LONGEST_SIGNATURE: usize = 64 * 1024;

fn check_signature(signature: &str) -> Result<(), Error> {
    if signature.len() > LONGEST_SIGNATURE {
        return Err(Error::input("signature", "must not be longer than 64 KiB"));
    }
    match signature.strip_prefix("0x").and_then(decode_hex) {
        Some(bytes) if !bytes.is_empty() => Ok(()),
        _ => Err(Error::input(
            "signature",
            "must be 0x and an even number of hex digits",
        )),
    }
}

impl Client {
    /// Gets the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// Always give the wallet's address: the announced server generation needs it, to bind the
    /// challenge to the wallet; the current one doesn't, and ignores it.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the address isn't one; nothing was sent.
    /// * `bad_request`: the server needs an address, and none was given.
    /// * `challenge_invalid`: the challenge is longer than 16 KiB, or of another generation than
    ///   [`ClientBuilder::web3_generation`](crate::ClientBuilder::web3_generation) allows.
    pub fn web3_challenge(&self, address: Option<&str>) -> Result<Web3Challenge, Error> {
        let address = address.map(Address::parse).transpose()?;
        let call = challenge_call(Operation::Web3Challenge, address);
        let response = self.perform(&call).map_err(|failed| match failed.error {
            refused if address.is_none() && refused.status() == Some(400) => {
                refused.with_advice("this server needs the wallet's address: give it to the call")
            }
            error => error,
        })?;
        read_challenge(&call, &response, self.web3_generation())
    }

    /// Creates a key for a wallet that is held elsewhere, by its signature of a challenge. Never
    /// sends the client's key. The request is never sent twice once the server may have carried it
    /// out.
    ///
    /// Unless a limit period is set, the use that counts against the caps starts again from zero
    /// every UTC day: give an agent that nobody watches
    /// [`LimitPeriod::Lifetime`](crate::LimitPeriod::Lifetime).
    ///
    /// # Errors
    ///
    /// * `invalid_input`: something given breaks its rule, or the challenge is of another
    ///   generation than [`ClientBuilder::web3_generation`](crate::ClientBuilder::web3_generation)
    ///   allows; nothing was sent.
    /// * `invalid_address`, `challenge_expired`, `challenge_invalid`, `signature_mismatch`,
    ///   `not_staked`, `wallet_check_unavailable`: the server refused.
    /// * `key_limit_reached`: the account has 500 active keys.
    /// * `outcome_unknown`: the request was sent, but no reliable response came back: the key may
    ///   or may not exist. The message says when it was sent and what to do.
    pub fn mint_web3_key(&self, mint: &Web3Mint) -> Result<CreatedKey, Error> {
        let Web3Mint {
            address,
            signature,
            challenge,
            options,
        } = mint;
        let address = Address::parse(address)?;
        check_signature(signature)?;
        self.check_given(challenge)?;
        options.check()?;
        let operation = Operation::MintWeb3Key;
        let call = mint_call(operation, address, signature, challenge, options)?;
        let response = self.perform(&call).map_err(|failed| failed.error)?;
        read_created(&call, &response)
    }

    /// Creates a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
    /// client's key. The mint is never sent twice once the server may have carried it out.
    ///
    /// Unless a limit period is set, the use that counts against the caps starts again from zero
    /// every UTC day: give an agent that nobody watches
    /// [`LimitPeriod::Lifetime`](crate::LimitPeriod::Lifetime). What a wallet signs, and why it
    /// should be used for nothing else, is described at [`Wallet`].
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule; nothing was sent.
    /// * `challenge_invalid`, `challenge_expired`: the wallet refused to sign what the server gave
    ///   it, or that is of another generation than
    ///   [`ClientBuilder::web3_generation`](crate::ClientBuilder::web3_generation) allows; or the
    ///   server refused.
    /// * `invalid_address`, `signature_mismatch`, `not_staked`, `wallet_check_unavailable`: the
    ///   server refused.
    /// * `key_limit_reached`: the account has 500 active keys.
    /// * `outcome_unknown`: the mint was sent, but no reliable response came back: the key may or
    ///   may not exist. The message says when it was sent and what to do.
    ///
    /// ```no_run
    /// use venice_keys::{Client, MintOptions, Wallet};
    ///
    /// # fn main() -> Result<(), venice_keys::Error> {
    /// let wallet = Wallet::from_hex(&std::env::var("WALLET_KEY").unwrap_or_default())?;
    /// let options = MintOptions::new().description("my agent");
    /// let created = Client::anonymous()?.mint_with_wallet(&wallet, &options)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn mint_with_wallet(
        &self,
        wallet: &Wallet,
        options: &MintOptions,
    ) -> Result<CreatedKey, Error> {
        const OPERATION: Operation = Operation::MintWithWallet;
        options.check()?;
        let deadline = self.deadline();
        let address = wallet.checked_address();
        let asked = challenge_call(OPERATION, Some(address));
        let response = self
            .perform_until(&asked, deadline)
            .map_err(|failed| failed.error)?;
        let challenge = read_challenge(&asked, &response, self.web3_generation())?;
        let signature = Zeroizing::new(wallet.sign(&challenge)?);
        let call = mint_call(OPERATION, address, &signature, &challenge, options)?;
        let response = self
            .perform_until(&call, deadline)
            .map_err(|failed| failed.error)?;
        read_created(&call, &response)
    }

    /// Checks the signed challenge that a caller gives. Whether it is for that wallet, the server
    /// decides.
    fn check_given(&self, challenge: &Web3Challenge) -> Result<(), Error> {
        let bad = |rule: &str| Err(Error::input("challenge", rule));
        if challenge.text.is_empty() {
            return bad("must not be empty");
        }
        if challenge.is_too_long() {
            return bad("must not be longer than 16 KiB");
        }
        let given = &challenge.generation;
        match self.web3_generation() {
            Some(wanted) if wanted != given => bad(&format!(
                "is of the generation {given}, and this client is pinned to {wanted}"
            )),
            _ => check::known(
                "challenge.generation",
                given.as_str(),
                Web3Generation::KNOWN,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_of_any_length_are_taken_if_they_are_hex() {
        for good in [
            "0xab",
            &format!("0x{}", "ab".repeat(65)),
            &format!("0x{}", "0F".repeat(500)),
            &format!("0x{}", "ab".repeat(32 * 1024 - 1)),
        ] {
            assert!(check_signature(good).is_ok());
        }
        let too_long = format!("0x{}", "ab".repeat(32 * 1024));
        for bad in ["", "0x", "ab", "0xa", "0xzz", "0x é", &too_long] {
            assert!(
                check_signature(bad).is_err(),
                "{}",
                &bad[..bad.len().min(9)]
            );
        }
    }
}
