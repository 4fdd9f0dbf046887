//! The mint: challenges of both generations, and the proof that a wallet signed one.

mod ethereum;
mod jwt;
mod siwe;

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::Web3;
use crate::api::Call;
use crate::bodies::{self, Proof};
use crate::issues::Issues;
use crate::keys::{self, Origin};
use crate::random::Random;
use crate::response::Response;
use crate::state::State;
use ethereum::recover;
use jwt::Jwts;
use siwe::Messages;

pub(crate) use ethereum::{Wallet, hex, keccak, parse_address, recover_hash, unhex};
#[cfg(test)]
pub(crate) use ethereum::{sign, sign_hash};

const CHALLENGE_MS: i64 = 15 * 60 * 1000;

const BAD_ADDRESS: &str = "Invalid wallet address";
const BAD_SIGNATURE: &str = "Wallet signature does not match";

/// The challenges given out.
pub(crate) struct Challenges {
    generation: Web3,
    jwts: Jwts,
    messages: Messages,
}

impl Challenges {
    pub(crate) fn new(generation: Web3) -> Result<Self, getrandom::Error> {
        // Creating the signing key can fail only for lack of randomness.
        let jwts = Jwts::new().map_err(|_| getrandom::Error::UNEXPECTED)?;
        Ok(Self {
            generation,
            jwts,
            messages: Messages::default(),
        })
    }

    /// Lays members over the header and the claims of new JWTs, in place of earlier ones.
    pub(crate) fn change_jwts(
        &mut self,
        header: Option<Map<String, Value>>,
        claims: Option<Map<String, Value>>,
    ) {
        if let Some(header) = header {
            self.jwts.header = header;
        }
        if let Some(claims) = claims {
            self.jwts.claims = claims;
        }
    }
}

fn nonce(random: &mut Random) -> String {
    hex(&random.bytes()[..16])
}

/// `GET /api_keys/generate_web3_key`
pub(crate) fn challenge(state: &mut State, call: &Call<'_>) -> Response {
    let address = call.query("address");
    let now = state.clock.now();
    let nonce = nonce(&mut state.random);
    let data = match (state.challenges.generation, address.as_deref()) {
        (Web3::Jwt, _) => match state.challenges.jwts.make(now, &nonce) {
            Ok(token) => json!({"token": token}),
            Err(_) => return Response::error(500, "The system gave no randomness"),
        },
        (Web3::Siwe, None) => {
            return Issues::one("address", "invalid_type", "Required").response();
        }
        (Web3::Siwe, Some(address)) => match parse_address(address) {
            Some(address) => state.challenges.messages.make(&address, now, nonce),
            None => return Response::error(400, BAD_ADDRESS),
        },
    };
    Response::json(200, &json!({"success": true, "data": data}))
}

/// `POST /api_keys/generate_web3_key`
pub(crate) fn mint(state: &mut State, call: &Call<'_>) -> Response {
    let challenge_field = match state.challenges.generation {
        Web3::Jwt => "token",
        Web3::Siwe => "message",
    };
    let (new, proof) = match bodies::mint(call.body, challenge_field) {
        Ok(both) => both,
        Err(issues) => return issues.response(),
    };
    let now = state.clock.now();
    if let Err(refused) = state.limits.may_create(now) {
        return refused;
    }
    let nonce = match prove(state, &proof, now) {
        Ok(nonce) => nonce,
        Err(text) => return Response::error(400, text),
    };
    let made = keys::add(state, new, Origin::Mint);
    // Only a mint that worked uses a challenge up.
    if let Some(nonce) = nonce.filter(|_| made.is_success()) {
        state.challenges.messages.use_up(&nonce);
    }
    made
}

/// Challenge, then signature, then stake. The nonce, where the challenge is for one mint.
fn prove(state: &State, proof: &Proof, now: i64) -> Result<Option<String>, String> {
    let address = parse_address(&proof.address).ok_or(BAD_ADDRESS)?;
    let nonce = match state.challenges.generation {
        Web3::Jwt => {
            state.challenges.jwts.check(&proof.challenge, now)?;
            None
        }
        Web3::Siwe => {
            let messages = &state.challenges.messages;
            Some(messages.check(&proof.challenge, &address, now)?)
        }
    };
    if state.account.wallet_check_unavailable {
        return Err("Could not verify wallet signature. Please try again.".to_owned());
    }
    let contracts = &state.account.contract_signatures;
    if !is_signed_by(&proof.challenge, &proof.signature, &address, contracts) {
        return Err(BAD_SIGNATURE.to_owned());
    }
    let account = format!("0x{}", hex(&address));
    if !state.account.staked.contains(&account) {
        return Err("Wallet has no staked VVV on Base".to_owned());
    }
    Ok(nonce)
}

/// Whether `signature` is this wallet's on `text`.
pub(crate) fn is_signed_by(
    text: &str,
    signature: &str,
    wallet: &[u8; 20],
    contracts: &HashMap<String, String>,
) -> bool {
    let Some(signature) = unhex(signature) else {
        return false;
    };
    match <[u8; 65]>::try_from(&signature[..]) {
        Ok(signature) => recover(text, &signature) == Some(*wallet),
        // Any other length is a contract's (EIP-1271): no chain to ask here, so it was registered.
        Err(_) => contracts
            .get(&format!("0x{}", hex(wallet)))
            .is_some_and(|known| unhex(known).as_ref() == Some(&signature)),
    }
}
