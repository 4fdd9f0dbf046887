//! [`CreatedKey`], and how no malformed response may lose one.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::{ApiKeyType, ConsumptionLimit, LimitPeriod, ModelPrivacy};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Effect;
use crate::perform::{outcome_unknown, undocumented};
use crate::secret::Secret;
use crate::transport::{Call, Response};
use crate::wire;
use crate::wire::Members;

/// A key just created, with its secret: the only time that Venice shows it.
///
/// For a minted key, the caps that the server returns here are unreliable; those that it stored are
/// right, and [`Client::get_key`](crate::Client::get_key) returns them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedKey {
    /// The key's secret. Store it now: it can't be shown again.
    pub api_key: Secret,
    /// The key's id.
    pub id: String,
    /// What it may do.
    pub api_key_type: Option<ApiKeyType>,
    /// What people know it by.
    pub description: Option<String>,
    /// When it expires; `None`: never.
    #[serde(with = "wire::time")]
    pub expires_at: Option<Timestamp>,
    /// Caps on what it may spend.
    pub consumption_limit: ConsumptionLimit,
    /// When the use that counts against the caps starts again from zero.
    pub limit_period: Option<LimitPeriod>,
    /// Which models it may call.
    pub model_privacy: Option<ModelPrivacy>,
    /// The addresses it may be used from, as CIDRs; empty or `None`: anywhere.
    pub ip_allowlist: Option<Vec<String>>,
    /// The caps, the expiry and the allowlist that Venice returned in a form that this version
    /// can't read: `"consumptionLimit.usd"`. They are `None` here, which doesn't mean that there
    /// are none; [`Client::get_key`](crate::Client::get_key) tells. Nearly always empty.
    pub unreadable: Vec<String>,
}

/// What must not be lost of a created key, read first and apart from everything else.
#[derive(Default)]
struct Essentials {
    api_key: Option<Secret>,
    id: Option<String>,
}

impl Essentials {
    /// Reads as far as the body is JSON, and keeps what was whole before it stopped being that.
    fn read(body: &[u8]) -> Self {
        let mut found = Self::default();
        let mut from = serde_json::Deserializer::from_slice(body);
        // What counts is what was found, however reading ended.
        let _ = Finder {
            found: &mut found,
            inside_data: false,
        }
        .deserialize(&mut from);
        found
    }
}

struct Finder<'a> {
    found: &'a mut Essentials,
    inside_data: bool,
}

impl<'de> DeserializeSeed<'de> for Finder<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Finder<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match (self.inside_data, name.as_str()) {
                (false, "data") => {
                    map.next_value_seed(Finder {
                        found: &mut *self.found,
                        inside_data: true,
                    })?;
                }
                (true, "apiKey") => {
                    let text = map.next_value_seed(NonEmptyString)?;
                    // A second member of the same name must not lose the first.
                    if let Some(text) = text {
                        self.found.api_key = Some(Secret::from(text));
                    }
                }
                (true, "id") => {
                    let text = map.next_value_seed(NonEmptyString)?;
                    self.found.id = text.or(self.found.id.take());
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct NonEmptyString;

impl<'de> DeserializeSeed<'de> for NonEmptyString {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        let text = wire::string(from)?;
        Ok(text.filter(|text| !text.is_empty()))
    }
}

/// The other members of a created key, read one by one, so that none can cost another.
#[derive(Default)]
struct OtherMembers<'a> {
    members: Members<'a>,
    unreadable: Vec<String>,
}

type Value<'a> = serde_json::Deserializer<serde_json::de::StrRead<'a>>;

impl<'a> OtherMembers<'a> {
    /// What restricts a key, as a created key names it.
    const RESTRICTIONS: [&'static str; 3] = ["consumptionLimit", "expiresAt", "ipAllowlist"];

    fn of(json: &'a str) -> Self {
        match wire::data(json, PhantomData::<Members>) {
            Ok(members) => Self {
                members,
                unreadable: Vec::new(),
            },
            Err(_) => Self {
                members: Members::default(),
                unreadable: Self::RESTRICTIONS.map(str::to_owned).into(),
            },
        }
    }

    fn read<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Value<'a>) -> serde_json::Result<Option<T>>,
    ) -> Option<T> {
        let member = self.members.get(name)?.get();
        let read = read(&mut serde_json::Deserializer::from_str(member));
        self.noted(name, read)
    }

    /// What was read, or `None` and a note that it couldn't be.
    fn noted<T>(&mut self, name: &str, read: serde_json::Result<Option<T>>) -> Option<T> {
        read.unwrap_or_else(|_| {
            self.unreadable.push(name.to_owned());
            None
        })
    }

    fn consumption_limit(&mut self) -> ConsumptionLimit {
        const NAME: &str = "consumptionLimit";
        let limit = self.read(NAME, |from| Option::<Members>::deserialize(from));
        let limit = limit.unwrap_or_default();
        let mut cap = |name: &str| {
            let read = |value: &RawValue| {
                wire::exact_amount(&mut serde_json::Deserializer::from_str(value.get()), NAME)
            };
            let read = limit.get(name).map_or(Ok(None), read);
            self.noted(&format!("{NAME}.{name}"), read)
        };
        ConsumptionLimit {
            usd: cap("usd"),
            diem: cap("diem"),
            vcu: cap("vcu"),
        }
    }
}

/// Reads the response to a create or a mint. Once it has the secret and the id, nothing else can
/// make it fail; without either it is no response.
pub(crate) fn read_created(call: &Call, response: &Response) -> Result<CreatedKey, Error> {
    let body = response.body.bytes();
    let Essentials { api_key, id } = Essentials::read(body);
    let (Some(api_key), Some(id)) = (api_key, id) else {
        let what = match &response.truncated {
            Some(error) => &error.what,
            None => "the response holds no key",
        };
        let error = undocumented(ErrorCode::BadResponse, call, response, what);
        return Err(match call.effect {
            // The job that it is a part of finds what it made.
            Effect::Begins => error,
            _ => outcome_unknown(call, error, response.sent_at),
        });
    };
    let text = std::str::from_utf8(body).unwrap_or_default();
    let repaired = wire::with_whole_characters(text);
    let mut rest = OtherMembers::of(repaired.as_ref().map_or(text, |repaired| repaired));
    Ok(CreatedKey {
        api_key,
        id,
        api_key_type: rest.read("apiKeyType", |from| ApiKeyType::read(from)),
        description: rest.read("description", |from| wire::string(from)),
        expires_at: rest.read("expiresAt", |from| wire::exact_time(from, "expiresAt")),
        consumption_limit: rest.consumption_limit(),
        limit_period: rest.read("limitPeriod", |from| LimitPeriod::read(from)),
        model_privacy: rest.read("modelPrivacy", |from| ModelPrivacy::read(from)),
        ip_allowlist: rest.read("ipAllowlist", |from| wire::allowlist(from, "ipAllowlist")),
        unreadable: rest.unreadable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::Operation;
    use crate::transport::{Body, ResponseBody};
    use proptest::prelude::*;

    fn read(body: &str) -> Result<CreatedKey, Error> {
        let call = Call::post(
            Operation::CreateKey,
            "/api_keys".into(),
            Body::json(&()).unwrap(),
        );
        let response = Response::of_body(ResponseBody::new(body.into()));
        read_created(&call, &response)
    }

    fn read_with(rest: &str) -> CreatedKey {
        let (id, key) = ("e28e82dc", "VENICE_INFERENCE_KEY_UNITTEST_abc");
        read(&format!(
            r#"{{"data":{{"id":"{id}","apiKey":"{key}",{rest}}}}}"#
        ))
        .unwrap()
    }

    #[test]
    fn a_restriction_that_cant_be_read_is_named_and_is_not_none() {
        for (rest, names) in [
            (r#""expiresAt":null,"consumptionLimit":null"#, &[][..]),
            (r#""consumptionLimit":{"usd":"5"},"ipAllowlist":[]"#, &[]),
            (r#""expiresAt":1798675200000"#, &["expiresAt"]),
            (r#""expiresAt":"soon""#, &["expiresAt"]),
            (r#""consumptionLimit":5"#, &["consumptionLimit"]),
            (
                r#""consumptionLimit":{"usd":{"amount":5},"diem":"5 DIEM","vcu":1e30}"#,
                &[
                    "consumptionLimit.usd",
                    "consumptionLimit.diem",
                    "consumptionLimit.vcu",
                ],
            ),
            (r#""ipAllowlist":[{"cidr":"1.2.3.4/32"}]"#, &["ipAllowlist"]),
            (r#""ipAllowlist":"1.2.3.4/32""#, &["ipAllowlist"]),
        ] {
            assert_eq!(read_with(rest).unreadable, names, "{rest}");
        }
        let truncated = format!("{},", &WHOLE[..WHOLE.len() - 2]);
        assert_eq!(
            read(&truncated).unwrap().unreadable,
            OtherMembers::RESTRICTIONS
        );
    }

    #[test]
    fn one_malformed_member_costs_no_other() {
        let created = read_with(concat!(
            r#""consumptionLimit":{"usd":7,"usd":5,"diem":[]},"#,
            r#""limitPeriod":"MONTH","limitPeriod":3"#,
        ));
        assert_eq!(created.consumption_limit.usd, Some(5.into()));
        assert_eq!(created.unreadable, ["consumptionLimit.diem"]);
        assert_eq!(created.limit_period, None);
    }

    #[test]
    fn a_secret_that_is_there_twice_is_not_lost() {
        let created = read_with(r#""apiKey":null,"id":"","x":1"#);
        assert_eq!(created.id, "e28e82dc");
        assert!(created.api_key.reveal().starts_with("VENICE_"));
    }

    const WHOLE: &str = concat!(
        r#"{"success":true,"data":{"apiKey":"VENICE_INFERENCE_KEY_UNITTEST_abc","#,
        r#""apiKeyType":"INFERENCE","id":"e28e82dc-9df2-4b47-b726-d0a222ef2ab5","#,
        r#""limitPeriod":"EPOCH"}}"#
    );

    #[test]
    fn the_essentials_survive_whatever_follows() {
        let id_ends = WHOLE.find(r#","limitPeriod""#).unwrap();
        for end in [
            r#""#,
            r#","limitPeriod":oops}}"#,
            r#","x":{"y":[1,"#,
            r#","x":"\u00"#,
        ] {
            let body = format!("{}{end}", &WHOLE[..id_ends]);
            let found = Essentials::read(body.as_bytes());
            assert!(found.api_key.is_some() && found.id.is_some(), "{body}");
        }
    }

    #[test]
    fn half_a_secret_is_none() {
        let cut = WHOLE.find("UNITTEST").unwrap() + 4;
        let found = Essentials::read(&WHOLE.as_bytes()[..cut]);
        assert!(found.api_key.is_none() && found.id.is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let found = Essentials::read(&bytes);
            prop_assert!(found.api_key.is_none());
        }

        #[test]
        fn any_cut_gives_the_whole_secret_or_none(cut in 0usize..WHOLE.len()) {
            let found = Essentials::read(&WHOLE.as_bytes()[..cut]);
            if let Some(secret) = found.api_key {
                prop_assert_eq!(secret.reveal(), "VENICE_INFERENCE_KEY_UNITTEST_abc");
            }
        }
    }
}
