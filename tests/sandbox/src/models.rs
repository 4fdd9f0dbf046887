//! `GET /models`: which models there are, and which a key may call.

use serde_json::{Value, json};

use crate::api::Call;
use crate::issues::Issues;
use crate::response::Response;
use crate::settings::MODEL_PRIVACY;
use crate::state::State;

const TYPES: [&str; 12] = [
    "text",
    "image",
    "embedding",
    "tts",
    "asr",
    "upscale",
    "inpaint",
    "music",
    "video",
    "decision",
    "all",
    "code",
];

/// One of nearly every kind, so that each filter has something to keep and something to drop; and
/// each with every member that the API promises, and hardly more.
pub(crate) fn default_models() -> Vec<Value> {
    vec![
        text("sandbox-text", "Sandbox Text", "private", false),
        text("sandbox-code", "Sandbox Code", "private", true),
        text("sandbox-frontier", "Sandbox Frontier", "anonymized", false),
        model("sandbox-embedding", "embedding", "Sandbox Embedding"),
        model("sandbox-image", "image", "Sandbox Image"),
        anonymized(model(
            "sandbox-image-frontier",
            "image",
            "Sandbox Image Frontier",
        )),
        model("sandbox-tts", "tts", "Sandbox Voice"),
        anonymized(model("sandbox-video", "video", "Sandbox Video")),
        model("sandbox-decision", "decision", "Sandbox Decision"),
        // Of model_spec only the privacy is promised.
        json!({
            "id": "sandbox-upscale", "object": "model", "type": "upscale", "owned_by": OWNER,
            "model_spec": {"privacy": "private"},
        }),
    ]
}

const OWNER: &str = "venice.ai";

fn model(id: &str, kind: &str, name: &str) -> Value {
    json!({
        "id": id, "object": "model", "type": kind, "created": 1_767_225_600, "owned_by": OWNER,
        "model_spec": {"name": name, "privacy": "private", "offline": false},
    })
}

fn anonymized(mut model: Value) -> Value {
    model["model_spec"]["privacy"] = json!("anonymized");
    model
}

/// Text models tell what they can do: all of it, or nothing.
fn text(id: &str, name: &str, privacy: &str, code: bool) -> Value {
    let mut model = model(id, "text", name);
    let spec = &mut model["model_spec"];
    spec["privacy"] = json!(privacy);
    spec["availableContextTokens"] = json!(131_072);
    spec["capabilities"] = json!({
        "optimizedForCode": code, "quantization": "fp8", "supportsFunctionCalling": true,
        "supportsAudioInput": false, "supportsReasoning": true, "supportsReasoningEffort": false,
        "supportsResponseSchema": true, "supportsMultipleImages": false, "supportsVision": false,
        "supportsVideoInput": false, "supportsWebSearch": true, "supportsLogProbs": false,
        "supportsTeeAttestation": false, "supportsE2EE": false, "supportsXSearch": false,
    });
    model
}

/// Those of a type (by default `text`) that the caller, if there is one, may call.
pub(crate) fn list(state: &mut State, call: &Call<'_>) -> Response {
    let kind = call.query("type");
    let kind = kind.as_deref().unwrap_or("text");
    let caller = call.caller(state);
    if !TYPES.contains(&kind) {
        let known = TYPES.map(|kind| format!("'{kind}'")).join(" | ");
        let message = format!("Invalid enum value. Expected {known}, received '{kind}'");
        return Issues::one("type", "invalid_enum_value", &message).response();
    }
    let data: Vec<_> = state
        .account
        .models
        .iter()
        .filter(|model| is_of(model, kind))
        .filter(|model| {
            caller.is_none_or(|key| may_call(key.new.settings.text(MODEL_PRIVACY), model))
        })
        .collect();
    Response::json(200, &json!({"object": "list", "type": kind, "data": data}))
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
