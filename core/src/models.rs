//! Models, as far as key management needs them: what is there, and under which privacy.

use serde::{Deserialize, Serialize};

use crate::check;
use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::transport::{Call, encoded};
use crate::wire::{self, open_enum};

open_enum! {
    /// What a model produces, and the filter of [`Client::list_models`].
    ModelType {
        /// Text.
        Text = "text",
        /// Images.
        Image = "image",
        /// Embeddings.
        Embedding = "embedding",
        /// Speech from text.
        Tts = "tts",
        /// Text from speech.
        Asr = "asr",
        /// Larger images.
        Upscale = "upscale",
        /// Changed images.
        Inpaint = "inpaint",
        /// Music.
        Music = "music",
        /// Videos.
        Video = "video",
        /// Decisions.
        Decision = "decision",
        /// Every model (as a filter).
        All = "all",
        /// Models good at code (as a filter).
        Code = "code",
    }
}

/// A model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Model {
    /// Its id, as inference calls name it.
    #[serde(default, deserialize_with = "essential_text")]
    pub id: String,
    /// What it produces.
    #[serde(rename = "type", default, deserialize_with = "ModelType::read")]
    pub type_: Option<ModelType>,
    /// Its name and privacy.
    #[serde(
        default,
        alias = "model_spec",
        deserialize_with = "wire::object_or_default"
    )]
    pub model_spec: ModelSpec,
}

/// What a [`Model`] says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ModelSpec {
    /// The name shown to people.
    #[serde(default, deserialize_with = "wire::string")]
    pub name: Option<String>,
    /// Its privacy tier: `private`, `anonymized`, …
    #[serde(default, deserialize_with = "wire::string")]
    pub privacy: Option<String>,
}

fn essential_text<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    wire::string(from).map(Option::unwrap_or_default)
}

impl Client {
    /// Lists the models of a type, or the server's default selection.
    ///
    /// Works without a key. With a key restricted by model privacy it lists only the models that
    /// the key may call. It says nothing about a key's health: [`Client::verify_key`] does.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the type is empty or too long; nothing was sent.
    /// * `bad_request`: the server doesn't know the type. One that this version doesn't know is
    ///   sent.
    pub fn list_models(&self, type_: Option<ModelType>) -> Result<Vec<Model>, Error> {
        let mut path = String::from("/models");
        if let Some(wanted) = type_ {
            check::filter("type", wanted.as_str())?;
            path.push_str("?type=");
            path.push_str(&encoded(wanted.as_str()).to_string());
        }
        self.read_list(&Call::get(Operation::ListModels, path))
    }
}
