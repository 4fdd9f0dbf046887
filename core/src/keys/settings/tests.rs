use rust_decimal::Decimal;

use super::*;

fn json(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap()
}

#[test]
fn only_what_is_set_is_sent_and_money_digit_for_digit() {
    assert_eq!(
        json(&NewKey::new("a")),
        r#"{"description":"a","apiKeyType":"INFERENCE"}"#
    );
    assert_eq!(
        json(&MintOptions::new().consumption_limit(ConsumptionLimit::new())),
        r#"{"apiKeyType":"INFERENCE"}"#
    );
    let usd: Decimal = "12345.6789012345".parse().unwrap();
    let limit = ConsumptionLimit::new()
        .usd(usd)
        .diem(0)
        .vcu(Decimal::new(10, 2));
    let full = NewKey::new("a")
        .api_key_type(ApiKeyType::Admin)
        .consumption_limit(limit)
        .limit_period(LimitPeriod::Lifetime)
        .expires_at("2026-12-31".parse::<Expiry>().unwrap())
        .model_privacy(ModelPrivacy::PrivateOnly)
        .ip_allowlist(vec!["1.1.1.1".to_owned()]);
    assert_eq!(
        json(&full),
        concat!(
            r#"{"description":"a","apiKeyType":"ADMIN","#,
            r#""consumptionLimit":{"usd":12345.6789012345,"diem":0,"vcu":0.1},"#,
            r#""limitPeriod":"LIFETIME","expiresAt":"2026-12-31","#,
            r#""modelPrivacy":"PRIVATE_ONLY","ipAllowlist":["1.1.1.1"]}"#
        )
    );
}

#[test]
fn an_update_has_three_states_for_every_field() {
    assert_eq!(json(&KeyUpdate::new()), "{}");
    let cleared = KeyUpdate {
        description: Change::Clear,
        consumption_limit: Change::Clear,
        limit_period: Change::Clear,
        expires_at: Change::Clear,
        model_privacy: Change::Clear,
        ip_allowlist: Change::Clear,
    };
    assert_eq!(
        json(&cleared),
        concat!(
            r#"{"description":"","consumptionLimit":{"usd":null,"diem":null,"vcu":null},"#,
            r#""limitPeriod":"EPOCH","expiresAt":null,"modelPrivacy":"ALL","ipAllowlist":[]}"#
        )
    );
    let one = KeyUpdate::new().consumption_limit(LimitUpdate::new().usd(5).diem(Change::Clear));
    assert_eq!(json(&one), r#"{"consumptionLimit":{"usd":5,"diem":null}}"#);
}

#[test]
fn an_update_of_nothing_is_refused_and_one_of_anything_is_not() {
    let nothing = [
        KeyUpdate::new(),
        KeyUpdate::new().consumption_limit(LimitUpdate::new()),
    ];
    for update in nothing {
        let refused = update.check().unwrap_err();
        assert_eq!(refused.issues()[0].field, "changes");
    }
    for update in [
        KeyUpdate::new().description(Change::Clear),
        KeyUpdate::new().ip_allowlist(vec![]),
        KeyUpdate::new().consumption_limit(LimitUpdate::new().vcu(Change::Clear)),
    ] {
        assert!(update.check().is_ok(), "{update:?}");
    }
}

#[test]
fn every_setting_is_checked_under_its_name_on_the_wire() {
    let full = |refused: &str| {
        let entry = if refused == "ipAllowlist.0" {
            "x"
        } else {
            "1.1.1.1"
        };
        let other = |field: &str, known: &str| match field == refused {
            true => "NEW".to_owned(),
            false => known.to_owned(),
        };
        let usd = if refused == "consumptionLimit.usd" {
            -1
        } else {
            1
        };
        let update = KeyUpdate::new()
            .consumption_limit(LimitUpdate::new().usd(usd))
            .limit_period(LimitPeriod::from(&*other("limitPeriod", "MONTH")))
            .model_privacy(ModelPrivacy::from(&*other("modelPrivacy", "ALL")))
            .ip_allowlist(vec![entry.to_owned()]);
        let new_key = NewKey::new("a")
            .api_key_type(ApiKeyType::from(&*other("apiKeyType", "ADMIN")))
            .consumption_limit(ConsumptionLimit::new().usd(usd))
            .limit_period(LimitPeriod::from(&*other("limitPeriod", "MONTH")))
            .model_privacy(ModelPrivacy::from(&*other("modelPrivacy", "ALL")))
            .ip_allowlist(vec![entry.to_owned()]);
        (new_key.check(), update.check())
    };
    let (new_key, update) = full("");
    assert!(new_key.is_ok() && update.is_ok());
    for field in [
        "consumptionLimit.usd",
        "limitPeriod",
        "modelPrivacy",
        "ipAllowlist.0",
    ] {
        let (new_key, update) = full(field);
        for refused in [new_key, update] {
            assert_eq!(refused.unwrap_err().issues()[0].field, field);
        }
    }
    let refused = full("apiKeyType").0.unwrap_err();
    assert_eq!(refused.issues()[0].field, "apiKeyType");
}
