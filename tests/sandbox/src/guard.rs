//! Who may control the sandbox: whoever is on this machine, but no web page in its browsers.

use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::http::uri::Authority;

/// Err with what is wrong. A page can have a browser send requests here: across origins, which
/// says so, or under a name of its own that leads to loopback (DNS rebinding), which the host says.
pub(crate) fn admit(headers: &HeaderMap, any_host: bool) -> Result<(), &'static str> {
    if headers.contains_key(ORIGIN) {
        return Err("control requests from web pages are refused (there is an Origin header)");
    }
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let one = hosts.next().is_none();
    match any_host || (one && host.is_some_and(is_loopback)) {
        true => Ok(()),
        false => Err("control requests must go to a loopback host (the Host header says which)"),
    }
}

/// Whether `name`, `name:port`, `1.2.3.4:port` or `[::1]:port` is this machine by itself.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().to_ascii_lowercase();
    match name.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.is_loopback() && !host.contains('@'),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}
