//! The proxy that the environment names.

use std::net::IpAddr;

use ureq::{Proxy, ProxyProtocol};

use super::base_url::{BaseUrl, bare};
use crate::codes::ErrorCode;
use crate::error::Error;

/// The proxy that the environment names for https to this host. A loopback host has none, nor has
/// one that `NO_PROXY` exempts.
pub(super) fn proxy_for(
    base: &BaseUrl,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, Error> {
    let read = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| environment(name));
        values.find(|value| !value.is_empty())
    };
    if !base.https || base.is_loopback() {
        return Ok(None);
    }
    let Some(proxy) = read(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) else {
        return Ok(None);
    };
    let exempt = read(&["NO_PROXY", "no_proxy"]);
    if exempt.is_some_and(|list| is_exempt(&list, &base.host, base.port)) {
        return Ok(None);
    }
    let bad = || {
        Error::new(
            ErrorCode::Config,
            "HTTPS_PROXY must be an http:// or https:// URL",
        )
    };
    let proxy = Proxy::new(&proxy).map_err(|_| bad())?;
    match proxy.protocol() {
        ProxyProtocol::Http | ProxyProtocol::Https => Ok(Some(proxy)),
        _ => Err(bad()),
    }
}

/// `NO_PROXY` as curl reads it, with commas or spaces between its entries: names, which cover their
/// subdomains, with or without a leading dot; addresses, single or as a block (`10.0.0.0/8`); `*`
/// covers everything. A port makes an entry cover that port only.
fn is_exempt(list: &str, host: &str, port: u16) -> bool {
    list.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|entry| !entry.is_empty())
        .any(|entry| covers(&entry.to_ascii_lowercase(), bare(host), port))
}

fn covers(entry: &str, host: &str, port: u16) -> bool {
    let (entry, only) = without_port(entry);
    only.is_none_or(|only| only == port)
        && (entry == "*"
            || match host.parse() {
                Ok(address) => is_within(address, entry),
                Err(_) => is_at_or_below(host, entry),
            })
}

/// `host:port`, `[address]:port`, or without the port. More than one colon is an IPv6 address.
fn without_port(entry: &str) -> (&str, Option<u16>) {
    let bracketed = entry
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let (name, port) = match (bracketed, entry.split_once(':')) {
        (Some((address, rest)), _) => (address, rest.strip_prefix(':')),
        (None, Some((name, port))) if !port.contains(':') => (name, Some(port)),
        (None, _) => (entry, None),
    };
    match port.map(str::parse) {
        None => (name, None),
        Some(Ok(port)) => (name, Some(port)),
        Some(Err(_)) => (entry, None),
    }
}

fn is_at_or_below(host: &str, entry: &str) -> bool {
    let domain = entry.trim_start_matches('*').trim_start_matches('.');
    let front = host.strip_suffix(domain);
    !domain.is_empty() && front.is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// Whether an address is the one given, or in the block given.
fn is_within(address: IpAddr, entry: &str) -> bool {
    let (start, bits) = match entry.split_once('/') {
        Some((start, bits)) => (start, bits.parse::<u32>().ok()),
        None => (entry, Some(u32::MAX)),
    };
    let (Ok(start), Some(bits)) = (start.parse(), bits) else {
        return false;
    };
    let ((start, width), (address, same)) = (number(start), number(address));
    let ignored = width.saturating_sub(bits);
    width == same && start.checked_shr(ignored) == address.checked_shr(ignored)
}

/// An address as a number, and how many bits it has.
fn number(address: IpAddr) -> (u128, u32) {
    match address.to_canonical() {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
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
            ("localhost VENICE.AI", true),
            ("localhost\tvenice.ai", true),
            ("api.venice.ai:8443", true),
            (".venice.ai:8443", true),
            ("*:8443", true),
            ("api.venice.ai:443", false),
            ("api.venice.ai:port", false),
            ("ice.ai", false),
            ("api.venice.ai.example.com", false),
            ("10.0.0.0/8", false),
            ("0.0.0.0/0", false),
            ("", false),
            (",", false),
            (",b*", false),
        ] {
            assert_eq!(is_exempt(list, "api.venice.ai", 8443), exempt, "{list}");
        }
    }

    #[test]
    fn no_proxy_knows_addresses_and_blocks() {
        for (host, list, exempt) in [
            ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.3:443", true),
            ("10.1.2.3", "10.1.2.3:80", false),
            ("10.1.2.3", "10.0.0.0/8", true),
            ("10.1.2.3", "10.1.2.2/31", true),
            ("10.1.2.3", "10.1.2.2/32", false),
            ("10.1.2.3", "11.0.0.0/8", false),
            ("10.1.2.3", "0.0.0.0/0", true),
            ("10.1.2.3", "::/0", false),
            ("10.1.2.3", "10.0.0.0/x", false),
            ("10.1.2.3", "2.3", false),
            ("[2001:db8::5]", "2001:db8::5", true),
            ("[2001:db8::5]", "[2001:DB8:0::5]", true),
            ("[2001:db8::5]", "[2001:db8::5]:443", true),
            ("[2001:db8::5]", "[2001:db8::5]:80", false),
            ("[2001:db8::5]", "2001:db8::/32", true),
            ("[2001:db8::5]", "2001:db9::/32", false),
            ("[2001:db8::5]", "::/0", true),
        ] {
            assert_eq!(is_exempt(list, host, 443), exempt, "{host} {list}");
        }
    }

    fn proxy(url: &str, variables: &[(&str, &str)]) -> Result<Option<Proxy>, Error> {
        let value = |name: &str| variables.iter().find(|(known, _)| *known == name);
        proxy_for(&BaseUrl::parse(url).unwrap(), |name| {
            value(name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_on_this_machine_goes_through_a_proxy() {
        let named = [("HTTPS_PROXY", "http://proxy.example:3128")];
        for (url, proxied) in [
            ("https://api.venice.ai/api/v1", true),
            ("https://10.1.2.3", true),
            ("https://localhost:8443", false),
            ("https://127.0.0.1", false),
            ("https://127.1.2.3:8443", false),
            ("https://[::1]:8443", false),
            ("http://127.0.0.1", false),
        ] {
            assert_eq!(proxy(url, &named).unwrap().is_some(), proxied, "{url}");
        }
        let url = "https://api.venice.ai:8443";
        let exempt = [named[0], ("NO_PROXY", "venice.ai:8443")];
        assert!(proxy(url, &exempt).unwrap().is_none());
        let empty = [("HTTPS_PROXY", ""), ("ALL_PROXY", "http://proxy.example")];
        assert!(proxy(url, &empty).unwrap().is_some());
    }
}
