//! Who is asking: a token in the header, or a session in a cookie.

use std::net::{IpAddr, SocketAddr};

use actix_web::{
    cookie::Cookie,
    http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName},
};
use entity::value::ActorKind;
use ipnet::IpNet;

use super::store;
use crate::{Error, Result, instance::Instance, signing::SigningKey, viewer::Viewer};

/// The cookie that holds the token of a session. What begins with `__Host-` a browser takes over https alone, and
/// from the host itself: no neighbour below the same domain can give it.
pub fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { "__Host-tribune_session" } else { "tribune_session" }
}

/// The header with the second token of a session.
pub const CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// How a request says who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    None,
    /// In the header `Authorization`.
    Bearer,
    /// A browser sends it by itself, whoever made the browser ask: a mutation needs the second token too.
    Cookie,
}

/// Who is asking from `address`, and how that was said. A token that is not good is an error; a cookie that is not good
/// is none, since the browser of a reader sends it whatever page it asks for.
pub async fn authenticate(
    headers: &HeaderMap,
    address: Option<IpAddr>,
    instance: &Instance,
) -> Result<(Viewer, Credentials)> {
    let now = instance.clock.now();
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = header.map(|header| header.split_once(' ').unwrap_or((header, "")));
    let bearer = bearer.filter(|(scheme, _)| is_bearer(scheme));
    if let Some((_, token)) = bearer {
        let known = store::account_of(&instance.database, token.trim(), now).await?;
        let (account, kind) = known.ok_or(Error::InvalidToken)?;
        return Ok((Viewer::of(account, kind, address), Credentials::Bearer));
    }
    if let Some(cookie) = session_cookie(headers, instance.secure_cookies)
        && let Some(account) = store::account_of_session(&instance.database, cookie.value(), now).await?
    {
        return Ok((Viewer::of(account, ActorKind::User, address), Credentials::Cookie));
    }
    Ok((Viewer::anonymous(address), Credentials::None))
}

/// The cookie with the token of a session.
pub fn session_cookie(headers: &HeaderMap, is_secure: bool) -> Option<Cookie<'_>> {
    let name = cookie_name(is_secure);
    let cookies = headers.get_all(COOKIE).filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    cookies.filter_map(|cookie| Cookie::parse_encoded(cookie.trim()).ok()).find(|cookie| cookie.name() == name)
}

fn is_bearer(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("bearer")
}

/// The second token of a session, which only pages of our own can read.
pub fn csrf_token(key: &SigningKey, session: &str) -> String {
    key.sign("csrf", session)
}

/// Fails when a mutation comes with a cookie and without the second token: some other site may have made the
/// browser send it.
pub fn require_csrf_token(
    headers: &HeaderMap,
    instance: &Instance,
    viewer: &Viewer,
    credentials: Credentials,
) -> Result<()> {
    if credentials != Credentials::Cookie {
        return Ok(());
    }
    let session = viewer.account.as_ref().and_then(|account| account.session.as_ref());
    let given = headers.get(CSRF_TOKEN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_good = session.is_some_and(|session| instance.key.verifies("csrf", session, given));
    if is_good { Ok(()) } else { Err(Error::CsrfToken) }
}

/// The network address of the client: that of the connection, or what the proxies that are trusted say of it.
pub fn address(headers: &HeaderMap, peer: Option<SocketAddr>, trusted_proxies: &[IpNet]) -> Option<IpAddr> {
    let peer = peer?.ip().to_canonical();
    let values = headers.get_all(FORWARDED_FOR).map(|value| value.to_str().unwrap_or_default());
    let hops: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
    Some(client(peer, &hops, trusted_proxies))
}

/// The last hop that no trusted proxy is: everything before it anybody may have written, and everything before what
/// is no address.
fn client(peer: IpAddr, hops: &[&str], trusted_proxies: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted_proxies.iter().any(|network| network.contains(address));
    let mut client = peer;
    for hop in hops.iter().rev() {
        match address_of(hop) {
            Some(address) if is_trusted(&client) => client = address,
            _ => break,
        }
    }
    client
}

/// The address of a hop, which may name the port as well: `192.0.2.1:8080`, `[2001:db8::1]:8080`.
fn address_of(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let with_port = || hop.parse().ok().map(|socket: SocketAddr| socket.ip());
    hop.parse().ok().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = ["10.0.0.0/8".parse::<IpNet>().unwrap()];
        let hops = ["1.1.1.1", " 2.2.2.2", " 10.0.0.2 "];

        assert_eq!(client(address("9.9.9.9"), &hops, &proxies), address("9.9.9.9"));
        assert_eq!(client(address("10.0.0.1"), &hops, &proxies), address("2.2.2.2"));
        assert_eq!(client(address("10.0.0.1"), &[], &proxies), address("10.0.0.1"));
        assert_eq!(client(address("10.0.0.1"), &hops, &[]), address("10.0.0.1"));
    }

    #[test]
    fn what_is_no_address_hides_what_stands_before_it_and_nothing_after() {
        let proxies = ["10.0.0.0/8".parse::<IpNet>().unwrap()];
        let client = |hops: &[&str]| client(address("10.0.0.1"), hops, &proxies);

        assert_eq!(client(&["x", "2.2.2.2"]), address("2.2.2.2"));
        assert_eq!(client(&["x", "2.2.2.2", "10.0.0.2"]), address("2.2.2.2"));
        assert_eq!(client(&["2.2.2.2", "x"]), address("10.0.0.1"));
        assert_eq!(client(&["2.2.2.2", "", "10.0.0.2"]), address("10.0.0.2"));
    }

    #[test]
    fn a_hop_may_name_a_port() {
        for (hop, expected) in [
            ("9.9.9.9", "9.9.9.9"),
            ("9.9.9.9:1234", "9.9.9.9"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:1234", "2001:db8::1"),
            ("::ffff:9.9.9.9", "9.9.9.9"),
        ] {
            assert_eq!(address_of(hop), Some(address(expected)), "{hop}");
        }
        for hop in ["", "unknown", "_hidden", "9.9.9.9:", "[9.9.9.9]", "9.9.9.9:99999"] {
            assert_eq!(address_of(hop), None, "{hop}");
        }
    }
}
