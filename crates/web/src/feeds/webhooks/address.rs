//! Where messages may be sent. An administrator writes the address, and the server follows
//! it: what is reachable from the server alone must not be reached that way.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::WebhookError;

/// Bytes that no address exceeds.
const LONGEST: usize = 2000;

/// Reads the address of a receiver: https, or http to this machine itself.
///
/// # Errors
///
/// If it is none, or leads where the operator did not allow it.
pub(super) fn check(text: &str, allow_private: bool) -> Result<Url, WebhookError> {
    let url = Url::parse(text).map_err(|_| WebhookError::AddressUnfit)?;
    let host = url.host_str().ok_or(WebhookError::AddressUnfit)?;
    let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let here = host == "localhost" || literal.is_some_and(|ip| ip.is_loopback());
    let safe = url.scheme() == "https" || (url.scheme() == "http" && here);
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !safe || !plain || text.len() > LONGEST {
        return Err(WebhookError::AddressUnfit);
    }
    if !allow_private && (here || literal.is_some_and(|ip| !is_public(ip))) {
        return Err(WebhookError::AddressPrivate);
    }
    Ok(url)
}

/// Whether an address is one that anybody on the Internet can reach.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let kept = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        // This network, shared by a provider's customers, protocol assignments, 6to4 relays,
        // benchmarks, and what was never given out.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 240;
    !kept
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Only what is given out as global unicast, without what carries another address inside
    // (Teredo, 6to4) or is for documents. Mapped and translated IPv4 is outside of it.
    let [first, second, ..] = ip.segments();
    let carries = first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xdb8));
    (0x2000..0x4000).contains(&first) && !carries && !(first == 0x3fff && second < 0x1000)
}

/// A name of a receiver leads where nothing may be sent.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("this name leads to a private address")]
pub(super) struct LeadsInside;

/// Whether a request failed because of [`LeadsInside`].
pub(super) fn leads_inside(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<LeadsInside>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Looks names up and leaves out what is private: at the moment of connecting, so that a
/// name that leads elsewhere by then gains nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    pub(super) allow_private: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> =
                found.filter(|address| allow_private || is_public(address.ip())).collect();
            if allowed.is_empty() {
                return Err(Box::new(LeadsInside) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "198.18.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "fec0::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in
            ["8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "2a00:1450:4001::1", "2606:4700::1"]
        {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn an_address_is_https_or_of_this_machine_and_carries_no_password() {
        let code = |text: &str, allow| check(text, allow).map_err(|error| error.code()).err();
        for text in ["https://example.org/hook?a=b", "https://8.8.8.8:8443/"] {
            assert_eq!(code(text, false), None, "{text}");
        }
        for text in [
            "example.org",
            "ftp://example.org",
            "http://example.org",
            "https://me:secret@example.org",
            "https://me@example.org",
            "https://example.org/#part",
            "",
            "https://",
            "file:///etc/passwd",
        ] {
            assert_eq!(code(text, true), Some("webhook_address_unfit"), "{text}");
        }
        for text in [
            "http://127.0.0.1:8008/restart",
            "http://localhost/",
            "https://localhost/",
            "http://[::1]/",
            "https://10.0.0.7/",
            "https://169.254.169.254/latest",
            "https://0x7f.1/",
            "https://2130706433/",
        ] {
            assert_eq!(code(text, false), Some("webhook_address_private"), "{text}");
            assert_eq!(code(text, true), None, "{text}");
        }
        assert_eq!(code("http://10.0.0.7/", true), Some("webhook_address_unfit"), "not in the clear");
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_followed() {
        let names = async |allow_private| {
            let guard = Guard { allow_private };
            guard.resolve("localhost".parse().unwrap()).await.map(Iterator::count)
        };
        assert!(names(false).await.is_err_and(|error| error.is::<LeadsInside>()));
        assert!(names(true).await.is_ok_and(|count| count > 0));
    }
}
