//! What the server does with a request.

use crate::setup::{Setup, Variant};
use crate::state::{Key, OLD, Request, Response, Time};

/// Carries a request out: what the keys may be then (a new key's id may fall anywhere among those
/// that it can be compared with), and the response.
pub(crate) fn carry_out(
    setup: &Setup,
    time: Time,
    keys: &[Key],
    request: Request,
) -> Vec<(Vec<Key>, Response)> {
    let place = keys.iter().position(|key| key.creator == request.key());
    match (request, place) {
        (Request::Create { end: Some(end), .. }, _) if end <= time => {
            vec![(keys.to_vec(), Response::Refused)]
        }
        (
            Request::Create {
                creator,
                name,
                end,
                old,
            },
            _,
        ) => ids(setup, time, keys)
            .into_iter()
            .map(|id| {
                let created = time as i8;
                let mut keys = keys.to_vec();
                keys.push(Key {
                    creator,
                    name,
                    created,
                    id,
                    end,
                    old,
                    mark: None,
                });
                keys.sort();
                (keys, Response::Done)
            })
            .collect(),
        (
            Request::Patch {
                name, end, mark, ..
            },
            Some(place),
        ) => {
            let mut keys = keys.to_vec();
            let key = &mut keys[place];
            key.name = name.unwrap_or(key.name);
            if let Some(end) = end {
                (key.end, key.mark) = (end, mark);
            }
            vec![(keys, Response::Done)]
        }
        (Request::Delete { .. }, Some(place)) => {
            let mut keys = keys.to_vec();
            keys.remove(place);
            vec![(keys, Response::Done)]
        }
        (_, None) => vec![(keys.to_vec(), Response::Gone)],
    }
}

/// Where a new key's random id may fall among the others: one place for each gap.
fn ids(setup: &Setup, time: Time, keys: &[Key]) -> Vec<i32> {
    const GAP: i32 = 1 << 16;
    if !setup.compares_ids {
        return vec![0];
    }
    let by_id = setup.is(Variant::SmallestIdWins);
    let mut others: Vec<i32> = keys
        .iter()
        .filter(|key| key.creator != OLD && (key.created == time as i8 || by_id))
        .map(|key| key.id)
        .collect();
    others.sort_unstable();
    others.dedup();
    let (Some(first), Some(last)) = (others.first(), others.last()) else {
        return vec![0];
    };
    let between = others.windows(2).map(|pair| (pair[0] + pair[1]) / 2);
    [first - GAP]
        .into_iter()
        .chain(between)
        .chain([last + GAP])
        .collect()
}

/// What a list shows: Venice leaves expired keys out, also where a PATCH could still revive them.
pub(crate) fn shown(time: Time, keys: &[Key]) -> Vec<Key> {
    let unexpired = keys
        .iter()
        .filter(|key| key.end.is_none_or(|end| end > time));
    unexpired.cloned().collect()
}
