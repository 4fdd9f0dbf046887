//! What was spent, entry by entry.

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, admin, sandbox, stop_clock};

pub(crate) const HISTORY: &str = "/billing/usage-history";

pub(crate) fn change(sandbox: &Sandbox, body: Value) {
    sandbox.control("POST", "/usage", body).unwrap();
}

pub(crate) fn get(sandbox: &Sandbox, query: &str) -> Reply {
    admin(sandbox, "GET", &format!("{HISTORY}{query}"), None)
}

pub(crate) fn skus(reply: &Reply) -> Vec<String> {
    let data = reply.json()["data"].as_array().unwrap().clone();
    let sku = |entry: &Value| entry["sku"].as_str().unwrap().to_owned();
    data.iter().map(sku).collect()
}

/// Entries called by their second: `s0`, `s1`, …
pub(crate) fn seconds(sandbox: &Sandbox, range: std::ops::Range<u32>) {
    for n in range {
        let entry =
            json!({"timestamp": format!("2026-06-15T19:00:{n:02}Z"), "sku": format!("s{n}")});
        change(sandbox, json!({"entries": [entry]}));
    }
}

#[test]
fn entries_come_in_ascending_time_with_all_their_members() {
    let sandbox = sandbox();
    assert_eq!(
        get(&sandbox, "").json(),
        json!({"data": [], "nextCursor": null})
    );
    let details = json!({"requestId": "chatcmpl-40", "promptTokens": 339, "completionTokens": 227,
        "inferenceExecutionTime": 2964});
    change(
        &sandbox,
        json!({"entries": [
            {"timestamp": "2026-06-15T19:05:10.504Z", "sku": "later", "amount": -0.06356,
             "units": "0.000227",
             "pricePerUnitUsd": 2.8, "currency": "DIEM", "notes": "API Inference",
                 "inferenceDetails": details},
            {"timestamp": "2026-06-15T19:05:10.503Z", "sku": "sooner", "amount": "-6.6e-7",
             "currency": "LAMPORT"},
        ]}),
    );
    let reply = get(&sandbox, "");
    assert_eq!(skus(&reply), ["sooner", "later"]);
    let text = String::from_utf8(reply.body.clone()).unwrap();
    assert!(text.contains("\"amount\":-6.6e-7,"), "{text}");
    assert_eq!(
        reply.json()["data"][1],
        json!({
            "timestamp": "2026-06-15T19:05:10.504Z", "sku": "later", "units": 0.000_227,
            "pricePerUnitUsd": 2.8, "amount": -0.06356, "currency": "DIEM",
            "notes": "API Inference", "inferenceDetails": details,
        })
    );
    assert_eq!(reply.json()["data"][0]["inferenceDetails"], json!(null));
}

#[test]
fn a_walk_is_a_filtered_first_page_and_bare_continuations() {
    let sandbox = sandbox();
    seconds(&sandbox, 0..25);
    let first = get(
        &sandbox,
        "?pageSize=10&startTimestamp=2026-06-15T19:00:02Z&endTimestamp=2026-06-15T19:00:24.000Z",
    );
    assert_eq!(
        skus(&first),
        (2..12).map(|n| format!("s{n}")).collect::<Vec<_>>()
    );
    let cursor = first.json()["nextCursor"].as_str().unwrap().to_owned();
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    assert!(
        cursor.len() <= 512 && cursor.bytes().all(is_plain),
        "{cursor}"
    );
    let second = get(&sandbox, &format!("?cursor={cursor}"));
    assert_eq!(
        skus(&second),
        (12..22).map(|n| format!("s{n}")).collect::<Vec<_>>()
    );
    let cursor_2 = second.json()["nextCursor"].as_str().unwrap().to_owned();
    let third = get(&sandbox, &format!("?cursor={cursor_2}"));
    assert_eq!(
        skus(&third),
        ["s22", "s23"],
        "the end is exclusive, the start was not"
    );
    assert_eq!(third.json()["nextCursor"], json!(null));
    assert_eq!(
        skus(&get(&sandbox, &format!("?cursor={cursor}"))),
        skus(&second)
    );
    for beside in [
        "pageSize=10",
        "currency=USD",
        "startTimestamp=2026-06-15T19:00:02Z",
        "x=1",
    ] {
        let refused = get(&sandbox, &format!("?{beside}&cursor={cursor}"));
        assert_eq!(
            (refused.status, &refused.json()["issues"][0]["path"]),
            (400, &json!(["cursor"]))
        );
    }
}

#[test]
fn windows_that_share_a_border_have_no_gap_and_no_overlap() {
    let sandbox = sandbox();
    seconds(&sandbox, 0..10);
    let border = "2026-06-15T19:00:05.000Z";
    let before = skus(&get(&sandbox, &format!("?endTimestamp={border}")));
    let after = skus(&get(&sandbox, &format!("?startTimestamp={border}")));
    assert_eq!((before.len(), after.len()), (5, 5));
    assert_eq!(after[0], "s5");
}

#[test]
fn many_of_a_kind_are_given_at_once() {
    let sandbox = sandbox();
    let many =
        json!({"timestamp": "2026-06-15T19:00:00Z", "sku": "s$n", "count": 12, "everyMs": 5});
    change(&sandbox, json!({"entries": [many]}));
    let all = get(&sandbox, "");
    assert_eq!(
        skus(&all),
        (0..12).map(|n| format!("s{n}")).collect::<Vec<_>>()
    );
    assert_eq!(
        all.json()["data"][11]["timestamp"],
        "2026-06-15T19:00:00.055Z"
    );
}

#[test]
fn filters_have_their_rules() {
    let sandbox = sandbox();
    for (query, field) in [
        ("pageSize=9", "pageSize"),
        ("pageSize=1001", "pageSize"),
        ("pageSize=ten", "pageSize"),
        ("pageSize=", "pageSize"),
        ("pageSize=10&pageSize=10", "pageSize"),
        ("currency=VCU", "currency"),
        ("currency=diem", "currency"),
        ("startTimestamp=2026-06-15", "startTimestamp"),
        (
            "startTimestamp=2026-06-15T19:00:00%2B02:00",
            "startTimestamp",
        ),
        ("startTimestamp=2026-02-30T19:00:00Z", "startTimestamp"),
        ("startTimestamp=1781550310504", "startTimestamp"),
        (
            "startTimestamp=2026-06-15T19:00:00.00000000000000000000000Z",
            "startTimestamp",
        ),
        ("endTimestamp=", "endTimestamp"),
        (
            "startTimestamp=2026-06-15T19:00:00Z&endTimestamp=2026-06-15T19:00:00.000Z",
            "endTimestamp",
        ),
    ] {
        let refused = get(&sandbox, &format!("?{query}"));
        assert_eq!(refused.status, 400, "{query}");
        assert_eq!(
            refused.json()["issues"][0]["path"],
            json!([field]),
            "{query}"
        );
    }
    let message = "Invalid enum value. Expected 'USD' | 'DIEM' | 'BUNDLED_CREDITS' | \
                   'EARNED_CREDITS', received 'VCU'";
    assert_eq!(
        get(&sandbox, "?currency=VCU").json()["issues"][0]["message"],
        message
    );
    for good in [
        "pageSize=10",
        "pageSize=1000",
        "startTimestamp=2026-06-15T19:00:00.5Z",
    ] {
        assert_eq!(get(&sandbox, &format!("?{good}")).status, 200, "{good}");
    }
}

#[test]
fn a_cursor_is_the_accounts_own_and_can_expire() {
    let (ours, theirs) = (sandbox(), sandbox());
    seconds(&ours, 0..20);
    seconds(&theirs, 0..20);
    let cursor = |sandbox| {
        get(sandbox, "?pageSize=10").json()["nextCursor"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let refused = |cursor: &str| {
        let reply = get(&ours, &format!("?cursor={cursor}"));
        assert_eq!(reply.status, 400);
        assert_eq!(
            reply.error(),
            "Invalid or expired cursor; restart from the first page"
        );
    };
    refused(&cursor(&theirs));
    refused("abc");
    refused("");
    let old = cursor(&ours);
    assert_eq!(get(&ours, &format!("?cursor={old}")).status, 200);
    change(&ours, json!({"expireCursors": true}));
    refused(&old);
    assert_eq!(
        get(&ours, &format!("?cursor={}", cursor(&ours))).status,
        200
    );
}

#[test]
fn a_million_entries_cost_nothing_and_are_the_same_every_time() {
    let sandbox = sandbox();
    let series =
        json!({"first": "2026-06-01T00:00:00Z", "count": 1_000_000, "everyMs": 10, "atOnce": 3});
    change(&sandbox, json!({"series": [series]}));
    let page = get(&sandbox, "").json();
    assert_eq!(page["data"].as_array().unwrap().len(), 1000);
    assert_eq!(page["data"][0]["timestamp"], page["data"][2]["timestamp"]);
    assert_ne!(page["data"][2]["timestamp"], page["data"][3]["timestamp"]);
    assert_eq!(page["data"][0]["amount"], -6.6e-7);
    assert_eq!(
        page["data"][0]["inferenceDetails"]["requestId"],
        page["data"][1]["inferenceDetails"]["requestId"]
    );
    // The last of a million is as near as the first.
    let late = get(
        &sandbox,
        "?startTimestamp=2026-06-01T00:55:33.330Z&currency=USD",
    )
    .json();
    let late = late["data"].as_array().unwrap();
    assert_eq!(
        late.last().unwrap()["inferenceDetails"]["requestId"],
        "chatcmpl-0000000000000000000000000007a11f"
    );
    assert!(late.iter().all(|entry| entry["currency"] == "USD"));
}

#[test]
fn what_has_the_same_time_is_walked_through_once_whatever_the_page() {
    let sandbox = sandbox();
    let series = json!({"first": "2026-06-01T00:00:00Z", "count": 95, "everyMs": 1, "atOnce": 40});
    change(&sandbox, json!({"series": [series.clone(), series]}));
    seconds(&sandbox, 0..5);
    let (mut ids, mut query) = (Vec::new(), "?pageSize=10".to_owned());
    loop {
        let page = get(&sandbox, &query).json();
        ids.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["sku"].to_string() + &entry["inferenceDetails"].to_string()),
        );
        match page["nextCursor"].as_str() {
            Some(cursor) => query = format!("?cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(ids.len(), 195);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 100, "the two series look alike");
}

#[test]
fn entries_are_booked_late_behind_a_cursor_at_a_time_or_after_reads() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    seconds(&sandbox, 0..20);
    let late = |n, more: Value| {
        let mut entry = json!({"timestamp": format!("2026-06-15T19:00:{n:02}.500Z"),
            "sku": format!("late{n}")});
        entry
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        change(&sandbox, json!({"entries": [entry]}));
    };
    let first = get(&sandbox, "?pageSize=10").json();
    let rest = format!("?cursor={}", first["nextCursor"].as_str().unwrap());
    late(3, json!({}));
    late(9, json!({}));
    let walked = skus(&get(&sandbox, &rest));
    assert_eq!(walked[0], "late9", "later than the last that was read");
    assert!(skus(&get(&sandbox, "")).contains(&"late3".to_owned()));
    late(5, json!({"shownAfterMs": 60_000}));
    late(6, json!({"shownAfterReads": 2}));
    let seen = |sku: &str| skus(&get(&sandbox, "")).contains(&sku.to_owned());
    assert_eq!(
        [seen("late6"), seen("late6"), seen("late6")],
        [false, false, true]
    );
    assert!(!seen("late5"));
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 60_000}))
        .unwrap();
    assert!(seen("late5"));
}
