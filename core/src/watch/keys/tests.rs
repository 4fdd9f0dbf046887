use super::seen::FIELDS;
use super::*;

const NOW: &str = "2026-11-21T12:00:00Z";
const SETTLE: Duration = Duration::from_secs(2);

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Looks at lists of keys, each a JSON list at a time, and says what changed at each.
fn looks(lists: &[(&str, &str)]) -> Vec<Vec<String>> {
    let mut seen = Seen::default();
    let mut look = |(now, json): &(&str, &str)| {
        let now = time(now);
        let keys: Vec<ApiKey> = serde_json::from_str(json).unwrap();
        let keys = keys.into_iter().map(|key| key.seen_at(Some(now))).collect();
        let (after, changes) = std::mem::take(&mut seen).take(keys, now, SETTLE);
        seen = read(OPERATION, Some(&written(OPERATION, after))).unwrap();
        let shown = |change: KeyChange| {
            let share = change
                .share
                .map(|share| format!(" {share} {}", change.currency.unwrap()));
            let changed = change.changed.join(",");
            format!(
                "{} {}{}{changed}",
                change.id,
                change.kind,
                share.unwrap_or_default()
            )
        };
        changes.into_iter().map(shown).collect()
    };
    lists.iter().map(&mut look).collect()
}

fn at_once(lists: &[&str]) -> Vec<Vec<String>> {
    let lists: Vec<_> = lists.iter().map(|list| (NOW, *list)).collect();
    looks(&lists)
}

const NOTHING: [&str; 0] = [];

#[test]
fn keys_come_change_and_go_oldest_first() {
    let seen = looks(&[
        (
            NOW,
            r#"[{"id":"b"},{"id":"a","expiresAt":"2026-11-21T13:00:00Z"}]"#,
        ),
        (
            NOW,
            r#"[{"id":"d"},{"id":"c"},{"id":"b"},
                {"id":"a","expiresAt":"2026-11-21T13:00:00Z"}]"#,
        ),
        (
            "2026-11-21T12:59:58Z",
            r#"[{"id":"d"},{"id":"c","description":"x"}]"#,
        ),
    ]);
    assert_eq!(seen[0], NOTHING, "what was there is no news");
    assert_eq!(seen[1], ["c created", "d created"]);
    assert_eq!(seen[2], ["c changeddescription", "a expired", "b deleted"]);
}

#[test]
fn each_field_that_changes_is_named_and_one_that_the_server_leaves_out_is_not() {
    let full = r#"[{"id":"a","apiKeyType":"INFERENCE","description":"x","expiresAt":null,
        "consumptionLimits":{"usd":5,"diem":null,"vcu":null},"limitPeriod":"EPOCH",
        "modelPrivacy":"ALL","ipAllowlist":[]}]"#;
    let other = r#"[{"id":"a","apiKeyType":"ADMIN","description":"y",
        "expiresAt":"2027-01-01T00:00:00Z","consumptionLimits":{"usd":5,"diem":1},
        "limitPeriod":"MONTH","modelPrivacy":"PRIVATE_ONLY",
        "ipAllowlist":["11.22.33.44/32"]}]"#;
    let same = r#"[{"id":"a","description":"x","consumptionLimits":{"usd":"5.00"}}]"#;
    let seen = at_once(&[full, same, full, other]);
    assert_eq!((seen[1].len(), seen[2].len()), (0, 0), "{seen:?}");
    let names: Vec<_> = FIELDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(seen[3], [format!("a changed{}", names.join(","))]);
}

#[test]
fn the_highest_share_of_a_cap_is_told_once_and_again_in_the_next_period() {
    let spent = |usd: &str, diem: &str| {
        format!(
            r#"[{{"id":"a","consumptionLimits":{{"usd":10,"diem":4}},
                "currentPeriodUsage":{{"usd":"{usd}","diem":"{diem}"}}}}]"#
        )
    };
    let unknown = r#"[{"id":"a","consumptionLimits":{"usd":10,"diem":4}}]"#;
    let lists = [
        spent("4.99", "3"),
        spent("5.00", "3.1"),
        unknown.to_owned(),
        spent("5.01", "3.2"),
        spent("12", "4"),
        spent("0", "4"),
        spent("9", "4"),
    ];
    let seen = at_once(&lists.each_ref().map(String::as_str));
    let told: Vec<&str> = seen.iter().flatten().map(String::as_str).collect();
    assert_eq!(
        told,
        [
            "a cap_share 0.5 USD",
            "a cap_share 0.8 DIEM",
            "a cap_share 1 USD",
            "a cap_share 1 DIEM",
            "a cap_share 0.8 USD",
        ]
    );
    assert_eq!(seen[2], NOTHING, "what isn't known is no change");
}

#[test]
fn a_list_that_lags_behind_makes_nothing_happen_twice() {
    let old = r#"{"id":"a","createdAt":"2026-11-01T00:00:00Z"}"#;
    let young = r#"{"id":"b","createdAt":"2026-11-21T12:00:00Z"}"#;
    let (one, both) = (format!("[{old}]"), format!("[{young},{old}]"));
    let seen = looks(&[
        (NOW, &one),
        ("2026-11-21T12:00:00Z", &both),
        ("2026-11-21T12:00:01Z", &one),
        ("2026-11-21T12:00:02Z", &both),
        ("2026-11-21T12:00:03Z", &one),
        ("2026-11-21T12:00:04Z", &both),
        ("2026-11-21T12:00:05Z", &one),
    ]);
    let told: Vec<&str> = seen.iter().flatten().map(String::as_str).collect();
    assert_eq!(told, ["b created", "b deleted"], "an id never comes back");
}

#[test]
fn a_key_that_is_being_made_shows_once_it_is_lasting() {
    // The end is 2026-11-21T12:05:00Z, in seconds, base 36.
    let end = time("2026-11-21T12:05:00Z").as_second();
    let mut digits = Vec::new();
    let mut left = end;
    while left > 0 {
        digits.push(char::from_digit((left % 36) as u32, 36).unwrap());
        left /= 36;
    }
    let digits: String = digits.iter().rev().collect();
    let name = format!(
        "vk-pending:1:r:{}:0{digits}:{}{}",
        "a".repeat(12),
        "b".repeat(13),
        "c".repeat(13)
    );
    let pending =
        format!(r#"[{{"id":"n","description":"{name}","expiresAt":"2026-11-21T12:05:00Z"}}]"#);
    let committed = format!(r#"[{{"id":"n","description":"{name}","expiresAt":null}}]"#);
    let seen = at_once(&[
        "[]",
        &pending,
        "[]",
        &pending,
        &committed,
        r#"[{"id":"n","description":"x"}]"#,
    ]);
    let told: Vec<&str> = seen.iter().flatten().map(String::as_str).collect();
    assert_eq!(told, ["n created", "n changeddescription"]);
}

#[test]
fn the_cursor_of_500_keys_stays_small_and_is_read_again() {
    let keys: Vec<ApiKey> = (0..500)
        .map(|number| {
            let json = format!(
                r#"{{"id":"e28e82dc-9df2-4b47-b726-{number:012}","description":"c {number}",
                    "createdAt":"2026-11-01T00:00:00.123Z",
                    "expiresAt":"2027-11-01T00:00:00.000Z"}}"#
            );
            serde_json::from_str(&json).unwrap()
        })
        .collect();
    let (seen, _) = Seen::default().take(keys, time(NOW), SETTLE);
    let cursor = written(OPERATION, &seen);
    assert!(cursor.len() < 150_000, "{}", cursor.len());
    assert_eq!(read::<Seen>(OPERATION, Some(&cursor)).unwrap(), seen);
}
