//! The two cookies: who is signed in, and for whom a form was made.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};

/// The secret of a session.
pub(crate) const SESSION: &str = "veche_session";
/// A random value that ties forms to the browser of somebody who is not signed in.
pub(crate) const FORM: &str = "veche_form";

/// What was asked of the OpenID provider, while somebody is there.
pub(crate) const OPENID: &str = "veche_openid";

/// The value of a cookie, if the browser sent one of that name.
pub(crate) fn get<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    pairs
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// A cookie that no script reads and no other site sends along with a form.
pub(crate) fn set(name: &str, value: &str, seconds: u32) -> HeaderValue {
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&cookie).expect("names and values of our cookies are ASCII")
}

/// Takes a cookie back.
pub(crate) fn unset(name: &str) -> HeaderValue {
    set(name, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_and_only_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1; xveche_session=2; veche_session=3; b=4"));
        assert_eq!(get(&headers, SESSION), Some("3"));
        assert_eq!(get(&headers, FORM), None);
    }

    #[test]
    fn no_script_and_no_other_site_gets_a_cookie() {
        let cookie = set(SESSION, "x", 9);
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.to_str().unwrap().contains(part), "{part}");
        }
    }
}
