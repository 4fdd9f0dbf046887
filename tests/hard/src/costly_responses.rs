//! What a server can say to keep a client busy: every shape that has to be read to its end, each
//! as large as a response may be, and most of them a few kilobytes on the wire.

use serde_json::{Value, json};

use crate::operations::Operation;

/// Just below the 32 MiB that a client reads of a response.
const SIZE: usize = 33_500_000;

/// What the body's `data` is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// An object, as most operations read it.
    Object,
    /// An object, and there is no `data` around it.
    BareObject,
    /// A list of objects.
    List,
}

/// One row: a response of `start`, many times `each`, and `end`.
pub(crate) struct Response {
    pub(crate) name: String,
    /// Sent to a client without a key.
    pub(crate) anonymous: bool,
    pub(crate) status: u16,
    gzip: bool,
    /// How long the server waits first: the later a response comes, the less time is left for it.
    after_ms: u64,
    body: Body,
}

#[derive(Clone)]
enum Body {
    /// The whole body.
    Whole(Text),
    /// Inside the one object that `data` is, or the one element that it holds.
    Member(Text),
    /// Elements of `data`, where that is a list; of a list inside of it, where it's an object.
    Rows(String),
}

#[derive(Clone)]
struct Text {
    start: String,
    each: String,
    end: &'static str,
}

fn text(start: &str, each: &str, end: &'static str) -> Text {
    Text {
        start: start.to_owned(),
        each: each.to_owned(),
        end,
    }
}

/// What every operation finds in an object before the costly part: a key, an id, sums.
const KEY: &str =
    r#""apiKey":"VENICE_INFERENCE_KEY_SANDBOX_costly_and_fake_abc","id":"a","byDate":[],"#;

impl Response {
    /// The sandbox's fault that gives this response.
    pub(crate) fn fault(&self, shape: Shape) -> Value {
        let (start, each, end) = match &self.body {
            Body::Whole(Text { start, each, end }) => {
                (start.clone(), each.clone(), (*end).to_owned())
            }
            Body::Member(Text { start, each, end }) => {
                let (open, close) = match shape {
                    Shape::Object => (r#"{"data":"#, "}"),
                    Shape::BareObject => ("", ""),
                    Shape::List => (r#"{"data":["#, "]}"),
                };
                (
                    format!("{open}{{{KEY}{start}"),
                    each.clone(),
                    format!("{end}}}{close}"),
                )
            }
            Body::Rows(each) => {
                let (start, end) = match shape {
                    Shape::List => (r#"{"data":["#.to_owned(), r#"{"id":"z"}]}"#.to_owned()),
                    Shape::BareObject => (
                        r#"{"balances":{},"byDate":["#.to_owned(),
                        r#"{}]}"#.to_owned(),
                    ),
                    Shape::Object => (
                        format!(r#"{{"data":{{{KEY}"rateLimits":["#),
                        r#"{}]}}"#.to_owned(),
                    ),
                };
                (start, each.clone(), end)
            }
        };
        // A number in the text grows to a few digits.
        let size = each.len() + if each.contains("$n") { 4 } else { 0 };
        let count = (SIZE - start.len() - end.len()) / size;
        json!({
            "kind": "repeat", "status": self.status, "gzip": self.gzip, "ms": self.after_ms,
            "start": start, "each": each, "count": count, "end": end,
        })
    }

    /// Whether lists get another body than objects.
    pub(crate) fn depends_on_shape(&self) -> bool {
        !matches!(self.body, Body::Whole(_))
    }

    /// A late response is waited for: that is worth it where readers differ.
    pub(crate) fn is_for(&self, operation: &Operation) -> bool {
        self.after_ms == 0 || ["list_keys", "create_key", "get_key"].contains(&operation.name)
    }

    fn raw(mut self) -> Self {
        self.gzip = false;
        self.name += ", not packed";
        self
    }

    fn late(mut self) -> Self {
        self.after_ms = 850;
        self.name += ", late";
        self
    }

    fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self.name += ", no key";
        self
    }

    fn named(mut self) -> Self {
        self.name = format!("{} {}", self.status, self.name);
        self
    }
}

fn response(name: &str, body: Body) -> Response {
    Response {
        name: name.to_owned(),
        anonymous: false,
        status: 200,
        gzip: true,
        after_ms: 0,
        body,
    }
}

fn member(name: &str, start: &str, each: &str, end: &'static str) -> Response {
    response(name, Body::Member(text(start, each, end)))
}

fn whole(name: &str, start: &str, each: &str, end: &'static str) -> Response {
    response(name, Body::Whole(text(start, each, end)))
}

fn rows(name: &str, each: &str) -> Response {
    response(name, Body::Rows(each.to_owned()))
}

/// A member's name of a hundred characters, no two alike.
fn wide() -> String {
    format!(r#""{}$n":0,"#, "w".repeat(96))
}

fn tiny_rows() -> Response {
    rows("many tiny rows", r#"{"id":""},"#)
}

fn wide_object() -> Response {
    member("wide object", "", &wide(), r#""z":0"#)
}

fn half_characters() -> Response {
    let name = "halves of characters";
    member(name, r#""description":""#, r"\ud83d", r#"""#)
}

/// Every row.
pub(crate) fn all() -> Vec<Response> {
    let mut responses = successes();
    responses.extend(refusals());
    responses.into_iter().map(Response::named).collect()
}

fn successes() -> Vec<Response> {
    let nested = format!(r#"{{"id":"a","x":{}{}}},"#, "[".repeat(90), "]".repeat(90));
    vec![
        whole("deep lists", r#"{"data":"#, "[", ""),
        rows("many deep rows", &nested),
        tiny_rows(),
        tiny_rows().raw(),
        tiny_rows().late(),
        wide_object(),
        wide_object().late(),
        member("many members of one name", "", r#""id":"b","#, r#""z":0"#),
        whole(
            "data many times",
            "{",
            r#""data":[],"#,
            r#""data":{"id":"a"}}"#,
        ),
        member("long member name", r#"""#, "n", r#"":0"#),
        member("long text", r#""description":""#, "d", r#"""#),
        member(
            "long text of escapes",
            r#""description":""#,
            r"\u0041",
            r#"""#,
        ),
        half_characters(),
        half_characters().late(),
        member("huge number", r#""consumptionLimits":{"usd":"#, "9", "}"),
        member(
            "huge amount as text",
            r#""balances":{"USD":""#,
            "9",
            r#""}"#,
        ),
        member(
            "long allowlist",
            r#""ipAllowlist":["#,
            r#""1.1.1.1/32","#,
            r#""1.1.1.1/32"]"#,
        ),
        member("wide day", r#""byKeyDaily":[{"#, &wide(), r#""z":0}]"#),
        member("long challenge", r#""token":"a.b."#, "c", r#"""#),
        whole("spaces", r#"{"data":"#, " ", "[]}"),
    ]
}

fn refusals() -> Vec<Response> {
    let long_name = "n".repeat(1 << 20);
    let long_over_many = format!(r#"{{"error":"x","details":{{"{long_name}":{{"#);
    let details = || {
        let children = r#""$n":{"_errors":["e"]},"#;
        whole(
            "details, a long name over many",
            &long_over_many,
            children,
            r#""z":0}}}"#,
        )
    };
    let issue = r#"{"message":"m","path":["a","b"]},"#;
    let issues = || whole("many issues", r#"{"error":"x","issues":["#, issue, "0]}");
    let path = r#"{"error":"x","issues":[{"message":"m","path":["#;
    let refused = vec![
        details(),
        details().raw(),
        details().anonymous(),
        details().late(),
        issues(),
        issues().anonymous(),
        whole("path of many steps", path, r#""a","#, r#""z"]}]}"#),
        whole("deep details", r#"{"error":"x","details":"#, r#"{"a":"#, ""),
        whole(
            "wide details",
            r#"{"error":"x","details":{"#,
            &wide(),
            r#""z":0}}"#,
        ),
        whole("long error text", r#"{"error":""#, "e", r#""}"#),
        whole(
            "long error text of halves",
            r#"{"error":""#,
            r"\ud83d",
            r#""}"#,
        ),
        whole("huge number", r#"{"error":"#, "9", "}"),
        whole("long page", "<html><body>", "<p>no</p>", "</body></html>"),
    ];
    let mut responses: Vec<_> = refused
        .into_iter()
        .map(|response| response.status(400))
        .collect();
    for status in [401, 403, 404, 429, 500] {
        responses.push(details().status(status));
        responses.push(issues().status(status));
    }
    responses
}
