//! What was spent, by day, by model and by key.

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, admin, sandbox, stop_clock};

fn spend(sandbox: &Sandbox, spending: Value) {
    let body = json!({"spending": spending});
    sandbox.control("POST", "/usage", body).unwrap();
}

fn get(sandbox: &Sandbox, query: &str) -> Reply {
    admin(
        sandbox,
        "GET",
        &format!("/billing/usage-analytics{query}"),
        None,
    )
}

fn june(sandbox: &Sandbox) -> Value {
    get(sandbox, "?startDate=2026-06-14&endDate=2026-06-16").json()
}

#[test]
fn spending_is_summed_by_day_model_and_key_without_earned_credits() {
    let sandbox = sandbox();
    let keys = sandbox.control("GET", "/keys", json!(null)).unwrap();
    let id = keys["keys"][1]["id"].as_str().unwrap();
    spend(
        &sandbox,
        json!([
            {"date": "2026-06-15", "model": "text-a", "type": "input", "apiKeyId": id, "usd": 1.5,
             "bundledCredits": 0.25, "earnedCredits": 9, "units": 100},
            {"date": "2026-06-15", "model": "text-a", "type": "output", "apiKeyId": id, "diem": 2,
             "units": 50},
            {"date": "2026-06-16", "model": "image-b", "unitType": "images", "modelType": "IMAGE",
             "usd": 0.5, "units": 1},
            {"date": "2026-06-17", "model": "text-a", "usd": 100},
        ]),
    );
    let said = june(&sandbox);
    assert_eq!(said["lookback"], "2026-06-14:2026-06-16");
    assert_eq!(
        said["byDate"],
        json!([
            {"date": "2026-06-14", "USD": 0, "DIEM": 0},
            {"date": "2026-06-15", "USD": 1.75, "DIEM": 2},
            {"date": "2026-06-16", "USD": 0.5, "DIEM": 0},
        ])
    );
    assert_eq!(
        said["byModel"],
        json!([
            {"modelName": "text-a", "unitType": "tokens", "modelType": "LLM", "totalUsd": 1.75,
             "totalDiem": 2, "totalUnits": 150,
             "breakdown": [{"type": "input", "usd": 1.75, "diem": 0, "units": 100},
                 {"type": "output", "usd": 0, "diem": 2, "units": 50}]},
            {"modelName": "image-b", "unitType": "images", "modelType": "IMAGE", "totalUsd": 0.5,
             "totalDiem": 0, "totalUnits": 1},
        ])
    );
    assert_eq!(
        said["byKey"],
        json!([
            {"apiKeyId": id, "description": "Sandbox inference key", "totalUsd": 1.75,
             "totalDiem": 2, "totalUnits": 150},
            {"apiKeyId": null, "description": "Web App", "totalUsd": 0.5, "totalDiem": 0,
             "totalUnits": 1},
        ])
    );
    assert_eq!(said["topModels"], json!(["text-a", "image-b"]));
    assert_eq!(
        said["topKeyNames"],
        json!(["Sandbox inference key", "Web App"])
    );
    assert_eq!(
        said["byModelDaily"][1],
        json!({"date": 1_781_481_600_000_u64, "text-a": 3.75, "image-b": 0})
    );
    assert_eq!(said["byModelDailyUsd"][1]["text-a"], 1.75);
    assert_eq!(
        said["byKeyDaily"][2],
        json!({"date": 1_781_568_000_000_u64, "Web App": 0.5, "Sandbox inference key": 0})
    );
    assert_eq!(said["byKeyDailyUsd"].as_array().unwrap().len(), 3);
}

#[test]
fn a_period_is_a_lookback_or_two_dates() {
    let sandbox = sandbox();
    let lookback = |query: &str| {
        get(&sandbox, query).json()["lookback"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    for (query, said) in [
        ("", "7d"),
        ("?lookback=1d", "1d"),
        ("?lookback=90d", "90d"),
        ("?lookback=91d", "90d"),
        ("?lookback=99999999999999999999d", "90d"),
        ("?startDate=2026-01-01", "7d"),
        ("?endDate=2026-01-01&lookback=3d", "3d"),
        (
            "?startDate=2026-01-01&endDate=2026-01-01",
            "2026-01-01:2026-01-01",
        ),
        (
            "?startDate=2026-01-01&endDate=2026-03-31&lookback=3d",
            "2026-01-01:2026-03-31",
        ),
    ] {
        assert_eq!(lookback(query), said, "{query}");
    }
    assert_eq!(
        get(&sandbox, "?lookback=30d").json()["byDate"]
            .as_array()
            .unwrap()
            .len(),
        30
    );
    for query in [
        "lookback=0d",
        "lookback=07d",
        "lookback=7",
        "lookback=d",
        "lookback=-7d",
        "lookback=",
        "lookback=1w",
        "startDate=2026-1-1",
        "endDate=2026-02-30",
        "startDate=2026-06-15T00:00:00Z&endDate=2026-06-16",
        "startDate=2026-06-16&endDate=2026-06-15",
        "startDate=2026-01-01&endDate=2026-04-01",
    ] {
        let refused = get(&sandbox, &format!("?{query}"));
        assert_eq!(refused.status, 400, "{query}");
        assert_eq!(
            refused.json()["issues"].as_array().unwrap().len(),
            1,
            "{query}"
        );
    }
}

#[test]
fn the_fifty_highest_have_names_and_the_rest_is_other() {
    let sandbox = sandbox();
    let spending = |n| json!({"date": "2026-06-15", "model": format!("model-{n:02}"), "usd": n});
    spend(&sandbox, (1..=50).map(spending).collect());
    assert_eq!(june(&sandbox)["topModels"].as_array().unwrap().len(), 50);
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 600_000}))
        .unwrap();
    spend(&sandbox, (51..=52).map(spending).collect());
    let said = june(&sandbox);
    let top = said["topModels"].as_array().unwrap();
    assert_eq!(
        (top.len(), &top[0], &top[50]),
        (51, &json!("model-52"), &json!("Other"))
    );
    assert_eq!(said["byModel"].as_array().unwrap().len(), 52, "every model");
    assert_eq!(said["byModelDaily"][1]["Other"], 3);
    assert_eq!(said["byModelDaily"][1].as_object().unwrap().len(), 52);
}

#[test]
fn keys_go_by_their_description_and_are_told_apart() {
    let sandbox = sandbox();
    let seeds = json!({"keys": [{"description": "customer"}, {"description": "customer"},
        {"description": null}, {"description": "Web App"}]});
    let seeded = sandbox.control("POST", "/keys", seeds).unwrap();
    let id = |n: usize| seeded["keys"][n]["id"].as_str().unwrap().to_owned();
    let last = |n: usize| id(n)[30..].to_owned();
    let usd = |n: usize| json!({"date": "2026-06-15", "apiKeyId": id(n), "usd": 10 - n});
    spend(
        &sandbox,
        json!([usd(0), usd(1), usd(2), usd(3), {"date": "2026-06-15", "usd": 1}]),
    );
    let wanted = [
        format!("customer (...{})", last(0)),
        format!("customer (...{})", last(1)),
        format!("Key ...{}", last(2)),
        format!("Web App (...{})", last(3)),
        "Web App".to_owned(),
    ];
    assert_eq!(june(&sandbox)["topKeyNames"], json!(wanted));
}

#[test]
fn an_answer_is_ten_minutes_old_at_most() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    let total = || june(&sandbox)["byDate"][1]["USD"].clone();
    assert_eq!(total(), 0);
    spend(&sandbox, json!([{"date": "2026-06-15", "usd": 1}]));
    assert_eq!(total(), 0);
    let other = get(&sandbox, "?startDate=2026-06-15&endDate=2026-06-15").json();
    assert_eq!(other["byDate"][0]["USD"], 1, "another period");
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 599_999}))
        .unwrap();
    assert_eq!(total(), 0);
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 1}))
        .unwrap();
    assert_eq!(total(), 1);
}
