//! The entries as CSV, in every form that the documents leave open.

use std::borrow::Cow;

use serde::Deserialize;

use super::entries::{Entry, InferenceDetails};
use crate::clock::iso;
use crate::response::Response;

const COLUMNS: [&str; 11] = [
    "timestamp",
    "sku",
    "pricePerUnitUsd",
    "units",
    "amount",
    "currency",
    "notes",
    "inferenceDetails.requestId",
    "inferenceDetails.inferenceExecutionTime",
    "inferenceDetails.promptTokens",
    "inferenceDetails.completionTokens",
];

/// What the documents don't say about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Form {
    line_end: String,
    /// Whether a continuation begins with the names of the columns, too.
    header_on_every_page: bool,
    /// Whether fields are quoted that needn't be.
    quote_all: bool,
    last_line_ends: bool,
    byte_order_mark: bool,
    /// A column more than the documents name.
    api_key_id: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            line_end: "\r\n".to_owned(),
            header_on_every_page: true,
            quote_all: false,
            last_line_ends: true,
            byte_order_mark: false,
            api_key_id: false,
        }
    }
}

impl Form {
    fn line(&self, text: &mut String, fields: &[impl AsRef<str>]) {
        for (at, field) in fields.iter().map(AsRef::as_ref).enumerate() {
            if at > 0 {
                text.push(',');
            }
            match self.quote_all || field.contains([',', '"', '\r', '\n']) {
                true => text.push_str(&format!("\"{}\"", field.replace('"', "\"\""))),
                false => text.push_str(field),
            }
        }
        text.push_str(&self.line_end);
    }
}

pub(super) fn response(
    page: &[Cow<'_, Entry>],
    next: Option<String>,
    form: &Form,
    now: i64,
    is_first: bool,
) -> Response {
    let mut text = String::new();
    if form.byte_order_mark {
        text.push('\u{feff}');
    }
    if is_first || form.header_on_every_page {
        let more = form.api_key_id.then_some("apiKeyId");
        let names: Vec<_> = COLUMNS.into_iter().chain(more).collect();
        form.line(&mut text, &names);
    }
    for entry in page {
        let mut fields = fields(entry);
        if form.api_key_id {
            fields.push(entry.api_key_id.clone().unwrap_or_default());
        }
        form.line(&mut text, &fields);
    }
    if !form.last_line_ends && text.ends_with(&form.line_end) {
        text.truncate(text.len() - form.line_end.len());
    }
    let stamp: String = iso(now)
        .chars()
        .filter(|c| !matches!(c, '-' | ':' | '.'))
        .collect();
    let name = format!("attachment; filename=billing-usage-history-{stamp}.csv");
    let response =
        Response::new(200, Some("text/csv; charset=utf-8"), text).with("content-disposition", name);
    match next {
        Some(next) => response.with("x-next-cursor", next),
        None => response,
    }
}

fn fields(entry: &Entry) -> Vec<String> {
    let text = |text: &str| text.to_owned();
    let details = entry.inference_details.as_ref();
    let number = |of: fn(&InferenceDetails) -> Option<u64>| {
        let number = details.and_then(of);
        number.map(|number| number.to_string()).unwrap_or_default()
    };
    vec![
        iso(entry.timestamp),
        text(&entry.sku),
        text(entry.price_per_unit_usd.as_str()),
        text(entry.units.as_str()),
        text(entry.amount.as_str()),
        text(&entry.currency),
        text(&entry.notes),
        details.map(|d| text(&d.request_id)).unwrap_or_default(),
        number(|details| details.inference_execution_time),
        number(|details| details.prompt_tokens),
        number(|details| details.completion_tokens),
    ]
}
