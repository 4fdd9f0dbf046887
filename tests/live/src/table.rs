//! The table: fact, expected, seen, and whether it holds.

use std::io::Write;

/// What was seen of a fact: Err with why it can't be told.
pub(crate) type Seen = Result<String, String>;

/// A fact, and where the sandbox claims it.
#[derive(Clone, Copy)]
pub(crate) struct Fact<'a> {
    pub(crate) what: &'a str,
    /// The file under `tests/` that has to change if Venice does otherwise.
    pub(crate) place: &'a str,
}

pub(crate) fn fact<'a>(place: &'a str, what: &'a str) -> Fact<'a> {
    Fact { what, place }
}

/// A line for whoever watches. Nobody may be there any more: no reason to panic, least of all while
/// keys are being deleted.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "live: {text}");
}

/// The rows so far, each printed as soon as it is known.
pub(crate) struct Table<'a> {
    out: &'a mut dyn Write,
    /// What a person has to change.
    changes: Vec<String>,
    pub(crate) held: u32,
    pub(crate) differ: u32,
    pub(crate) untold: u32,
}

impl<'a> Table<'a> {
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        let mut table = Self {
            out,
            changes: Vec::new(),
            held: 0,
            differ: 0,
            untold: 0,
        };
        table.line("| fact | expected | seen | |\n|---|---|---|---|");
        table
    }

    /// A closed output is no reason to stop half-way.
    pub(crate) fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
    }

    /// A fact that holds if what was seen is what was expected, word for word.
    pub(crate) fn row(&mut self, fact: Fact<'_>, expected: &str, seen: Seen) {
        let Fact { what, place } = fact;
        let (seen, verdict) = match seen {
            Ok(seen) if seen == expected => {
                self.held += 1;
                (seen, "holds")
            }
            Ok(seen) => {
                self.differ += 1;
                self.changes.push(format!(
                    "tests/{place}, {what}: it says {expected}; Venice says {seen}"
                ));
                (seen, "DIFFERS")
            }
            Err(why) => {
                self.untold += 1;
                (why, "can't be told")
            }
        };
        self.line(&format!("| {what} | {expected} | {seen} | {verdict} |"));
    }

    /// The counts, and the words to change.
    pub(crate) fn end(&mut self) {
        let (held, differ, untold) = (self.held, self.differ, self.untold);
        let all = held + differ + untold;
        self.line(&format!(
            "\n{all} facts: {held} hold, {differ} differ, {untold} can't be told"
        ));
        if differ > 0 {
            self.line("\nTo change in the sandbox, and wherever the core relies on it:");
            for change in std::mem::take(&mut self.changes) {
                self.line(&format!("- {change}"));
            }
        }
    }
}
