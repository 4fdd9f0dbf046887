//! `GET /models`: which models there are, and which a key may call.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::keys::Key;
use crate::state::State;
use crate::validate::Issues;

const TYPES: [&str; 11] = [
    "text",
    "image",
    "embedding",
    "tts",
    "asr",
    "upscale",
    "inpaint",
    "music",
    "video",
    "all",
    "code",
];

/// One of nearly every kind, so that each filter has something to keep and something to drop.
pub(crate) fn default_models() -> Vec<Value> {
    let model = |id: &str, kind: &str, name: &str, privacy: &str, code: bool| {
        json!({
            "id": id, "object": "model", "type": kind, "created": 1_767_225_600,
            "owned_by": "sandbox", "model_spec": {
                "name": name, "privacy": privacy, "offline": false,
                "capabilities": {"optimizedForCode": code},
            },
        })
    };
    vec![
        model("sandbox-text", "text", "Sandbox Text", "private", false),
        model("sandbox-code", "text", "Sandbox Code", "private", true),
        model(
            "sandbox-frontier",
            "text",
            "Sandbox Frontier",
            "anonymized",
            false,
        ),
        model(
            "sandbox-embedding",
            "embedding",
            "Sandbox Embedding",
            "private",
            false,
        ),
        model("sandbox-image", "image", "Sandbox Image", "private", false),
        model(
            "sandbox-image-frontier",
            "image",
            "Sandbox Image Frontier",
            "anonymized",
            false,
        ),
        model("sandbox-tts", "tts", "Sandbox Voice", "private", false),
        model(
            "sandbox-video",
            "video",
            "Sandbox Video",
            "anonymized",
            false,
        ),
        // Both members of model_spec are optional, and so may be all of it.
        json!({"id": "sandbox-upscale", "object": "model", "type": "upscale", "model_spec": {}}),
    ]
}

/// The answer for a type (default `text`) and a caller (maybe nobody).
pub(crate) fn list(state: &State, kind: Option<&str>, caller: Option<&Key>) -> Answer {
    let kind = kind.unwrap_or("text");
    if !TYPES.contains(&kind) {
        let message = format!("Invalid enum value. Received '{kind}'");
        return Issues::one("type", "invalid_enum_value", &message).answer();
    }
    let data: Vec<_> = state
        .account
        .models
        .iter()
        .filter(|model| is_of(model, kind))
        .filter(|model| caller.is_none_or(|key| may_call(&key.new.privacy, model)))
        .collect();
    Answer::json(200, &json!({"object": "list", "type": kind, "data": data}))
}

fn is_of(model: &Value, kind: &str) -> bool {
    match kind {
        "all" => true,
        "code" => model["model_spec"]["capabilities"]["optimizedForCode"] == true,
        kind => model["type"] == kind,
    }
}

fn may_call(key_privacy: &str, model: &Value) -> bool {
    let is_private = model["model_spec"]["privacy"]
        .as_str()
        .is_some_and(|privacy| !privacy.to_ascii_lowercase().starts_with("anonym"));
    let is_text = model["type"] == "text" || model["type"] == "embedding";
    match key_privacy {
        "PRIVATE_ONLY" => is_private,
        "PRIVATE_TEXT" => is_private || !is_text,
        _ => true,
    }
}
