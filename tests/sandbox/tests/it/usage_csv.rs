//! The same as CSV.

use serde_json::json;
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, get_with, sandbox};
use crate::usage_history::{HISTORY, change, get, seconds, skus};

fn csv(sandbox: &Sandbox, query: &str) -> Reply {
    let key = format!("Bearer {}", sandbox.admin_key());
    let accept = "application/json;q=0.1, text/csv";
    let headers = [("authorization", &key[..]), ("accept", accept)];
    get_with(sandbox, &format!("{HISTORY}{query}"), &headers)
}

#[test]
fn csv_has_the_documented_head_and_goes_on_by_a_header() {
    let sandbox = sandbox();
    let details = json!({"requestId": "chatcmpl-1", "promptTokens": 7});
    seconds(&sandbox, 1..10);
    change(
        &sandbox,
        json!({"entries": [
            {"timestamp": "2026-06-15T19:00:00.123Z", "sku": "a,b",
             "notes": "said \"no\"\nand left", "inferenceDetails": details,
             "pricePerUnitUsd": "2.80", "units": "6.6e-7", "amount": "-1.25", "apiKeyId": "key-1"},
            {"timestamp": "2026-06-16T00:00:00Z", "sku": "last"},
        ]}),
    );
    let first = csv(&sandbox, "?pageSize=10");
    assert_eq!(
        first.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let name = first.header("content-disposition").unwrap();
    let stamp = name
        .strip_prefix("attachment; filename=billing-usage-history-")
        .unwrap();
    let stamp = stamp.strip_suffix("Z.csv").unwrap().replace('T', "");
    assert!(
        stamp.len() == 17 && stamp.bytes().all(|b| b.is_ascii_digit()),
        "{name}"
    );
    let text = String::from_utf8(first.body.clone()).unwrap();
    let head = "timestamp,sku,pricePerUnitUsd,units,amount,currency,notes,\
                inferenceDetails.requestId,\
                inferenceDetails.inferenceExecutionTime,inferenceDetails.promptTokens,\
                inferenceDetails.completionTokens\r\n";
    let row = "2026-06-15T19:00:00.123Z,\"a,b\",2.80,6.6e-7,-1.25,DIEM,\
               \"said \"\"no\"\"\nand left\",chatcmpl-1,,7,\r\n";
    assert!(text.starts_with(&format!("{head}{row}")), "{text}");
    let cursor = first.header("x-next-cursor").unwrap();
    let second = csv(&sandbox, &format!("?cursor={cursor}"));
    assert_eq!(second.header("x-next-cursor"), None);
    let rows = String::from_utf8(second.body).unwrap();
    assert_eq!(
        rows,
        format!("{head}2026-06-16T00:00:00.000Z,last,1,1,-1,DIEM,API Inference,,,,\r\n")
    );
    // A cursor doesn't say in which form the next page is wanted.
    assert_eq!(skus(&get(&sandbox, &format!("?cursor={cursor}"))), ["last"]);
    let column = json!({"apiKeyId": true, "headerOnEveryPage": false});
    change(&sandbox, json!({"csv": column}));
    let wider = String::from_utf8(csv(&sandbox, "?pageSize=10").body).unwrap();
    assert!(wider.contains("completionTokens,apiKeyId\r\n"), "{wider}");
    assert!(wider.contains("chatcmpl-1,,7,,key-1\r\n"), "{wider}");
    let form = json!({"lineEnd": "\n", "headerOnEveryPage": false, "quoteAll": true,
        "lastLineEnds": false, "byteOrderMark": true});
    change(&sandbox, json!({"csv": form}));
    let second = csv(&sandbox, &format!("?cursor={cursor}"));
    let row = "\u{feff}\"2026-06-16T00:00:00.000Z\",\"last\",\"1\",\"1\",\
               \"-1\",\"DIEM\",\"API Inference\",\"\",\"\",\"\",\"\"";
    assert_eq!(String::from_utf8(second.body).unwrap(), row);
    let first = String::from_utf8(csv(&sandbox, "?pageSize=10").body).unwrap();
    assert!(
        first.starts_with("\u{feff}\"timestamp\",\"sku\","),
        "{first}"
    );
}
