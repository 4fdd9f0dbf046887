//! What the linked core says, and the values of defaults.

use std::fmt::Display;

use syn::{Expr, Ident, Lit};
use venice_keys::{ErrorCode, Operation};

use super::Trouble;
use crate::model::Model;

/// What is wrong between what was read and what is linked.
pub fn trouble(item: impl Display, what: impl Display) -> Trouble {
    Trouble {
        path: "core/src".into(),
        line: 0,
        item: item.to_string(),
        what: what.to_string(),
    }
}

/// Holds what was read against the core that this program is linked with.
///
/// # Errors
///
/// Lists that differ.
pub fn check(model: &Model) -> Result<(), Trouble> {
    let codes = model.codes.iter().map(|code| code.text.as_str());
    let linked = ErrorCode::ALL.iter().map(|code| code.as_str());
    same("codes", codes, linked)?;
    let operations = model
        .operations
        .iter()
        .map(|operation| operation.name.as_str());
    let linked = Operation::ALL.iter().map(|operation| operation.as_str());
    same("operations", operations, linked)
}

fn same<'a>(
    what: &str,
    read: impl Iterator<Item = &'a str>,
    linked: impl Iterator<Item = &'a str>,
) -> Result<(), Trouble> {
    let (read, linked): (Vec<_>, Vec<_>) = (read.collect(), linked.collect());
    match read == linked {
        true => Ok(()),
        false => Err(trouble(
            what,
            format!("the source says {read:?}, the linked core {linked:?}"),
        )),
    }
}

/// A default as a number: `3`, `60 s`, `Duration::from_secs(60)`; none if there is no default.
///
/// # Errors
///
/// Another kind of default.
pub fn number(default: Option<&Expr>, unit: Option<&Ident>) -> Result<Option<u64>, String> {
    let Some(default) = default else {
        return Ok(None);
    };
    let literal = |expression: &Expr| match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse::<u64>().ok(),
            _ => None,
        },
        _ => None,
    };
    let seconds = || match default {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if path.path.segments.last()?.ident == "from_secs" => {
                literal(call.args.first()?)
            }
            _ => None,
        },
        _ => None,
    };
    let found = literal(default).or_else(seconds);
    match unit {
        Some(unit) if unit != "s" => Err(format!("an unknown unit: {unit}")),
        _ => found
            .map(Some)
            .ok_or_else(|| "a default that no language can print".into()),
    }
}
