//! The kinds of faults, the members that each has, and whether the work is done.

use serde::{Deserialize, Serialize};

use super::Fault;

/// What a fault does; the README's table says it in words.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Status,
    Html,
    Empty,
    Delay,
    Refuse,
    ResetBefore,
    ResetAfter,
    Stall,
    StallBody,
    Drip,
    Cut,
    Garbage,
    GarbageWire,
    ContentType,
    Huge,
    GzipBomb,
    BadGzip,
    Gzip,
    HeaderFlood,
    Redirect,
    Edit,
    Repeat,
    Settlement,
    Late,
    Meanwhile,
    Ignore,
}

impl Kind {
    /// The members that it can have, besides `kind`, `match`, `times` and `skip`.
    pub(super) fn members(self) -> &'static [&'static str] {
        match self {
            Self::Status => &[
                "status",
                "body",
                "text",
                "contentType",
                "headers",
                "afterWork",
            ],
            Self::Html | Self::Empty => &["status", "headers", "afterWork"],
            Self::Delay | Self::Refuse | Self::Drip => &["ms"],
            Self::Stall => &["afterWork"],
            Self::StallBody => &["at"],
            Self::Cut => &["at", "before"],
            Self::ContentType => &["contentType"],
            Self::Huge | Self::GzipBomb => &["bytes"],
            Self::HeaderFlood => &["count"],
            Self::Redirect => &["status", "location"],
            Self::Edit => &["set", "remove", "headers"],
            Self::Repeat => &["status", "start", "each", "count", "end", "gzip", "ms"],
            Self::Settlement => &[
                "response",
                "settles",
                "settlesAfterMs",
                "credited",
                "remembered",
                "bookedAfterMs",
            ],
            Self::Late => &["afterRequests", "afterMs"],
            Self::Meanwhile => &["control", "afterWork"],
            Self::Ignore => &["members"],
            Self::ResetBefore | Self::ResetAfter | Self::Garbage | Self::GarbageWire => &[],
            Self::BadGzip | Self::Gzip => &[],
        }
    }
}

impl Fault {
    /// Whether the server does what it's asked before the fault strikes.
    pub(crate) fn works(&self) -> bool {
        match self.kind {
            Kind::Status | Kind::Html | Kind::Stall => self.after_work.unwrap_or(false),
            Kind::Empty => self.after_work.unwrap_or(true),
            Kind::Refuse | Kind::ResetBefore | Kind::Late => false,
            Kind::Huge | Kind::GzipBomb | Kind::Redirect | Kind::Repeat => false,
            Kind::Delay | Kind::ResetAfter | Kind::StallBody | Kind::Drip | Kind::Cut => true,
            Kind::Garbage | Kind::GarbageWire | Kind::ContentType | Kind::BadGzip => true,
            Kind::Gzip | Kind::HeaderFlood | Kind::Edit | Kind::Settlement => true,
            Kind::Meanwhile | Kind::Ignore => true,
        }
    }
}
