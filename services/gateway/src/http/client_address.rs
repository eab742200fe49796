//! Whom a request came from. A proxy's word counts only if the proxy is known.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::dev::ServiceRequest;
use ipnet::IpNet;

/// The client's address: the connection's, or what the nearest trusted proxies say.
pub fn of(request: &ServiceRequest, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let forwarded = request.headers().get_all("x-forwarded-for");
    let hops: Vec<&[u8]> = forwarded.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')).collect();
    Some(nearest_untrusted(peer, &hops, trusted))
}

/// Reads the chain from its near end. What stands behind something that is no address cannot be believed.
fn nearest_untrusted(peer: IpAddr, hops: &[&[u8]], trusted: &[IpNet]) -> IpAddr {
    let mut client = peer.to_canonical();
    for hop in hops.iter().rev().map(|hop| hop.trim_ascii()).filter(|hop| !hop.is_empty()) {
        if !trusted.iter().any(|network| network.contains(&client)) {
            break;
        }
        let Some(address) = address(hop) else { break };
        client = address;
    }
    client
}

/// An address as proxies write it: with a port or without, in the quotes and brackets of RFC 7239 or without.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?;
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let address = match bare {
        Some(bare) => IpAddr::V6(bare.parse().ok()?),
        None => text.parse().or_else(|_| text.parse().map(|socket: SocketAddr| socket.ip())).ok()?,
    };
    Some(address.to_canonical())
}

/// What is counted for an address. A household has a whole IPv6 network of 64 bits.
pub fn counted(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        Ok(IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, hops: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        let hops: Vec<&[u8]> = hops.iter().map(|hop| hop.as_bytes()).collect();
        nearest_untrusted(peer.parse().unwrap(), &hops, &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_an_address() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "198.51.100.1", "10.0.0.2"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "not an address"]), "10.0.0.1");
        assert_eq!(client("::1", &[]), "::1");
    }

    #[test]
    fn an_address_is_read_however_proxies_write_it() {
        for (hop, address) in [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("\t198.51.100.1 ", "198.51.100.1"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("[::ffff:198.51.100.1]:4711", "198.51.100.1"),
        ] {
            assert_eq!(client("10.0.0.1", &["1.1.1.1", hop]), address, "{hop}");
            assert_eq!(client("10.0.0.1", &["1.1.1.1", hop, "10.0.0.2:80", ""]), address, "{hop}");
        }
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn nothing_behind_what_is_no_address_is_believed() {
        for hop in
            ["unknown", "_hidden", "198.51.100.1:port", "198.51.100.1:70000", "[2001:db8::1", "1.1.1.1;2"]
        {
            assert_eq!(client("10.0.0.1", &["1.1.1.1", hop, "10.0.0.2"]), "10.0.0.2", "{hop}");
        }
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_counted_together() {
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), counted("2001:db8:1:2::1"));
        assert_ne!(counted("2001:db8:1:2::1"), counted("2001:db8:1:3::1"));
        assert_eq!(counted("203.0.113.9"), "203.0.113.9");
    }
}
