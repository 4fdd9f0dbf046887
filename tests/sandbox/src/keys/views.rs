//! What responses show of a key.

use serde::Serialize;

use super::{Caps, Key, Usage};
use crate::clock::iso;
use crate::settings::Shown;
use crate::state::State;

const SEVEN_DAYS_MS: i64 = 7 * 86_400_000;

impl Key {
    /// As list, get and update show it; an update's response knows no usage.
    pub(super) fn view(&self, state: &State, now: i64, with_usage: bool) -> KeyView<'_> {
        let older = state.account.older;
        let new = &self.new;
        let capped = new.caps.usd.is_some() || new.caps.diem.is_some();
        let trailing = if now - self.created_at < SEVEN_DAYS_MS {
            self.usage
        } else {
            Usage::default()
        };
        KeyView {
            id: &self.id,
            api_key_type: &new.key_type,
            created_at: iso(self.created_at),
            expires_at: new.expires_at.map(iso),
            last_used_at: self.last_used_at.map(iso),
            last6_chars: &self.secret[self.secret.len().saturating_sub(6)..],
            consumption_limits: new.caps,
            settings: new.settings.shown(older),
            usage: with_usage.then(|| UsageView {
                trailing_seven_days: Spending {
                    usd: places(trailing.usd),
                    diem: places(trailing.diem),
                    vcu: Some(places(trailing.vcu)),
                },
            }),
            current_period_usage: (with_usage && capped && !older).then(|| {
                let spent = self.spent_now(now);
                Spending {
                    usd: places(spent.usd),
                    diem: places(spent.diem),
                    vcu: None,
                }
            }),
        }
    }

    /// As create and mint show it, the secret included.
    pub(super) fn created_view(&self, state: &State, caps: Caps) -> CreatedView<'_> {
        CreatedView {
            api_key: &self.secret,
            id: &self.id,
            api_key_type: &self.new.key_type,
            expires_at: self.new.expires_at.map(iso),
            consumption_limit: caps,
            settings: self.new.settings.shown(state.account.older),
        }
    }
}

fn places(amount: f64) -> String {
    format!("{amount:.4}")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeyView<'a> {
    id: &'a str,
    api_key_type: &'a str,
    created_at: String,
    expires_at: Option<String>,
    last_used_at: Option<String>,
    #[serde(rename = "last6Chars")]
    last6_chars: &'a str,
    consumption_limits: Caps,
    #[serde(flatten)]
    settings: Shown<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<UsageView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current_period_usage: Option<Spending>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsageView {
    trailing_seven_days: Spending,
}

#[derive(Serialize)]
struct Spending {
    usd: String,
    diem: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    vcu: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreatedView<'a> {
    api_key: &'a str,
    id: &'a str,
    api_key_type: &'a str,
    expires_at: Option<String>,
    consumption_limit: Caps,
    #[serde(flatten)]
    settings: Shown<'a>,
}
