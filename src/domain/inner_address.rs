//! Whether an address leads into a network of somebody's own: a machine's, a building's, a provider's.
//!
//! By the registers of IANA for special-purpose addresses (RFC 6890, kept at iana.org): everything that is not globally
//! reachable counts as inside, and so does an IPv6 address that carries an IPv4 address that does. Degenerate cases (the
//! unspecified address, multicast, documentation, reserved) are inside, too: nothing of ours is there.

// Addresses alone: what opens a connection is not in `core`.
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// ```
/// use mocgioi::domain::inner_address::is_inside;
/// assert!(is_inside("127.0.0.1".parse().unwrap()) && is_inside("::ffff:10.0.0.1".parse().unwrap()));
/// assert!(!is_inside("8.8.8.8".parse().unwrap()));
/// ```
pub fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_inside_v4(v4),
        IpAddr::V6(v6) => is_inside_v6(v6),
    }
}

fn is_inside_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    // This network, loopback, multicast and everything above.
    let reserved = matches!(a, 0 | 127 | 224..=255);
    // Private; shared by a provider's customers; link-local.
    let private = matches!((a, b), (10, _) | (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168));
    // Protocol assignments, documentation, the old relays of 6to4, benchmarks.
    let special = matches!((a, b, c), (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113))
        || matches!((a, b), (198, 18 | 19));
    reserved || private || special
}

fn is_inside_v6(v6: Ipv6Addr) -> bool {
    let s = v6.segments();
    let carried = |high: u16, low: u16| is_inside_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match s {
        // What carries an IPv4 address: mapped, translated by the well-known prefix, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            carried(high, low)
        }
        // Teredo, benchmarks, identifiers; documentation. Else only what is given out as global unicast is outside: not the unspecified
        // address, loopback, a prefix of one's own for translation, unique local, link-local, site-local, multicast.
        [first, second, ..] => {
            let special = matches!((first, second), (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0xfff));
            special || first & 0xe000 != 0x2000
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_and_what_is_not() {
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:192.168.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:1::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(is_inside(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.1.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "2001:4860:4860::8888",
            "2400:cb00::1",
            "2606:4700::1111",
        ] {
            assert!(!is_inside(outside.parse().unwrap()), "{outside}");
        }
    }
}
