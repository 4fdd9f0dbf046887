//! Objects that keep a secret outside JavaScript's memory: keys and wallets.

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;
use venice_keys::{Secret, SignIn, Wallet, Web3Challenge};

use crate::arguments::FromJs;
use crate::errors::{NodeError, Refusal};

/// A key that stays outside JavaScript's memory until it is revealed.
#[napi]
pub struct NativeSecret(pub(crate) Secret);

#[napi]
impl NativeSecret {
    /// Takes a key's text.
    #[napi(constructor)]
    pub fn new(text: String) -> Self {
        Self(Secret::from(text))
    }

    /// The key's text.
    #[napi]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// The form that is safe to show.
    #[napi]
    pub fn redacted(&self) -> String {
        self.0.redacted()
    }

    /// Whether both hold the same text, compared in constant time.
    #[napi]
    pub fn equals(&self, other: &NativeSecret) -> bool {
        self.0 == other.0
    }
}

/// A wallet whose private key stays outside JavaScript's memory.
#[napi]
pub struct NativeWallet(pub(crate) Wallet);

#[napi]
impl NativeWallet {
    /// Takes a private key.
    #[napi(factory)]
    pub fn from_hex(private_key: Unknown<'_>) -> Result<Self, NodeError> {
        // As a secret, so that this copy is wiped.
        let private_key = Secret::from(String::from_js("privateKey", private_key)?);
        let wallet = Wallet::from_hex(private_key.reveal()).map_err(Refusal::from)?;
        Ok(Self(wallet))
    }

    /// Its address.
    #[napi]
    pub fn address(&self) -> String {
        self.0.address()
    }

    /// Signs a challenge.
    #[napi]
    pub fn sign(&self, challenge: Unknown<'_>) -> Result<String, NodeError> {
        let challenge = Web3Challenge::from_js("challenge", challenge)?;
        Ok(self.0.sign(&challenge).map_err(Refusal::from)?)
    }

    /// Signs in.
    #[napi]
    pub fn sign_in(&self) -> Result<NativeSignIn, NodeError> {
        Ok(NativeSignIn(self.0.sign_in().map_err(Refusal::from)?))
    }
}

/// A header that signs one request in.
#[napi]
pub struct NativeSignIn(SignIn);

#[napi]
impl NativeSignIn {
    /// The header's name.
    #[napi]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The header's value.
    #[napi]
    pub fn value(&self) -> NativeSecret {
        NativeSecret(self.0.value.clone())
    }
}
