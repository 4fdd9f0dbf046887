//! The base URL: where the API is, and whether a key may be sent there.

use std::net::IpAddr;

use ureq::http::Uri;

use crate::codes::ErrorCode;
use crate::error::Error;

/// Where the API is.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    pub(super) text: String,
    pub(super) host: String,
    pub(super) https: bool,
    pub(super) port: u16,
}

impl BaseUrl {
    /// Accepts https anywhere and plain http on loopback: a key is never sent in the clear.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let bad = |rule: &str| Error::new(ErrorCode::Config, format!("base URL {rule}"));
        let uri: Uri = text
            .trim_end_matches('/')
            .parse()
            .map_err(|_| bad("is not a URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(bad("must look like https://api.venice.ai/api/v1"));
        };
        if authority.as_str().contains('@') {
            return Err(bad("must not hold a user or password"));
        }
        if text.contains(['?', '#']) {
            return Err(bad("must not hold a query or fragment"));
        }
        if authority.host().is_empty() {
            return Err(bad("names no host"));
        }
        let host = authority.host().to_ascii_lowercase();
        let https = match scheme {
            "https" => true,
            "http" if is_loopback(&host) => false,
            "http" => return Err(bad("must be https: plain http is only for loopback hosts")),
            _ => return Err(bad("must start with https://")),
        };
        Ok(Self {
            text: text.trim_end_matches('/').to_owned(),
            host,
            https,
            port: authority.port_u16().unwrap_or(if https { 443 } else { 80 }),
        })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whether a key may be sent to this URL if only the environment named it, and money paid
    /// there.
    pub(crate) fn is_trusted(&self) -> bool {
        self.is_loopback() || self.host == "venice.ai" || self.host.ends_with(".venice.ai")
    }
}

/// A host without the brackets of an IPv6 address.
pub(super) fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

fn is_loopback(host: &str) -> bool {
    let address = bare(host).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_only_over_https_or_loopback() {
        for good in [
            "https://api.venice.ai/api/v1",
            "https://api.venice.ai/api/v1/",
            "https://proxy.example.com:8443",
            "http://127.0.0.1:4000/api/v1",
            "http://[::1]:4000",
            "http://localhost",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.venice.ai",
            "/api/v1",
            "http://api.venice.ai/api/v1",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://user:pass@127.0.0.1",
            "https://user@api.venice.ai",
            "ftp://api.venice.ai",
            "https://api.venice.ai/api/v1?x=1",
            "https://api.venice.ai/#x",
        ] {
            let error = BaseUrl::parse(bad).expect_err(bad);
            assert_eq!(error.code(), ErrorCode::Config);
        }
    }

    #[test]
    fn only_venice_and_loopback_are_trusted_from_the_environment() {
        for (url, trusted) in [
            ("https://api.venice.ai/api/v1", true),
            ("https://VENICE.ai", true),
            ("http://127.0.0.1:1", true),
            ("https://evilvenice.ai", false),
            ("https://venice.ai.example.com", false),
        ] {
            assert_eq!(BaseUrl::parse(url).unwrap().is_trusted(), trusted, "{url}");
        }
    }
}
