//! What the server serves, as Venice sends it: lists of keys, from one to more than anyone has, and
//! what the account's use cost.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::Result;

const SIZES: [usize; 7] = [1, 3, 10, 100, 500, 5_000, 10_000];
/// How many pages of 1,000 entries a history has.
const HISTORIES: [usize; 2] = [1, 100];

/// Writes `list-N/api_keys.json` for each size, and `usage-N/billing/` for each history: its first
/// page is `usage-history.json`, that of the cursor C `usage-history-C.json`.
pub(crate) fn write(folder: &Path) -> Result<()> {
    for size in SIZES {
        let folder = folder.join(format!("list-{size}"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("api_keys.json"), list_of(size))?;
    }
    for pages in HISTORIES {
        let folder = folder.join(format!("usage-{pages}/billing"));
        fs::create_dir_all(&folder)?;
        for page in 0..pages {
            let name = match page {
                0 => "usage-history.json".to_owned(),
                _ => format!("usage-history-{page}.json"),
            };
            let next = Some(page + 1).filter(|next| *next < pages);
            fs::write(folder.join(name), usage_page(page, next))?;
        }
        fs::write(folder.join("usage-analytics.json"), analytics_of(500))?;
    }
    Ok(())
}

fn usage_page(page: usize, next: Option<usize>) -> String {
    let entries: Vec<_> = (page * 1_000..(page + 1) * 1_000)
        .map(|n| {
            let (minute, second) = (n / 60_000 % 60, n / 1_000 % 60);
            json!({
                "amount": -0.06356,
                "currency": "DIEM",
                "inferenceDetails": {
                    "completionTokens": n % 4_096,
                    "inferenceExecutionTime": 2_964,
                    "promptTokens": 339,
                    "requestId": format!("chatcmpl-4007fd29f42b7d3c4107f434{n:08x}"),
                },
                "notes": "API Inference",
                "pricePerUnitUsd": 2.8,
                "sku": "zai-org-glm-5-1-llm-output-mtoken",
                "timestamp": format!("2026-06-15T19:{minute:02}:{second:02}.{:03}Z", n % 1_000),
                "units": 0.000_227,
            })
        })
        .collect();
    json!({ "data": entries, "nextCursor": next.map(|next| next.to_string()) }).to_string()
}

fn analytics_of(keys: usize) -> String {
    const DAYS: i64 = 30;
    let name = |n: usize| format!("customer {n}");
    let by_key: Vec<_> = (0..keys)
        .map(|n| {
            json!({
                "apiKeyId": format!("e28e82dc-9df2-4b47-b726-d0a2{n:08x}"),
                "description": name(n),
                "totalUsd": 12.345_678,
                "totalDiem": 4.2231,
                "totalUnits": 1_234_567,
            })
        })
        .collect();
    let top: Vec<String> = (0..50).map(name).chain(["Other".to_owned()]).collect();
    let daily: Vec<_> = (0..DAYS)
        .map(|day| {
            let mut row: serde_json::Map<_, _> = top
                .iter()
                .map(|name| (name.clone(), json!(0.4231)))
                .collect();
            row.insert("date".into(), json!(1_780_272_000_000 + day * 86_400_000));
            row
        })
        .collect();
    json!({
        "lookback": "30d",
        "byDate": (1..=DAYS)
            .map(|day| json!({"date": format!("2026-06-{day:02}"), "USD": 25.5, "DIEM": 9.75}))
            .collect::<Vec<_>>(),
        "byModel": [],
        "byModelDaily": [],
        "topModels": [],
        "byKey": by_key,
        "byKeyDaily": daily,
        "topKeyNames": top,
    })
    .to_string()
}

pub(crate) fn list_of(keys: usize) -> String {
    let keys: Vec<_> = (0..keys)
        .map(|n| {
            let expires = (n % 2 == 1).then_some("2027-10-01T12:00:00.000Z");
            json!({
                "id": format!("e28e82dc-9df2-4b47-b726-d0a2{n:08x}"),
                "apiKeyType": "INFERENCE",
                "description": format!("customer {n}"),
                "createdAt": "2026-10-01T12:00:00.000Z",
                "expiresAt": expires,
                "lastUsedAt": "2026-11-20T11:59:59.123Z",
                "last6Chars": "2V2jNW",
                "consumptionLimits": {"usd": 50, "diem": 10.5, "vcu": null},
                "limitPeriod": "MONTH",
                "modelPrivacy": "ALL",
                "usage": {
                    "trailingSevenDays": {"usd": "10.2424", "vcu": "42.2315", "diem": "4.2231"}
                },
                "currentPeriodUsage": {"usd": "5.1234", "diem": "2.5000"},
            })
        })
        .collect();
    json!({ "object": "list", "data": keys }).to_string()
}

pub(crate) fn rate_limits_of(models: usize) -> String {
    let models: Vec<_> = (0..models)
        .map(|n| {
            json!({
                "apiModelId": format!("some-model-of-{n}b"),
                "rateLimits": [{"type": "RPM", "amount": 100}, {"type": "TPM", "amount": 200_000}],
            })
        })
        .collect();
    json!({
        "accessPermitted": true,
        "apiTier": {"id": "paid", "isCharged": true},
        "balances": {"USD": 50.23, "DIEM": 100.023, "BUNDLED_CREDITS": 0},
        "keyExpiration": "2099-01-31",
        "nextEpochBegins": "2026-05-07T00:00:00.000Z",
        "rateLimits": models,
    })
    .to_string()
}
