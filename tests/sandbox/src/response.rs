//! A response of the API, before it becomes bytes on a wire.

use bytes::Bytes;
use serde::Serialize;
use serde_json::json;

/// One HTTP response, whole.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Names in lower case. `content-length` and `date` are added on the way out.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// Whether a 4xx like this costs the key some of its error budget.
    pub(crate) costs: bool,
}

impl Response {
    pub(crate) fn new(status: u16, content_type: Option<&str>, body: impl Into<Bytes>) -> Self {
        let headers = content_type
            .map(|content_type| ("content-type".to_owned(), content_type.to_owned()))
            .into_iter()
            .collect();
        Self {
            status,
            headers,
            body: body.into(),
            costs: true,
        }
    }

    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        // Our own types always serialise; an empty body would show at once in any test.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::new(status, Some("application/json; charset=utf-8"), body)
    }

    /// `{"error": text}`
    pub(crate) fn error(status: u16, text: impl AsRef<str>) -> Self {
        Self::json(status, &json!({"error": text.as_ref()}))
    }

    /// The same, for a request that wasn't understood: the error budget doesn't hear of it.
    pub(crate) fn for_free(mut self) -> Self {
        self.costs = false;
        self
    }

    pub(crate) fn not_found() -> Self {
        Self::error(404, "Not found")
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set_header(name, value.to_string());
        self
    }

    pub(crate) fn set_header(&mut self, name: &str, value: String) {
        self.remove_header(name);
        self.headers.push((name.to_ascii_lowercase(), value));
    }

    pub(crate) fn remove_header(&mut self, name: &str) {
        self.headers
            .retain(|(there, _)| !there.eq_ignore_ascii_case(name));
    }

    /// Adds a header that nobody has set.
    pub(crate) fn default_header(&mut self, name: &str, value: impl ToString) {
        if !self.headers.iter().any(|(there, _)| there == name) {
            self.set_header(name, value.to_string());
        }
    }

    /// Whether it says that the server did what was asked.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
