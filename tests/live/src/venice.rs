//! Raw HTTP to the server in question, and nothing but what is safe to ask of it.

use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Request, Uri};

/// Where Venice is.
pub const VENICE: &str = "https://api.venice.ai/api/v1";
/// No path of the API: what is said about it is one of the facts.
pub(crate) const NO_SUCH_PATH: &str = "/api_keys_no_such_path";

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a lock-out or a full minute is waited out.
const LOCKED: Duration = Duration::from_secs(35);
/// What is asked for if nothing else is.
const JSON: &str = "application/json";
/// What of a text is shown.
const SHOWN: usize = 160;

/// Whose key a request carries.
#[derive(Clone, Copy)]
pub(crate) enum As<'a> {
    Nobody,
    Admin,
    Key(&'a str),
}

/// What the server said.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Null where the body isn't JSON.
    pub(crate) json: Value,
    pub(crate) text: String,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// `400 "API key not found"`; of a success the status alone.
    pub(crate) fn said(&self) -> String {
        let text = match self.json.get("error") {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Object(error)) => error["message"].as_str().map(str::to_owned),
            _ => None,
        };
        match text {
            Some(text) => format!("{} \"{}\"", self.status, shown(&text)),
            None => self.status.to_string(),
        }
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The server, and the ADMIN key it is asked with.
pub(crate) struct Venice {
    agent: Agent,
    base_url: String,
    admin_key: String,
}

impl Venice {
    /// Err if that host must not be given a key.
    pub(crate) fn new(base_url: &str, admin_key: &str) -> Result<Self, String> {
        let base_url = base_url.trim_end_matches('/').to_owned();
        let uri: Uri = base_url.parse().map_err(|_| "the base URL is no URL")?;
        let host = uri.host().unwrap_or_default();
        let on_loopback = ["127.0.0.1", "localhost", "[::1]"].contains(&host);
        let at_venice = host == "venice.ai" || host.ends_with(".venice.ai");
        match uri.scheme_str() {
            Some("https") if at_venice || on_loopback => {}
            Some("http") if on_loopback => {}
            _ => {
                return Err(format!(
                    "{host}: only Venice and loopback are given the key"
                ));
            }
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("venice-keys-live/", env!("CARGO_PKG_VERSION")));
        let config = if on_loopback {
            config.proxy(None)
        } else {
            config
        };
        Ok(Self {
            agent: config.build().new_agent(),
            base_url,
            admin_key: admin_key.to_owned(),
        })
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    pub(crate) fn admin_key(&self) -> &str {
        &self.admin_key
    }

    /// Err with why there is no response. A 429 is waited out once, but a create's isn't.
    pub(crate) fn ask(
        &self,
        caller: As<'_>,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, String> {
        if !is_harmless(method, path) {
            return Err(format!("{method} {path} is never sent"));
        }
        let response = self.ask_once(caller, method, path, body, JSON)?;
        if response.status != 429 || method == "POST" {
            return Ok(response);
        }
        let told = response
            .header("retry-after")
            .and_then(|seconds| seconds.parse().ok());
        sleep(told.map_or(LOCKED, Duration::from_secs).min(LOCKED));
        self.ask_once(caller, method, path, body, JSON)
    }

    /// A GET as CSV, with the ADMIN key.
    pub(crate) fn ask_for_csv(&self, path: &str) -> Result<Response, String> {
        if !is_harmless("GET", path) {
            return Err(format!("GET {path} is never sent"));
        }
        self.ask_once(As::Admin, "GET", path, None, "text/csv")
    }

    fn ask_once(
        &self,
        caller: As<'_>,
        method: &str,
        path: &str,
        body: Option<&Value>,
        accept: &str,
    ) -> Result<Response, String> {
        let mut request = Request::builder()
            .method(method)
            .header("accept", accept)
            .uri(format!("{}{path}", self.base_url));
        let key = match caller {
            As::Nobody => None,
            As::Admin => Some(self.admin_key.as_str()),
            As::Key(key) => Some(key),
        };
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let outcome = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json");
                let request = request.body(body.to_string()).map_err(no_response)?;
                self.agent.run(request)
            }
            None => self.agent.run(request.body(()).map_err(no_response)?),
        };
        let mut response = outcome.map_err(no_response)?;
        let text = response.body_mut().read_to_string().map_err(no_response)?;
        Ok(Response {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        })
    }
}

fn no_response(error: impl std::fmt::Display) -> String {
    format!("no response: {}", shown(&error.to_string()))
}

/// Key management, the model list and what was spent: nothing that can spend.
fn is_harmless(method: &str, path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    match method {
        "GET" => {
            let known = ["/models", "/api_keys", NO_SUCH_PATH];
            let below = ["/api_keys/", "/billing/", "/x402/balance/"];
            known.contains(&path) || below.iter().any(|start| path.starts_with(start))
        }
        "POST" | "PATCH" => path == "/api_keys",
        "DELETE" => path == "/api_keys" && query.starts_with("id="),
        _ => false,
    }
}

/// Untrusted text as it may be printed: one line, not long, and no key.
pub(crate) fn shown(text: &str) -> String {
    let words =
        text.split_whitespace()
            .map(|word| match word.find("VENICE_").zip(word.find("_KEY_")) {
                Some((_, at)) => format!("{}…", &word[..at + "_KEY_".len()]),
                None => word.to_owned(),
            });
    let line = words.collect::<Vec<_>>().join(" ").replace('|', "\\|");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A key's last six characters: what may be shown of it.
pub(crate) fn last_six(key: &str) -> String {
    let start = key.char_indices().nth_back(5).map_or(0, |(at, _)| at);
    format!("…{}", &key[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_venice_and_loopback_are_given_the_key() {
        for (base_url, is_fine) in [
            (VENICE, true),
            ("https://staging.venice.ai/api/v1", true),
            ("http://127.0.0.1:4000/api/v1", true),
            ("http://[::1]:4000/api/v1", true),
            ("http://api.venice.ai/api/v1", false),
            ("https://venice.ai.example/api/v1", false),
            ("https://notvenice.ai/api/v1", false),
            ("https://venice.ai@evil.example/api/v1", false),
            ("api.venice.ai", false),
        ] {
            assert_eq!(Venice::new(base_url, "k").is_ok(), is_fine, "{base_url}");
        }
    }

    #[test]
    fn nothing_that_spends_is_sent() {
        for (method, path, is_fine) in [
            ("GET", "/models?type=all", true),
            ("GET", "/api_keys/rate_limits", true),
            ("POST", "/api_keys", true),
            ("DELETE", "/api_keys?id=x", true),
            ("DELETE", "/api_keys", false),
            ("POST", "/chat/completions", false),
            ("POST", "/api_keys/generate_web3_key", false),
            ("GET", "/billing/usage", true),
            ("GET", "/x402/balance/0x12", true),
            ("GET", "/x402/top-up", false),
            ("POST", "/billing/usage", false),
            ("POST", "/x402/top-up", false),
        ] {
            assert_eq!(is_harmless(method, path), is_fine, "{method} {path}");
        }
    }

    #[test]
    fn no_key_is_shown() {
        let text = "bad key: VENICE_ADMIN_KEY_SANDBOXabcdef,\n or \"VENICE_INFERENCE_KEY_x\" | ok";
        let line = shown(text);
        assert_eq!(
            line,
            "bad key: VENICE_ADMIN_KEY_… or \"VENICE_INFERENCE_KEY_… \\| ok"
        );
        assert_eq!(last_six("VENICE_ADMIN_KEY_SANDBOXabcdef"), "…abcdef");
        assert_eq!(last_six("abc"), "…abc");
    }
}
