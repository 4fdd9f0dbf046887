//! Walks through a history that a small server of this test keeps: whatever its entries, its pages
//! and the form of its CSV, and wherever its cursors expire, every entry comes once.

mod server;

use std::io::Write;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use proptest::prelude::*;

use self::server::{BEGIN, Form, HEADER, History, serve};
use super::UsageFilter;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;

/// Enough for a page.
const SHORT: Duration = Duration::from_secs(2);

/// All pages from `cursor` on, each read by `page`, begun anew wherever a cursor has expired;
/// returns the last one's cursor.
fn walk(
    mut cursor: Option<String>,
    mut page: impl FnMut(Option<&str>) -> Result<(String, bool), Error>,
) -> String {
    loop {
        match page(cursor.as_deref()) {
            Ok((reached, true)) => return reached,
            Ok((reached, false)) => cursor = Some(reached),
            Err(error) => {
                assert_eq!(error.code(), ErrorCode::BadRequest, "{error}");
                assert!(error.to_string().contains("go on with resume"), "{error}");
                cursor = Some(error.resume().unwrap().to_owned());
            }
        }
    }
}

fn listed(client: &Client, filter: &UsageFilter, from: Option<String>) -> (Vec<usize>, String) {
    let mut numbers = Vec::new();
    let end = walk(from, |cursor| {
        let page = client.usage_history_page(filter, cursor)?;
        let units = page.items.iter().map(|entry| entry.units.unwrap());
        numbers.extend(units.map(|units| usize::try_from(units).unwrap()));
        Ok((page.cursor, page.is_last))
    });
    (numbers, end)
}

fn written(client: &Client, filter: &UsageFilter, from: Option<String>) -> (String, u64, String) {
    let (mut text, mut rows) = (String::new(), 0);
    let end = walk(from, |cursor| {
        let chunk = client.usage_history_csv_page(filter, cursor)?;
        assert_eq!(chunk.is_first, text.is_empty() && cursor.is_none());
        text.push_str(&chunk.text);
        rows += chunk.rows;
        Ok((chunk.cursor, chunk.is_last))
    });
    (text, rows, end)
}

/// The document that a server with one endless page would send.
fn whole(history: &History, numbers: &[usize], header: bool) -> String {
    let line_end = if history.form.crlf { "\r\n" } else { "\n" };
    let mut one = history.clone();
    one.form.ended = true;
    one.form.header_everywhere = true;
    let (_, body) = one
        .csv(numbers, None)
        .split_once("\r\n\r\n")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    match header {
        true => body,
        false => body.replacen(&format!("{HEADER}{line_end}"), "", 1),
    }
}

fn histories() -> impl Strategy<Value = History> {
    let form =
        any::<(bool, bool, bool, bool)>().prop_map(|(header_everywhere, crlf, ended, quoted)| {
            Form {
                header_everywhere,
                crlf,
                // One row alone without a line end does not show which its document has.
                ended: ended || !crlf,
                quoted,
            }
        });
    // Few times for many entries, so that some times fill pages.
    let entries = (1..8i64).prop_flat_map(|times| prop::collection::vec(0..times, 0..90));
    let expired = prop::collection::vec(prop::bool::weighted(0.4), 0..12);
    (entries, expired, form).prop_map(|(mut entries, expired, form)| {
        entries.sort_unstable();
        History {
            entries,
            expired,
            form,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_entry_comes_once(
        history in histories(), size in 10u32..40, later in 0i64..3, more in 0usize..25,
    ) {
        let filter = UsageFilter::new().page_size(size);
        let all: Vec<usize> = (0..history.entries.len()).collect();
        let (kept, client) = serve(history.clone());
        let (numbers, end) = listed(&client, &filter, None);
        prop_assert_eq!(&numbers, &all);
        kept.lock().unwrap().expired.clone_from(&history.expired);
        let (text, rows, csv_end) = written(&client, &filter, None);
        prop_assert_eq!(rows as usize, all.len());
        prop_assert_eq!(text, whole(&history, &all, true));

        // Another day: what came since.
        let last = history.entries.last().copied().unwrap_or(0);
        let since: Vec<usize> = (all.len()..all.len() + more).collect();
        let grown = {
            let mut kept = kept.lock().unwrap();
            kept.entries.extend((0..more as i64).map(|at| last + later * at));
            kept.expired.clone_from(&history.expired);
            kept.clone()
        };
        prop_assert_eq!(listed(&client, &filter, Some(end)).0, &since[..]);
        let (text, rows, _) = written(&client, &filter, Some(csv_end));
        prop_assert_eq!(rows as usize, more);
        let expected = if more == 0 { String::new() } else { whole(&grown, &since, false) };
        prop_assert_eq!(text, expected);
    }

    #[test]
    fn borders_leave_no_gap_and_no_overlap(history in histories(), border in 0i64..8) {
        let border = Timestamp::from_millisecond(BEGIN + border).unwrap();
        let (_, client) = serve(History { expired: Vec::new(), ..history.clone() });
        let [before, after] = [
            UsageFilter::new().end_timestamp(border),
            UsageFilter::new().start_timestamp(border),
        ]
        .map(|filter| listed(&client, &filter.page_size(10), None).0);
        let all: Vec<usize> = (0..history.entries.len()).collect();
        prop_assert_eq!([before, after].concat(), all);
    }
}

#[test]
fn a_list_and_a_document_end_like_their_pages() {
    let history = History {
        entries: (0..35).map(|at| at / 4).collect(),
        ..History::default()
    };
    let (_, client) = serve(history.clone());
    let filter = UsageFilter::new().page_size(10);
    let entries: Result<Vec<_>, _> = client.usage_history(&filter).unwrap().collect();
    assert_eq!(entries.unwrap().len(), 35);
    let mut pages = client.usage_history(&filter).unwrap();
    assert_eq!(pages.collect_up_to(12).unwrap().len(), 12);
    let rest: Vec<_> = pages
        .pages()
        .map(|page| page.unwrap().items.len())
        .collect();
    assert_eq!(rest, [8, 10, 5]);
    let mut text = Vec::new();
    assert_eq!(client.usage_history_csv(&filter, &mut text).unwrap(), 35);
    let numbers: Vec<usize> = (0..35).collect();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        whole(&history, &numbers, true)
    );
}

#[test]
fn only_the_first_page_counts_from_when_the_call_was_made() {
    let entries = (0..25).collect();
    let (_, client) = serve(History {
        entries,
        ..History::default()
    });
    let made = Instant::now().checked_sub(client.settings().timeout - SHORT);
    let mut pages = client
        .started_at(made.unwrap())
        .usage_history(&UsageFilter::new().page_size(10))
        .unwrap();
    assert_eq!(pages.collect_up_to(10).unwrap().len(), 10);
    std::thread::sleep(SHORT);
    assert_eq!(pages.collect_up_to(100).unwrap().len(), 15);
}

#[test]
fn a_list_that_fails_keeps_what_it_had() {
    let history = History {
        entries: (0..40).collect(),
        expired: vec![true, true, false],
        ..History::default()
    };
    let (_, client) = serve(history);
    let filter = UsageFilter::new().page_size(10);
    let mut pages = client.usage_history(&filter).unwrap();
    for _ in 0..2 {
        let error = pages.collect_up_to(30).unwrap_err();
        let again = filter.clone().cursor(error.resume().unwrap());
        let first = client.usage_history_page(&again, None).unwrap().items;
        assert_eq!(first[0].units, Some(0.into()));
    }
    let entries = pages.collect_up_to(30).unwrap();
    let numbers: Vec<_> = entries
        .into_iter()
        .map(|entry| entry.units.unwrap())
        .collect();
    assert_eq!(numbers, (0..30).map(Into::into).collect::<Vec<_>>());
}

#[test]
fn what_cant_be_written_says_how_much_is_whole() {
    struct Short(usize);
    impl Write for Short {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let room = self.0.min(bytes.len());
            self.0 -= room;
            match room {
                0 => Err(std::io::ErrorKind::StorageFull.into()),
                room => Ok(room),
            }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_, client) = serve(History {
        entries: (0..40).collect(),
        ..History::default()
    });
    let filter = UsageFilter::new().page_size(10);
    let first = client.usage_history_csv_page(&filter, None).unwrap();
    let mut to = Short(first.text.len() + 5);
    let error = client.usage_history_csv(&filter, &mut to).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert_eq!(error.issues()[0].field, "to");
    assert!(
        error
            .to_string()
            .contains(&format!("first {} bytes", first.text.len()))
    );
    assert_eq!(error.resume(), Some(first.cursor.as_str()));
}
