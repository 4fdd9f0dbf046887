//! Results that come in pages, and what a step asks for of them.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Map, Value, json};
use venice_keys::Pages;

use crate::arguments::Failed;
use crate::loud::show;
use crate::results::shared;

/// What a step asks for of what comes in pages.
#[derive(Clone, Copy, Default)]
pub(crate) enum Paging {
    /// All there is, as one list.
    #[default]
    All,
    /// So many pages at most, each with its cursor.
    Pages(usize),
    /// So many entries at most, with the language's own guard.
    Limit(usize),
}

impl Paging {
    /// Of a step's words.
    pub(crate) fn of(step: &Map<String, Value>) -> Result<Self, String> {
        match (step.get("pages"), step.get("limit").map(Value::as_u64)) {
            (None, None) => Ok(Self::All),
            (Some(Value::Bool(true)), None) => Ok(Self::Pages(usize::MAX)),
            (Some(Value::Bool(true)), Some(Some(limit))) => Ok(Self::Pages(limit as usize)),
            (None, Some(Some(limit))) => Ok(Self::Limit(limit as usize)),
            _ => Err("pages is true, and limit a number".to_owned()),
        }
    }

    /// For a list that never ends by itself.
    pub(crate) fn ending(self) -> Result<Self, String> {
        match self {
            Self::All | Self::Pages(usize::MAX) => {
                Err("a list without end needs a limit".to_owned())
            }
            Self::Pages(_) | Self::Limit(_) => Ok(self),
        }
    }
}

/// A list's entries as the step wants them.
pub(crate) fn listed<T>(mut pages: Pages<T>, paging: Paging) -> Result<Value, Failed>
where
    T: Serialize + Debug,
{
    show(&pages);
    match paging {
        Paging::All => shared(pages.collect::<Result<Vec<T>, _>>()?),
        Paging::Limit(limit) => shared(pages.collect_up_to(limit)?),
        Paging::Pages(most) => {
            let mut list = Vec::new();
            for page in pages.pages().take(most) {
                let page = page?;
                let (cursor, is_last) = (page.cursor.clone(), page.is_last);
                let items = shared(page.items)?;
                list.push(json!({"items": items, "cursor": cursor, "isLast": is_last}));
            }
            Ok(Value::Array(list))
        }
    }
}

/// A document that was written.
pub(crate) fn written(rows: u64, text: Vec<u8>) -> Result<Value, Failed> {
    let csv = String::from_utf8(text).map_err(|error| error.to_string())?;
    Ok(json!({"rows": rows, "csv": csv}))
}
