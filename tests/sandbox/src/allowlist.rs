//! The allowlist's entries: addresses and ranges that are globally routable.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// `11.22.33.44` → `11.22.33.44/32`, `2a00::1/32` → `2a00::/32`; only what is global.
pub(crate) fn canonical(text: &str) -> Result<String, &'static str> {
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
    #[test]
    fn the_allowlist_is_global_and_canonical() {
        for (text, canonical) in [
            ("11.22.33.44", "11.22.33.44/32"),
            ("11.22.33.44/24", "11.22.33.0/24"),
            ("2A00:1450::1", "2a00:1450::1/128"),
            ("2a00:1450:4001::1/32", "2a00:1450::/32"),
        ] {
            assert_eq!(super::canonical(text).as_deref(), Ok(canonical), "{text}");
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
            assert!(super::canonical(text).is_err(), "{text}");
        }
    }
}
