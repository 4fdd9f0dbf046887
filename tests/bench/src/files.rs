//! What the server serves: lists of keys as Venice sends them, from one to more than anyone has.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::Result;

const SIZES: [usize; 7] = [1, 3, 10, 100, 500, 5_000, 10_000];

/// Writes `list-N/api_keys.json` for each size.
pub(crate) fn write(folder: &Path) -> Result<()> {
    for size in SIZES {
        let folder = folder.join(format!("list-{size}"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("api_keys.json"), list_of(size))?;
    }
    Ok(())
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
