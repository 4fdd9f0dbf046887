use super::*;
use proptest::prelude::*;

const AMPLE: Duration = Duration::from_secs(3600);
const NOW: i64 = 1_790_000_000_000;

const MINUTE: Duration = Duration::from_secs(60);

fn after(retries: u32, left: Duration) -> Progress {
    Progress {
        retries,
        max_retries: 3,
        left,
        create_window: MINUTE,
    }
}

fn wait(failure: Failure, effect: Effect) -> Option<Duration> {
    wait_before_retry(failure, effect, after(0, AMPLE), 0.5)
}

#[test]
fn the_retry_table() {
    use Failure::*;
    for (failure, safe, creates_key) in [
        (NotSent, true, true),
        (Lost, true, false),
        (Unusable { sent: true }, false, false),
        (Unusable { sent: false }, false, false),
        (Status(429, None), true, true),
        (Status(500, None), true, false),
        (Status(503, None), true, false),
        (Status(400, None), false, false),
        (Status(401, None), false, false),
        (Status(404, None), false, false),
        (Status(408, None), false, false),
        (Status(302, None), false, false),
    ] {
        for effect in [Effect::Reads, Effect::Changes] {
            assert_eq!(wait(failure, effect).is_some(), safe, "{failure:?}");
        }
        for effect in [Effect::CreatesKey, Effect::Begins] {
            let retried = wait(failure, effect).is_some();
            assert_eq!(retried, creates_key, "{failure:?}");
        }
    }
}

#[test]
fn what_hides_whether_a_key_was_created() {
    use Failure::*;
    for (failure, hides) in [
        (NotSent, false),
        (Lost, true),
        (Unusable { sent: true }, true),
        (Unusable { sent: false }, false),
        (Status(302, None), true),
        (Status(400, None), false),
        (Status(408, None), true),
        (Status(429, None), false),
        (Status(499, None), true),
        (Status(500, None), true),
        (Status(599, None), true),
    ] {
        assert_eq!(failure.hides_the_outcome(), hides, "{failure:?}");
    }
}

#[test]
fn backoff_doubles_with_full_jitter_and_has_a_ceiling() {
    let at = |retries, chance| {
        let progress = Progress {
            max_retries: 99,
            ..after(retries, AMPLE)
        };
        wait_before_retry(Failure::Lost, Effect::Reads, progress, chance)
    };
    assert_eq!(at(0, 1.0), Some(Duration::from_millis(500)));
    assert_eq!(at(1, 1.0), Some(Duration::from_millis(1000)));
    assert_eq!(at(2, 0.5), Some(Duration::from_millis(1000)));
    assert_eq!(at(3, 0.0), Some(Duration::ZERO));
    assert_eq!(at(60, 1.0), Some(LONGEST_BACKOFF));
}

#[test]
fn a_create_over_the_limit_waits_for_the_servers_minute() {
    let refused = Failure::Status(429, None);
    assert_eq!(wait(refused, Effect::CreatesKey), Some(MINUTE / 2));
    assert_eq!(wait(refused, Effect::Reads), Some(FIRST_BACKOFF / 2));
    let endless = Progress {
        create_window: Duration::MAX,
        ..after(0, AMPLE)
    };
    let wait = wait_before_retry(refused, Effect::CreatesKey, endless, 1.0);
    assert_eq!(wait, None, "and is no overflow");
}

#[test]
fn what_the_server_says_comes_before_backoff() {
    let said = Failure::Status(429, Some(Duration::from_secs(7)));
    assert_eq!(wait(said, Effect::CreatesKey), Some(Duration::from_secs(7)));
}

#[test]
fn no_wait_reaches_past_the_deadline_and_retries_are_counted() {
    let said = Failure::Status(429, Some(Duration::from_secs(7)));
    let tried = |failure, progress| wait_before_retry(failure, Effect::Reads, progress, 0.0);
    assert_eq!(tried(said, after(0, Duration::from_secs(7))), None);
    assert_eq!(tried(Failure::NotSent, after(3, AMPLE)), None);
    let none_allowed = Progress {
        max_retries: 0,
        ..after(0, AMPLE)
    };
    assert_eq!(tried(Failure::NotSent, none_allowed), None);
}

fn waits(
    retry_after: Option<&str>,
    budget: Option<(&str, &str)>,
    requests_reset: Option<&str>,
) -> Waits {
    let headers = WaitHeaders {
        retry_after,
        budget_remaining: budget.map(|(remaining, _)| remaining),
        budget_resets: budget.map(|(_, resets)| resets),
        requests_reset,
    };
    Waits::read(headers, NOW)
}

#[test]
fn seconds_and_milliseconds_are_distinguished() {
    let five = Some(Duration::from_secs(5));
    let used_up = |resets| waits(None, Some(("0", resets)), None).announced(429, false);
    assert_eq!(used_up("1790000005000"), five);
    assert_eq!(used_up("1790000005"), five);
    assert_eq!(used_up("5"), five);
    assert_eq!(used_up("1780000000000"), Some(Duration::ZERO));
    let requests = |reset| waits(None, None, Some(reset)).announced(429, false);
    assert_eq!(requests("1790000005000"), five);
    assert_eq!(requests("1790000005"), five);
    assert_eq!(requests("5"), five);
    let unreadable = waits(Some("-1"), Some(("0", "x")), Some("NaN"));
    assert_eq!(unreadable.announced(429, false), None);
}

#[test]
fn a_header_is_obeyed_only_where_it_means_a_wait() {
    let [one, five, nine] = [1, 5, 9].map(|s| Some(Duration::from_secs(s)));
    let all = waits(Some("1"), Some(("0", "1790000005000")), Some("9"));
    assert_eq!(all.announced(429, false), one);
    assert_eq!(all.announced(503, false), one);
    assert_eq!(all.announced(400, false), None);
    let budget = waits(None, Some(("0", "1790000005000")), Some("9"));
    assert_eq!(budget.announced(429, false), five);
    assert_eq!(
        budget.announced(500, false),
        None,
        "comes with every response"
    );
    let unspent = waits(None, Some(("49", "1790000005000")), Some("9"));
    assert_eq!(unspent.announced(429, false), nine);
    assert_eq!(unspent.announced(429, true), five, "the text says so");
    assert_eq!(waits(None, None, None).announced(429, true), None);
    assert_eq!(
        waits(Some("0"), None, None).announced(429, false),
        Some(Duration::ZERO)
    );
}

#[test]
fn there_is_a_wait_before_each_resend_whatever_the_server_announces() {
    let hour = Duration::from_secs(3600);
    let after = |attempts, announced, chance| {
        wait_before_resending(attempts, announced, hour, chance).unwrap()
    };
    let wait = |attempts, announced| after(attempts, announced, 0.0);
    assert!(wait(0, Some(Duration::ZERO)) >= Duration::from_millis(250));
    assert!(wait(1000, None) >= Duration::from_secs(4));
    assert!(after(1000, None, 1.0) <= Duration::from_secs(8));
    assert_eq!(
        wait(0, Some(Duration::from_secs(60))),
        Duration::from_secs(60)
    );
    assert_eq!(wait_before_resending(0, Some(hour), hour, 0.0), None);
}

proptest! {
    #[test]
    fn any_header_is_read_without_panic(text in ".*", number in any::<f64>()) {
        for value in [text, number.to_string()] {
            let value = Some(value.as_str());
            let headers = WaitHeaders {
                retry_after: value,
                budget_remaining: value,
                budget_resets: value,
                requests_reset: value,
            };
            Waits::read(headers, NOW).announced(429, true);
        }
    }

    #[test]
    fn a_wait_is_never_longer_than_what_is_left(
        retries in 0u32..5, left_ms in 0u64..10_000, chance in 0.0f64..1.0,
    ) {
        let left = Duration::from_millis(left_ms);
        let wait =
            wait_before_retry(Failure::Lost, Effect::Reads, after(retries, left), chance);
        prop_assert!(wait.is_none_or(|wait| wait < left));
    }
}
