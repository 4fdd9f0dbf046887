//! [`Client::plan_keys`]: what provisioning would do.

use std::collections::HashMap;

use super::compare::{Difference, compare};
use super::job::Job;
use super::look::Look;
use super::outcome::{PlannedAction, PlannedKey};
use super::standing::Standing;
use crate::client::Client;
use crate::error::Error;
use crate::keys::NewKey;
use crate::operations::Operation;

/// How many keys can be provisioned at once. An account has 500.
const MOST: usize = 10_000;

impl Client {
    /// Says what [`Client::provision_keys`] would do now, in the order of `new_keys`, without doing
    /// it. Needs an ADMIN key.
    ///
    /// One list is read. What other processes do until then isn't in the plan.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or a description is there twice; nothing was
    ///   sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use venice_keys::{NewKey, PlannedAction};
    ///
    /// let customer = |n| NewKey::new(format!("customer {n}"));
    /// let customers: Vec<NewKey> = (1..=3).map(customer).collect();
    /// let plan = client.plan_keys(&customers)?;
    /// assert!(plan.iter().all(|key| key.action == PlannedAction::Create));
    /// # Ok(())
    /// # }
    /// ```
    pub fn plan_keys(&self, new_keys: &[NewKey]) -> Result<Vec<PlannedKey>, Error> {
        check_all(new_keys)?;
        let job = Job::new(self, Operation::PlanKeys)?;
        let look = job.look()?;
        let planned = new_keys
            .iter()
            .map(|new_key| look.planned(new_key, &job.call));
        Ok(planned.collect())
    }
}

impl Look {
    fn planned(&self, new_key: &NewKey, call: &str) -> PlannedKey {
        let planned = |action, id: Option<&String>| PlannedKey {
            description: new_key.description.clone(),
            action,
            id: id.cloned(),
            changed: Vec::new(),
            until: None,
        };
        match self.standing(&new_key.description, call) {
            Standing::Free => planned(PlannedAction::Create, None),
            Standing::Twice(one, _) => planned(PlannedAction::Conflict, Some(&one.id)),
            Standing::Contended(other) => PlannedKey {
                until: other.key.expires_at,
                ..planned(PlannedAction::Wait, Some(&other.key.id))
            },
            Standing::Unnamed(unnamed) => PlannedKey {
                changed: vec!["description".to_owned()],
                ..planned(PlannedAction::Change, Some(&unnamed.key.id))
            },
            Standing::Taken(key) => match compare(new_key, key) {
                Difference::None => planned(PlannedAction::Keep, Some(&key.id)),
                Difference::Type => planned(PlannedAction::Conflict, Some(&key.id)),
                Difference::Settings(_, changed) => PlannedKey {
                    changed,
                    ..planned(PlannedAction::Change, Some(&key.id))
                },
            },
        }
    }
}

/// Checks the settings of many keys. An error names the number of the key.
pub(super) fn check_all(new_keys: &[NewKey]) -> Result<(), Error> {
    if new_keys.len() > MOST {
        let rule = format!("must be at most {MOST}, and are {}", new_keys.len());
        return Err(Error::input("newKeys", rule));
    }
    let mut seen = HashMap::new();
    for (at, new_key) in new_keys.iter().enumerate() {
        let place = |field: &str| format!("newKeys.{at}.{field}");
        if let Err(error) = new_key.check_findable() {
            let issue = error.issues().first().cloned();
            let renamed =
                |issue: crate::error::Issue| Error::input(&place(&issue.field), issue.message);
            return Err(issue.map_or(error, renamed));
        }
        if let Some(first) = seen.insert(&new_key.description, at) {
            let rule = format!("is that of newKeys.{first}, too");
            return Err(Error::input(&place("description"), rule));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_keys_are_checked_each_under_its_number() {
        let keys = |descriptions: &[&str]| -> Vec<NewKey> {
            descriptions.iter().map(|it| NewKey::new(*it)).collect()
        };
        assert!(check_all(&keys(&["a", "b"])).is_ok());
        for (descriptions, field) in [
            (&["a", ""][..], "newKeys.1.description"),
            (&["a", "b", "a"], "newKeys.2.description"),
            (&["vk-pending:x"], "newKeys.0.description"),
        ] {
            let refused = check_all(&keys(descriptions)).unwrap_err();
            assert_eq!(refused.issues()[0].field, field);
        }
        let many = vec![NewKey::new("a"); MOST + 1];
        assert_eq!(check_all(&many).unwrap_err().issues()[0].field, "newKeys");
    }
}
