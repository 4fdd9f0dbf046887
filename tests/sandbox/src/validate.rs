//! The rules of request bodies, and the 400 that names every one that was broken.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::clock;
use crate::keys::{Caps, KEY_TYPES, PERIODS, PRIVACIES};

const DESCRIPTION_LENGTH: usize = 64;
const HIGHEST_LIMIT: f64 = 9_999_999_999.0;
const ALLOWLIST_LENGTH: usize = 100;
const ALLOWLIST_ENTRY_LENGTH: usize = 64;

/// What is wrong with a request, each with the path to the field.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    list: Vec<Issue>,
    /// There was nothing to check rules on: no JSON at all.
    unreadable: bool,
}

#[derive(Debug)]
struct Issue {
    code: &'static str,
    message: String,
    path: Vec<Value>,
}

impl Issues {
    pub(crate) fn one(path: &str, code: &'static str, message: &str) -> Self {
        let mut issues = Self::default();
        issues.add(&[json!(path)], code, message);
        issues
    }

    fn add(&mut self, path: &[Value], code: &'static str, message: impl Into<String>) {
        self.list.push(Issue {
            code,
            message: message.into(),
            path: path.to_vec(),
        });
    }

    /// The 400, with both of Venice's ways to list issues.
    pub(crate) fn answer(&self) -> Answer {
        let mut details = json!({"_errors": []});
        for issue in &self.list {
            let mut level = &mut details;
            for step in &issue.path {
                let name = step
                    .as_str()
                    .map_or_else(|| step.to_string(), str::to_owned);
                level = &mut level[name];
                if level.is_null() {
                    *level = json!({"_errors": []});
                }
            }
            if let Some(messages) = level["_errors"].as_array_mut() {
                messages.push(json!(issue.message));
            }
        }
        let issues: Vec<Value> = self
            .list
            .iter()
            .map(|issue| json!({"code": issue.code, "message": issue.message, "path": issue.path}))
            .collect();
        let error = "Invalid request parameters";
        let answer = Answer::json(
            400,
            &json!({"error": error, "details": details, "issues": issues}),
        );
        match self.unreadable {
            true => answer.for_free(),
            false => answer,
        }
    }

    /// The same for a request that wasn't understood at all.
    pub(crate) fn unreadable(mut self) -> Self {
        self.unreadable = true;
        self
    }
}

/// A key to be made, with every default filled in.
#[derive(Clone, Debug)]
pub(crate) struct NewKey {
    pub(crate) key_type: String,
    pub(crate) description: Option<String>,
    pub(crate) caps: Caps,
    pub(crate) period: String,
    pub(crate) expires_at: Option<i64>,
    pub(crate) privacy: String,
    pub(crate) ip_allowlist: Option<Vec<String>>,
}

/// Changes to a key. The outer `None` keeps, the inner one clears.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) id: String,
    pub(crate) description: Option<String>,
    pub(crate) expires_at: Option<Option<i64>>,
    pub(crate) usd: Option<Option<f64>>,
    pub(crate) diem: Option<Option<f64>>,
    pub(crate) vcu: Option<Option<f64>>,
    pub(crate) period: Option<String>,
    pub(crate) privacy: Option<String>,
    pub(crate) ip_allowlist: Option<Vec<String>>,
}

/// The wallet's part of a mint.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) address: String,
    pub(crate) signature: String,
    pub(crate) challenge: String,
}

/// The body of `POST /api_keys`.
pub(crate) fn create(body: &[u8]) -> Result<NewKey, Issues> {
    let mut fields = Fields::of_body(body)?;
    let new = new_key(&mut fields, true);
    fields.finish(new)
}

/// The body of `POST /api_keys/generate_web3_key`, whose challenge stands in `challenge_field`.
pub(crate) fn mint(body: &[u8], challenge_field: &str) -> Result<(NewKey, Proof), Issues> {
    let mut fields = Fields::of_body(body)?;
    let mut new = new_key(&mut fields, false);
    new.description
        .get_or_insert_with(|| "Web3 API Key".to_owned());
    let proof = Proof {
        address: fields.required_string("address"),
        signature: fields.required_string("signature"),
        challenge: fields.required_string(challenge_field),
    };
    fields.finish((new, proof))
}

fn new_key(fields: &mut Fields, needs_description: bool) -> NewKey {
    let required = if needs_description {
        &["apiKeyType", "description"][..]
    } else {
        &["apiKeyType"]
    };
    fields.require(required);
    let (usd, diem, vcu) = fields.limits();
    NewKey {
        key_type: fields.choice("apiKeyType", &KEY_TYPES).unwrap_or_default(),
        description: fields.description(),
        caps: Caps {
            usd: usd.flatten(),
            diem: diem.flatten(),
            vcu: vcu.flatten(),
        },
        period: fields
            .choice("limitPeriod", &PERIODS)
            .unwrap_or_else(|| PERIODS[0].to_owned()),
        expires_at: fields.expires_at(false).flatten(),
        privacy: fields
            .choice("modelPrivacy", &PRIVACIES)
            .unwrap_or_else(|| PRIVACIES[0].to_owned()),
        ip_allowlist: fields.ip_allowlist(),
    }
}

/// The body of `PATCH /api_keys`.
pub(crate) fn update(body: &[u8]) -> Result<Changes, Issues> {
    let mut fields = Fields::of_body(body)?;
    let (usd, diem, vcu) = fields.limits();
    let changes = Changes {
        id: fields.required_string("id"),
        description: fields.description(),
        expires_at: fields.expires_at(true),
        usd,
        diem,
        vcu,
        period: fields.choice("limitPeriod", &PERIODS),
        privacy: fields.choice("modelPrivacy", &PRIVACIES),
        ip_allowlist: fields.ip_allowlist(),
    };
    fields.finish(changes)
}

/// The body of `DELETE /api_keys`, where the query names no id.
pub(crate) fn delete(body: &[u8]) -> Result<String, Issues> {
    if body.is_empty() {
        return Err(Issues::one("id", "invalid_type", "Required"));
    }
    let mut fields = Fields::of_body(body)?;
    let id = fields.required_string("id");
    fields.finish(id)
}

/// The members of an object, taken out one by one: what is left at the end is unknown.
struct Fields {
    members: Map<String, Value>,
    issues: Issues,
}

impl Fields {
    fn of_body(body: &[u8]) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => return Ok(Self { members, issues }),
            Ok(other) => issues.add(&[], "invalid_type", expected("object", &other)),
            Err(_) => {
                issues.add(&[], "custom", "The request body is not valid JSON");
                return Err(issues.unreadable());
            }
        }
        Err(issues)
    }

    /// The result, if no rule was broken and nothing unknown is left.
    fn finish<T>(mut self, result: T) -> Result<T, Issues> {
        let unknown: Vec<_> = self.members.keys().cloned().collect();
        self.unknown(&[], &unknown);
        if self.issues.list.is_empty() {
            Ok(result)
        } else {
            Err(self.issues)
        }
    }

    fn unknown(&mut self, path: &[Value], names: &[String]) {
        if !names.is_empty() {
            let names = names
                .iter()
                .map(|name| format!("'{name}'"))
                .collect::<Vec<_>>()
                .join(", ");
            let message = format!("Unrecognized key(s) in object: {names}");
            self.issues.add(path, "unrecognized_keys", message);
        }
    }

    fn require(&mut self, names: &[&str]) {
        for name in names {
            if !self.members.contains_key(*name) {
                self.issues.add(&[json!(name)], "invalid_type", "Required");
            }
        }
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.members.remove(name)? {
            Value::String(text) => Some(text),
            other => {
                self.issues
                    .add(&[json!(name)], "invalid_type", expected("string", &other));
                None
            }
        }
    }

    fn required_string(&mut self, name: &str) -> String {
        self.require(&[name]);
        self.string(name).unwrap_or_default()
    }

    fn choice(&mut self, name: &str, choices: &[&str]) -> Option<String> {
        let text = self.string(name)?;
        if choices.contains(&text.as_str()) {
            return Some(text);
        }
        let list = choices
            .iter()
            .map(|one| format!("'{one}'"))
            .collect::<Vec<_>>()
            .join(" | ");
        let message = format!("Invalid enum value. Expected {list}, received '{text}'");
        self.issues
            .add(&[json!(name)], "invalid_enum_value", message);
        None
    }

    fn description(&mut self) -> Option<String> {
        let text = self.string("description")?;
        if text.chars().count() > DESCRIPTION_LENGTH {
            let message = format!("String must contain at most {DESCRIPTION_LENGTH} character(s)");
            self.issues.add(&[json!("description")], "too_big", message);
        }
        Some(text)
    }

    /// `""` never expires; so does null, where it may be said.
    fn expires_at(&mut self, may_be_null: bool) -> Option<Option<i64>> {
        if may_be_null && self.members.get("expiresAt") == Some(&Value::Null) {
            self.members.remove("expiresAt");
            return Some(None);
        }
        let text = self.string("expiresAt")?;
        if text.is_empty() {
            return Some(None);
        }
        let time = clock::parse_strict(&text);
        if time.is_none() {
            let message = "Invalid date. Use YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS[.mmm]Z";
            self.issues
                .add(&[json!("expiresAt")], "invalid_string", message);
        }
        Some(time)
    }

    /// usd, diem and vcu of `consumptionLimit`.
    fn limits(&mut self) -> (Limit, Limit, Limit) {
        let field = json!("consumptionLimit");
        let mut members = match self.members.remove("consumptionLimit") {
            None => return (None, None, None),
            Some(Value::Object(members)) => members,
            Some(other) => {
                self.issues
                    .add(&[field], "invalid_type", expected("object", &other));
                return (None, None, None);
            }
        };
        let mut limit = |name: &str| {
            let path = [field.clone(), json!(name)];
            match members.remove(name)? {
                Value::Null => Some(None),
                Value::Number(number) => {
                    let number = number.as_f64().unwrap_or(f64::INFINITY);
                    if number < 0.0 {
                        let message = "Number must be greater than or equal to 0";
                        self.issues.add(&path, "too_small", message);
                    } else if number > HIGHEST_LIMIT {
                        let message =
                            format!("Number must be less than or equal to {HIGHEST_LIMIT}");
                        self.issues.add(&path, "too_big", message);
                    }
                    Some(Some(number))
                }
                other => {
                    self.issues
                        .add(&path, "invalid_type", expected("number", &other));
                    None
                }
            }
        };
        let limits = (limit("usd"), limit("diem"), limit("vcu"));
        let unknown: Vec<_> = members.keys().cloned().collect();
        self.unknown(&[field], &unknown);
        limits
    }

    /// In canonical form.
    fn ip_allowlist(&mut self) -> Option<Vec<String>> {
        let field = json!("ipAllowlist");
        let entries = match self.members.remove("ipAllowlist")? {
            Value::Array(entries) => entries,
            other => {
                self.issues
                    .add(&[field], "invalid_type", expected("array", &other));
                return None;
            }
        };
        if entries.len() > ALLOWLIST_LENGTH {
            let message = format!("Array must contain at most {ALLOWLIST_LENGTH} element(s)");
            self.issues.add(&[field], "too_big", message);
            return None;
        }
        let mut canonical = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            let path = [field.clone(), json!(index)];
            match entry.as_str() {
                None => self
                    .issues
                    .add(&path, "invalid_type", expected("string", entry)),
                Some(text) if text.chars().count() > ALLOWLIST_ENTRY_LENGTH => {
                    let message = format!(
                        "String must contain at most {ALLOWLIST_ENTRY_LENGTH} character(s)"
                    );
                    self.issues.add(&path, "too_big", message);
                }
                Some(text) => match canonical_cidr(text) {
                    Ok(cidr) => canonical.push(cidr),
                    Err(message) => self.issues.add(&path, "custom", message),
                },
            }
        }
        Some(canonical)
    }
}

/// Absent, null, or a number.
type Limit = Option<Option<f64>>;

fn expected(wanted: &str, got: &Value) -> String {
    let got = match got {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    format!("Expected {wanted}, received {got}")
}

/// `11.22.33.44` → `11.22.33.44/32`, `2a00::1/32` → `2a00::/32`; only what is global.
fn canonical_cidr(text: &str) -> Result<String, &'static str> {
    const NEITHER: &str = "Must be an IPv4 or IPv6 address or a CIDR";
    const NOT_GLOBAL: &str = "Must be a globally routable address or range";
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().map_err(|_| NEITHER)?;
    let width: u8 = if address.is_ipv4() { 32 } else { 128 };
    let prefix = match prefix {
        None => width,
        Some(digits) => {
            let plain = digits.bytes().all(|b| b.is_ascii_digit())
                && (digits.len() == 1 || !digits.starts_with('0'));
            let prefix: u8 = digits.parse().map_err(|_| NEITHER)?;
            if !plain || prefix > width {
                return Err(NEITHER);
            }
            prefix
        }
    };
    match address {
        IpAddr::V4(address) => {
            let host_bits = u32::MAX.checked_shr(prefix.into()).unwrap_or(0);
            let first = u32::from(address) & !host_bits;
            let last = first | host_bits;
            let special = NOT_GLOBAL_V4.iter().any(|(block, prefix)| {
                let block = u32::from(Ipv4Addr::from(*block));
                first <= (block | (u32::MAX >> prefix)) && block <= last
            });
            let network = Ipv4Addr::from(first);
            if special {
                Err(NOT_GLOBAL)
            } else {
                Ok(format!("{network}/{prefix}"))
            }
        }
        IpAddr::V6(address) => {
            let host_bits = u128::MAX.checked_shr(prefix.into()).unwrap_or(0);
            let first = u128::from(address) & !host_bits;
            let last = first | host_bits;
            // What has been given out for global unicast is 2000::/3, examples aside.
            let unicast = first >> 125 == 1 && last >> 125 == 1;
            let example = first >> 96 <= 0x2001_0db8 && 0x2001_0db8 <= last >> 96;
            let network = Ipv6Addr::from(first);
            if example || !unicast {
                Err(NOT_GLOBAL)
            } else {
                Ok(format!("{network}/{prefix}"))
            }
        }
    }
}

/// Blocks of IPv4 that are for special uses.
const NOT_GLOBAL_V4: [([u8; 4], u32); 14] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<impl std::fmt::Debug, Issues>) -> Value {
        serde_json::from_slice(&result.unwrap_err().answer().body).unwrap()
    }

    #[test]
    fn every_broken_rule_is_named_in_both_lists() {
        let body = json!({
            "apiKeyType": "ROOT", "description": "x".repeat(65), "expiresAt": "2026-02-30",
            "consumptionLimit": {"usd": -1, "diem": "5", "eur": 1}, "ipAllowlist": ["1.1.1.1", "x"],
            "colour": "red",
        });
        let answer = refused(create(body.to_string().as_bytes()));
        assert_eq!(answer["error"], "Invalid request parameters");
        let paths: Vec<_> = answer["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| &i["path"])
            .collect();
        for path in [
            json!(["apiKeyType"]),
            json!(["description"]),
            json!(["expiresAt"]),
            json!(["consumptionLimit", "usd"]),
            json!(["consumptionLimit", "diem"]),
            json!(["consumptionLimit"]),
            json!(["ipAllowlist", 1]),
            json!([]),
        ] {
            assert!(paths.contains(&&path), "{path} in {answer:#}");
        }
        assert_eq!(paths.len(), 8);
        let details = &answer["details"];
        let unknown = "Unrecognized key(s) in object: 'colour'";
        assert_eq!(details["_errors"], json!([unknown]));
        let long = "String must contain at most 64 character(s)";
        assert_eq!(details["description"]["_errors"], json!([long]));
        assert_eq!(
            details["consumptionLimit"]["usd"]["_errors"],
            json!(["Number must be greater than or equal to 0"])
        );
        assert_eq!(
            details["ipAllowlist"]["1"]["_errors"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    }

    #[test]
    fn what_is_required_is_said_to_be() {
        let answer = refused(create(b"{}"));
        assert_eq!(
            answer["details"]["apiKeyType"]["_errors"],
            json!(["Required"])
        );
        assert_eq!(
            answer["details"]["description"]["_errors"],
            json!(["Required"])
        );
        let answer = refused(mint(br#"{"apiKeyType":"ADMIN"}"#, "token"));
        assert_eq!(answer["issues"].as_array().unwrap().len(), 3);
        assert_eq!(
            refused(update(b"{}"))["details"]["id"]["_errors"],
            json!(["Required"])
        );
        assert_eq!(
            refused(delete(b""))["details"]["id"]["_errors"],
            json!(["Required"])
        );
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let body = |n: usize| {
            json!({"apiKeyType": "ADMIN", "description": "ß🔑".repeat(n)})
                .to_string()
                .into_bytes()
        };
        assert!(create(&body(32)).is_ok());
        assert!(create(&body(33)).is_err());
    }

    #[test]
    fn an_update_tells_absent_null_and_set_apart() {
        let changes = update(
            br#"{"id":"x","expiresAt":null,"consumptionLimit":{"usd":null,"diem":0},
                "ipAllowlist":[]}"#,
        )
        .unwrap();
        assert_eq!(changes.expires_at, Some(None));
        assert_eq!(
            (changes.usd, changes.diem, changes.vcu),
            (Some(None), Some(Some(0.0)), None)
        );
        assert_eq!(changes.ip_allowlist, Some(vec![]));
        assert!(changes.description.is_none() && changes.period.is_none());
        assert_eq!(
            update(br#"{"id":"x","expiresAt":""}"#).unwrap().expires_at,
            Some(None)
        );
        assert!(update(br#"{"id":"x","description":null}"#).is_err());
        assert!(update(br#"{"id":"x","apiKeyType":"ADMIN"}"#).is_err());
        assert!(update(br#"{"id":"x","consumptionLimit":null}"#).is_err());
    }

    #[test]
    fn limits_go_from_nothing_to_ten_digits() {
        let body = |usd: &str| {
            format!(
                r#"{{"apiKeyType":"ADMIN","description":"","consumptionLimit":{{"usd":{usd}}}}}"#
            )
            .into_bytes()
        };
        for fine in ["0", "0.0001", "9999999999", "1e3", "null"] {
            assert!(create(&body(fine)).is_ok(), "{fine}");
        }
        for bad in [
            "-0.01",
            "9999999999.01",
            "10000000000",
            "\"1\"",
            "true",
            "1e999",
            "NaN",
        ] {
            assert!(create(&body(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn bodies_that_are_no_object_are_refused() {
        for body in [&b""[..], b"null", b"[]", b"\"x\"", b"{", b"\xff", b"{} {}"] {
            assert!(create(body).is_err(), "{body:?}");
        }
    }

    #[test]
    fn the_allowlist_is_global_and_canonical() {
        for (text, canonical) in [
            ("11.22.33.44", "11.22.33.44/32"),
            ("11.22.33.44/24", "11.22.33.0/24"),
            ("2A00:1450::1", "2a00:1450::1/128"),
            ("2a00:1450:4001::1/32", "2a00:1450::/32"),
        ] {
            assert_eq!(canonical_cidr(text).as_deref(), Ok(canonical), "{text}");
        }
        for text in [
            "10.0.0.1",
            "127.0.0.1",
            "192.168.1.0/24",
            "169.254.1.1",
            "100.64.0.1",
            "224.0.0.1",
            "0.0.0.0/0",
            "8.0.0.0/5",
            "203.0.113.7",
            "::1",
            "fe80::1",
            "fd00::/8",
            "2001:db8::1",
            "::/0",
            "11.22.33",
            "11.22.33.44/33",
            "11.22.33.44/",
            "11.22.33.44/08",
            "1.2.3.4/+8",
            "fe80::1%eth0",
            "host",
            "",
            " 1.1.1.1",
        ] {
            assert!(canonical_cidr(text).is_err(), "{text}");
        }
        let many = |n: usize| {
            json!({"id": "x", "ipAllowlist": vec!["1.1.1.1"; n]})
                .to_string()
                .into_bytes()
        };
        assert!(update(&many(100)).is_ok());
        assert!(update(&many(101)).is_err());
    }
}
