//! Members of a JSON body, by path: `data.0.id`.

use serde_json::{Value, json};

/// The parent of `path`'s last step, created where it's missing, and that step.
fn parent<'a, 'p>(body: &'a mut Value, path: &'p str) -> (&'a mut Value, &'p str) {
    let (parents, last) = match path.rsplit_once('.') {
        Some((parents, last)) => (Some(parents), last),
        None => (None, path),
    };
    let mut level = body;
    for step in parents.into_iter().flat_map(|parents| parents.split('.')) {
        level = child(level, step);
    }
    (level, last)
}

fn child<'a>(level: &'a mut Value, step: &str) -> &'a mut Value {
    let index = step.parse::<usize>().ok();
    let index = index.filter(|index| level.as_array().is_some_and(|list| *index < list.len()));
    match index {
        Some(index) => &mut level[index],
        None => {
            if !level.is_object() {
                *level = json!({});
            }
            &mut level[step]
        }
    }
}

pub(super) fn set(body: &mut Value, path: &str, value: &Value) {
    let (level, last) = parent(body, path);
    *child(level, last) = value.clone();
}

pub(super) fn remove(body: &mut Value, path: &str) {
    let pointer = format!("/{}", path.replace('.', "/"));
    if body.pointer(&pointer).is_none() {
        return;
    }
    match parent(body, path) {
        (Value::Object(members), last) => {
            members.remove(last);
        }
        (Value::Array(list), last) => {
            if let Ok(index) = last.parse::<usize>() {
                list.remove(index);
            }
        }
        _ => {}
    }
}
