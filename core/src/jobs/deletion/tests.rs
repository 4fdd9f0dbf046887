//! Deleting many keys of a sandbox.

use serde_json::json;
use venice_keys_sandbox::Options;

use super::{DeletedKey, DeletionOutcome, KeyFilter};
use crate::codes::ErrorCode;
use crate::jobs::tests::stage::Stage;
use crate::keys::KeyUpdate;

fn start() -> Stage {
    Stage::with(Options::default(), |builder| builder.max_retries(0))
}

fn left(stage: &Stage) -> Vec<String> {
    let keys = stage.client.list_keys().unwrap().into_iter();
    keys.map(|key| key.description.unwrap_or_default())
        .collect()
}

fn previews() -> KeyFilter {
    KeyFilter::new().prefix("preview ")
}

fn outcomes(items: &[DeletedKey]) -> Vec<(&str, &str)> {
    let outcome = |it: &DeletedKey| it.reason.is_some() == (it.outcome != DeletionOutcome::Deleted);
    assert!(items.iter().all(outcome), "{items:?}");
    let shown = |it: &'_ DeletedKey| match it.outcome {
        DeletionOutcome::Deleted => "deleted",
        DeletionOutcome::Skipped => "skipped",
        _ => "failed",
    };
    items.iter().map(|it| (it.id.as_str(), shown(it))).collect()
}

#[test]
fn what_is_planned_is_deleted_and_nothing_else() {
    let stage = start();
    let before = left(&stage);
    stage.seed(json!({ "description": "preview 1", "count": 23 }));
    stage.seed(json!({ "description": "production", "count": 2 }));
    let pending = "vk-pending:1:e:abcdefghijkl:0th2yo0:aaaaabbbbbcccaaaaabbbbbddd";
    stage.seed(json!({ "description": pending, "expiresInMs": 600_000 }));
    assert_eq!(stage.client.plan_deletion(&previews()).unwrap().len(), 23);
    let deleted: Result<Vec<_>, _> = stage.client.delete_keys(&previews()).unwrap().collect();
    let deleted = deleted.unwrap();
    assert_eq!(deleted.len(), 23);
    assert!(
        deleted
            .iter()
            .all(|it| it.outcome == DeletionOutcome::Deleted)
    );
    assert_eq!(deleted[0].description.as_deref(), Some("preview 1"));
    assert_eq!(left(&stage).len(), before.len() + 3);
    assert!(
        stage
            .client
            .delete_keys(&previews())
            .unwrap()
            .next()
            .is_none()
    );
}

#[test]
fn every_id_comes_with_what_became_of_it() {
    let stage = start();
    let keys = stage.client.list_keys().unwrap();
    let end = stage.sandbox.admin_key();
    let is_own = |shown: &String| end.ends_with(shown);
    let own = keys
        .iter()
        .find(|key| key.last6_chars.as_ref().is_some_and(is_own));
    let own = own.unwrap().id.clone();
    let [first, second] = [0, 1].map(|_| stage.seed(json!({ "description": "a" })).remove(0));
    let filter = KeyFilter::new().ids([&*own, &*first, "gone", &*second, "gone"]);
    let planned = stage.client.plan_deletion(&filter).unwrap();
    assert_eq!(planned.len(), 2, "the client's own key is never in a plan");
    let items: Result<Vec<_>, _> = stage.client.delete_keys(&filter).unwrap().collect();
    let items = items.unwrap();
    let expected = [
        (&*own, "skipped"),
        ("gone", "skipped"),
        (&*second, "deleted"),
        (&*first, "deleted"),
    ];
    assert_eq!(outcomes(&items), expected);
    assert!(stage.client.verify_key().unwrap().accepted);
}

#[test]
fn a_key_that_was_renamed_or_used_since_the_plan_is_left_alone() {
    let stage = start();
    let ids = stage.seed(json!({ "description": "preview 1", "count": 14 }));
    let page = stage.client.delete_keys_page(&previews(), None).unwrap();
    assert!(page.items.len() == 10 && !page.is_last);
    let rename = |id: &str, name: &str| {
        let update = KeyUpdate::new().description(name);
        stage.client.update_key(id, &update).unwrap();
    };
    rename(&ids[3], "preview 2");
    rename(&ids[2], "production");
    stage.client.delete_key(&ids[1]).unwrap();
    let rest = stage
        .client
        .delete_keys_page(&previews(), Some(&page.cursor));
    let rest = rest.unwrap();
    let expected = [
        (&*ids[3], "skipped"),
        (&*ids[2], "skipped"),
        (&*ids[1], "skipped"),
        (&*ids[0], "deleted"),
    ];
    assert_eq!(outcomes(&rest.items), expected);
    assert!(rest.is_last);
    let other = KeyFilter::new().prefix("production");
    let page = stage
        .client
        .delete_keys_page(&other, Some(&page.cursor))
        .unwrap();
    let skipped = page
        .items
        .iter()
        .all(|it| it.outcome == DeletionOutcome::Skipped);
    assert!(
        skipped,
        "a cursor deletes nothing that the filter doesn't select"
    );
}

#[test]
fn a_refusal_is_one_keys_and_a_lost_connection_is_the_next_pages() {
    let stage = start();
    let ids = stage.seed(json!({ "description": "preview 1", "count": 3 }));
    stage.inject(json!({ "kind": "status", "status": 500, "match": { "method": "DELETE" } }));
    let mut items = Vec::new();
    let mut pages = stage.client.delete_keys(&previews()).unwrap();
    items.push(pages.next().unwrap().unwrap());
    items.extend(pages.by_ref().map(Result::unwrap));
    let expected = [
        (&*ids[2], "failed"),
        (&*ids[1], "deleted"),
        (&*ids[0], "deleted"),
    ];
    assert_eq!(outcomes(&items), expected);
    stage.seed(json!({ "description": "preview 1" }));
    let refusal = json!({
        "kind": "status", "status": 401, "body": { "error": "Authentication failed" },
        "match": { "method": "DELETE" }, "times": 2,
    });
    stage.inject(refusal);
    let mut pages = stage.client.delete_keys(&previews()).unwrap();
    for _ in 0..2 {
        let refused = pages.next().unwrap().unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Unauthenticated);
        assert!(refused.resume().is_some());
    }
    let rest: Result<Vec<_>, _> = pages.collect();
    assert_eq!(rest.unwrap().len(), 2, "asking again goes on");
}
