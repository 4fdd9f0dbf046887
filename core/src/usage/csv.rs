//! The usage history as CSV: RFC 4180, page by page.
//!
//! A page is written whole or not at all. So a document that stopped half-way can be gone on with:
//! it ends with a whole page, and the cursor after it is known.

use std::io::Write;

use super::cursor::Walk;
use super::filter::UsageFilter;
use super::history::page_call;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::pages::Chunk;
use crate::perform::{text_of, undocumented};
use crate::transport::{Call, Response};
use crate::wire;

/// The first column. The row that begins with its name is the header row.
const FIRST_COLUMN: &str = "timestamp";

impl Client {
    /// Writes what was charged and credited as CSV, oldest first, and returns how many rows that
    /// were, without the header row. Needs an ADMIN key.
    ///
    /// The rows are Venice's own, byte for byte, in the columns that its header row names, which
    /// may become more. Each page is fetched
    /// whole and then written, so memory stays at one page, and nothing of a page that fails is
    /// written. The header row comes once, at the beginning, and never where a cursor goes on.
    ///
    /// The form of Venice's CSV isn't documented in all details. Quoting as in RFC 4180, either
    /// line end, and a header row on the first page or on every one are read; the first column must
    /// be the time. Anything else fails the call: no row is left out or counted twice silently.
    ///
    /// For entries that are booked late, and for cursors that expire, see
    /// [`Client::usage_history`].
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the filter breaks a rule, or its cursor is none of this library's, or
    ///   comes from another filter; nothing was sent. Or `to` can't be written: [`Error::resume`]
    ///   is the cursor of the page that wasn't written whole, of which a part may be there.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `bad_request`: the server refused the filter, or its cursor has expired. All whole pages
    ///   that came are written: go on, behind them, with what [`Error::resume`] says.
    /// * `bad_response`: a page isn't whole, or isn't such CSV.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use venice_keys::UsageFilter;
    ///
    /// let mut document = Vec::new(); // or a file
    /// let rows = client.usage_history_csv(&UsageFilter::new(), &mut document)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn usage_history_csv(
        &self,
        filter: &UsageFilter,
        to: &mut dyn Write,
    ) -> Result<u64, Error> {
        let mut cursor = Walk::of(filter, None)?.cursor();
        let mut client = self.clone();
        let (mut rows, mut whole) = (0, 0);
        loop {
            let chunk = client.usage_history_csv_page(filter, Some(&cursor))?;
            let written = to
                .write_all(chunk.text.as_bytes())
                .and_then(|()| to.flush());
            written.map_err(|error| {
                let why = format!("{error}; the first {whole} bytes of this call are whole pages");
                Error::unwritable(Operation::UsageHistoryCsv, Some(&cursor), &why)
            })?;
            rows += chunk.rows;
            whole += chunk.text.len();
            if chunk.is_last {
                return Ok(rows);
            }
            cursor = chunk.cursor;
            client = client.started_then();
        }
    }

    /// One page of [`usage_history_csv`](Self::usage_history_csv): the one at the cursor, or at the
    /// filter's, or the first.
    #[doc(hidden)]
    pub fn usage_history_csv_page(
        &self,
        filter: &UsageFilter,
        cursor: Option<&str>,
    ) -> Result<Chunk, Error> {
        let walk = Walk::of(filter, cursor)?;
        let call = Call {
            accept: "text/csv",
            ..page_call(Operation::UsageHistoryCsv, &walk)
        };
        self.page_at(&call, &walk, |response| {
            let document = read_document(&call, response)?;
            let mut reached = walk.clone();
            let mut text = String::with_capacity(document.text.len() + LINE_END.len());
            if walk.is_new() {
                text.push_str(document.header);
            }
            let mut rows = 0;
            for row in &document.rows {
                if reached.takes(row.time) {
                    text.push_str(row.text);
                    rows += 1;
                }
            }
            if !text.is_empty() && !text.ends_with('\n') {
                text.push_str(document.line_end());
            }
            let next = response.next_cursor.clone();
            let count = document.rows.len();
            let reached = self.reached(&call, response, reached, next, count)?;
            Ok(Chunk {
                text,
                rows,
                start: walk.cursor(),
                cursor: reached.cursor(),
                is_first: walk.is_new(),
                is_last: reached.venices_cursor().is_none(),
            })
        })
    }
}

impl Error {
    /// What is written to can't be: why, and the cursor of the page that wasn't written whole, if
    /// one had come by then.
    #[doc(hidden)]
    pub fn unwritable(operation: Operation, cursor: Option<&str>, why: &str) -> Self {
        let error = Self::input("to", format!("can't be written: {why}")).of(operation);
        match cursor {
            Some(cursor) => error.with_resume(cursor),
            None => error,
        }
    }
}

/// RFC 4180's, where a document doesn't show its own.
const LINE_END: &str = "\r\n";

/// A page of CSV.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document<'a> {
    pub(crate) text: &'a str,
    /// The header row with its line end; empty if there is none.
    pub(crate) header: &'a str,
    pub(crate) rows: Vec<CsvRow<'a>>,
}

/// A row that isn't the header row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CsvRow<'a> {
    /// Its text with its line end, which the last one may lack.
    pub(crate) text: &'a str,
    /// Its time in milliseconds; `None`: it says none.
    pub(crate) time: Option<i64>,
}

impl Document<'_> {
    /// The line end that it uses.
    fn line_end(&self) -> &'static str {
        let first = match self.header {
            "" => self.rows.first().map_or("", |row| row.text),
            header => header,
        };
        match first.ends_with('\n') && !first.ends_with(LINE_END) {
            true => "\n",
            false => LINE_END,
        }
    }
}

fn read_document<'a>(call: &Call, response: &'a Response) -> Result<Document<'a>, Error> {
    let refused = |what: &str| undocumented(ErrorCode::BadResponse, call, response, what);
    if !response.is_csv {
        return Err(refused("the response isn't CSV"));
    }
    let text = text_of(call, response)?;
    parse(text).map_err(|place| {
        refused(&format!(
            "the response isn't the CSV it should be ({place})"
        ))
    })
}

/// Splits a page into rows and reads their times. The error names the place and quotes nothing.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, String> {
    let mut document = Document {
        text,
        header: "",
        rows: Vec::new(),
    };
    let mut columns = None;
    let mut rest = text;
    let mut number = 0;
    while !rest.is_empty() {
        number += 1;
        let Record {
            length,
            fields,
            first,
        } = record(rest).map_err(|what| format!("row {number}: {what}"))?;
        let (row, after) = rest.split_at(length);
        rest = after;
        if row.trim_end_matches(['\r', '\n']).is_empty() {
            continue;
        }
        if *columns.get_or_insert(fields) != fields {
            return Err(format!("row {number} has {fields} columns"));
        }
        let is_first = document.header.is_empty() && document.rows.is_empty();
        if is_first && first.eq_ignore_ascii_case(FIRST_COLUMN) {
            document.header = row;
            continue;
        }
        let time = match first {
            "" => None,
            first => Some(
                wire::time::parse(first)
                    .ok_or_else(|| format!("row {number} doesn't begin with a time"))?
                    .as_millisecond(),
            ),
        };
        if document.rows.len() == wire::LONGEST_LIST {
            return Err(format!("more than {} rows", wire::LONGEST_LIST));
        }
        document.rows.push(CsvRow { text: row, time });
    }
    Ok(document)
}

/// The first record of a text.
struct Record<'a> {
    /// With its line end.
    length: usize,
    fields: usize,
    /// Its first field without quotes, doubled quotes in it left as they are.
    first: &'a str,
}

fn record(text: &str) -> Result<Record<'_>, &'static str> {
    let bytes = text.as_bytes();
    let mut fields = 0;
    let mut first = "";
    let mut at = 0;
    loop {
        let (field, end) = field(text, at)?;
        if fields == 0 {
            first = field;
        }
        fields += 1;
        let length = match bytes.get(end) {
            Some(b',') => {
                at = end + 1;
                continue;
            }
            Some(b'\r') => end + 2,
            Some(_) => end + 1,
            None => end,
        };
        return Ok(Record {
            length,
            fields,
            first,
        });
    }
}

/// The field at `at`, without quotes, and where it ends: at a comma, a line end or the text's end.
fn field(text: &str, at: usize) -> Result<(&str, usize), &'static str> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        let ends = |at: &usize| bytes[*at] == b',' || is_line_end(bytes, *at);
        let end = (at..bytes.len()).find(ends).unwrap_or(bytes.len());
        return Ok((&text[at..end], end));
    }
    let mut end = at + 1;
    loop {
        let quote = bytes[end..].iter().position(|b| *b == b'"');
        end += quote.ok_or("a quoted field doesn't end")?;
        match bytes.get(end + 1) {
            Some(b'"') => end += 2,
            Some(b',') | None => break,
            Some(_) if is_line_end(bytes, end + 1) => break,
            Some(_) => return Err("something follows a quoted field"),
        }
    }
    Ok((&text[at + 1..end], end + 1))
}

fn is_line_end(bytes: &[u8], at: usize) -> bool {
    bytes[at..].starts_with(b"\n") || bytes[at..].starts_with(b"\r\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROW: &str = "2026-06-15T19:05:10.504Z,a,b\n";

    #[test]
    fn rows_are_split_as_rfc_4180_says() {
        let text = concat!(
            "Timestamp,\"sku\",notes\r\n",
            "2026-06-15T19:05:10.504Z,\"a\"\"b,\r\n\",x\r\n",
            "\"2026-06-15T19:05:10Z\",,5\" high\r\n",
            ",\"\",\"\"\n",
            "\r\n",
            "2026-06-15T19:05:11Z,ü,\"\u{1f600}\n2026\""
        );
        let document = parse(text).unwrap();
        assert_eq!(document.header, "Timestamp,\"sku\",notes\r\n");
        let times: Vec<_> = document.rows.iter().map(|row| row.time).collect();
        let at = Some(1_781_550_310_504);
        assert_eq!(
            times,
            [at, Some(1_781_550_310_000), None, Some(1_781_550_311_000)]
        );
        let rows: String = document.rows.iter().map(|row| row.text).collect();
        assert_eq!(
            rows,
            text.replacen(document.header, "", 1)
                .replace("\n\r\n", "\n")
        );
        assert_eq!(document.line_end(), "\r\n");
        assert_eq!(parse(ROW).unwrap().line_end(), "\n");
        assert_eq!(parse("").unwrap().line_end(), "\r\n");
    }

    #[test]
    fn what_isnt_whole_or_no_usage_is_refused() {
        for (text, place) in [
            ("<html>\n", "row 1 doesn't begin with a time"),
            ("when,sku\n", "row 1 doesn't begin with a time"),
            (
                "timestamp,a,b\ntimestamp,a,b\n",
                "row 2 doesn't begin with a time",
            ),
            (
                "timestamp,a,b\n2026-06-15T19:05:10.504Z,a\n",
                "row 2 has 2 columns",
            ),
            ("timestamp,a,b\n2026-06-15T19:05", "row 2 has 1 columns"),
            (
                "timestamp,a\n2026-06-15T19:05:10.504Z,\"a\n",
                "row 2: a quoted field doesn't end",
            ),
            (
                "timestamp,\"a\"b\n",
                "row 1: something follows a quoted field",
            ),
            (
                "timestamp,\"a\"\rb\n",
                "row 1: something follows a quoted field",
            ),
            ("\"", "row 1: a quoted field doesn't end"),
            ("\"\"\"", "row 1: a quoted field doesn't end"),
        ] {
            assert_eq!(parse(text).expect_err(text), place, "{text:?}");
        }
        let many = ",\n".repeat(wire::LONGEST_LIST + 1);
        assert_eq!(parse(&many).unwrap_err(), "more than 10000 rows");
    }

    proptest! {
        #[test]
        fn any_text_is_split_or_refused(text in "[\",\r\nzt2026:T-]{0,60}") {
            if let Ok(document) = parse(&text) {
                let rows: usize = document.rows.iter().map(|row| row.text.len()).sum();
                prop_assert!(document.header.len() + rows <= text.len());
            }
        }
    }
}
