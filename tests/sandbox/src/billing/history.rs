//! `GET /billing/usage-history`: a walk through the entries in ascending time.

use serde_json::{Value, json};

use super::csv;
use super::cursor::Cursor;
use super::entries::{CURRENCIES, Entry, Position};
use crate::api::Call;
use crate::clock;
use crate::issues::Issues;
use crate::query::Query;
use crate::response::Response;
use crate::state::State;

const BAD_CURSOR: &str = "Invalid or expired cursor; restart from the first page";

/// Either a filtered first page or a bare cursor.
pub(crate) fn history(state: &mut State, call: &Call<'_>) -> Response {
    let is_first = call.query("cursor").is_none();
    let query = Query::of(call);
    let cursor = match is_first {
        true => first_page(query),
        false => continued(state, query),
    };
    let cursor = match cursor {
        Ok(cursor) => cursor,
        Err(refused) => return refused,
    };
    let (now, billing) = (state.clock.now(), &mut state.billing);
    billing.reads += 1;
    let reads = billing.reads - 1;
    let (page, behind) = billing.entries.page(
        cursor.position,
        cursor.end,
        cursor.currency.as_deref(),
        cursor.page_size,
        |shown| shown.is_seen(now, reads),
    );
    let next = behind.map(|position| {
        billing.seal.text(&Cursor {
            position,
            ..cursor.clone()
        })
    });
    let wants_csv = call
        .header("accept")
        .is_some_and(|accept| accept.to_ascii_lowercase().contains("text/csv"));
    match wants_csv {
        true => csv::response(&page, next, &billing.csv, now, is_first),
        false => {
            #[derive(serde::Serialize)]
            #[serde(rename_all = "camelCase")]
            struct Page<'a> {
                data: Vec<&'a Entry>,
                next_cursor: Option<String>,
            }
            let data = page.iter().map(AsRef::as_ref).collect();
            let next_cursor = next;
            Response::json(200, &Page { data, next_cursor })
        }
    }
}

fn continued(state: &State, mut query: Query) -> Result<Cursor, Response> {
    if query.has_more_than("cursor") {
        let message = "cursor must be sent without other parameters";
        return Err(Issues::one("cursor", "custom", message).response());
    }
    let text = query.take("cursor").unwrap_or_default();
    query.finish()?;
    let cursor = state.billing.seal.open(&text);
    cursor.ok_or_else(|| Response::error(400, BAD_CURSOR))
}

fn first_page(mut query: Query) -> Result<Cursor, Response> {
    let start = time(&mut query, "startTimestamp");
    let end = time(&mut query, "endTimestamp");
    if let (Some(start), Some(end)) = (start, end)
        && end <= start
    {
        let message = "endTimestamp must be later than startTimestamp";
        query
            .issues
            .add(&[json!("endTimestamp")], "custom", message);
    }
    let currency = query.one_of("currency", &CURRENCIES);
    let page_size = query.whole("pageSize", 10, 1000, 1000);
    query.finish()?;
    Ok(Cursor {
        position: start.map_or(Position::START, Position::at),
        end,
        currency,
        page_size,
    })
}

/// ISO 8601 in UTC, with a `Z`.
fn time(query: &mut Query, name: &str) -> Option<i64> {
    let text = query.take(name)?;
    let is_form = text.len() <= 40 && text.contains('T') && text.ends_with('Z');
    let time = clock::parse_lenient(&text).filter(|_| is_form);
    if time.is_none() {
        let path: [Value; 1] = [json!(name)];
        query
            .issues
            .add(&path, "invalid_string", "Invalid datetime");
    }
    time
}
