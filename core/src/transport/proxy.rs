//! The proxy that the environment names.

use ureq::Proxy;

use crate::error::{Code, Error};

/// The proxy that the environment names for https to this host, unless `NO_PROXY` exempts it.
pub(super) fn proxy_for(host: &str) -> Result<Option<Proxy>, Error> {
    let read = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    let Some(proxy) = read(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) else {
        return Ok(None);
    };
    if read(&["NO_PROXY", "no_proxy"]).is_some_and(|list| is_exempt(&list, host)) {
        return Ok(None);
    }
    let bad = || {
        Error::new(
            Code::Config,
            "HTTPS_PROXY must be an http:// or https:// URL",
        )
    };
    let proxy = Proxy::new(&proxy).map_err(|_| bad())?;
    match proxy.protocol() {
        ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https => Ok(Some(proxy)),
        _ => Err(bad()),
    }
}

/// `NO_PROXY` as curl reads it: hosts, which cover their subdomains, with or without a leading
/// dot; `*` covers all.
fn is_exempt(list: &str, host: &str) -> bool {
    list.split(',')
        .map(|entry| entry.trim().to_ascii_lowercase())
        .any(|entry| {
            let domain = entry.trim_start_matches('*').trim_start_matches('.');
            entry == "*" || (!domain.is_empty() && (host == domain || ends_below(host, domain)))
        })
}

fn ends_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|front| front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_proxy_is_read_as_curl_reads_it() {
        for (list, exempt) in [
            ("*", true),
            ("api.venice.ai", true),
            ("venice.ai", true),
            (".venice.ai", true),
            ("*.venice.ai", true),
            ("localhost, VENICE.AI", true),
            ("ice.ai", false),
            ("api.venice.ai.example.com", false),
            ("", false),
            (",", false),
            (",b*", false),
        ] {
            assert_eq!(is_exempt(list, "api.venice.ai"), exempt, "{list}");
        }
    }
}
