//! Proof that a form came from a page of ours, made for this browser.
//!
//! The token is a keyed hash of the cookie that the browser sends along: another site
//! can make a browser send the cookie, and cannot know the token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::Entropy;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Makes and checks the tokens. The key lives as long as the process: a form that was
/// opened before a restart is shown again with what was typed.
pub(crate) struct Csrf {
    key: [u8; 32],
}

impl Csrf {
    pub(crate) fn new(entropy: &Entropy) -> Self {
        Self { key: entropy.bytes() }
    }

    /// The token for a cookie's value.
    pub(crate) fn token(&self, cookie: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.hash(cookie).finalize().into_bytes())
    }

    /// Whether a token was made for this cookie's value.
    pub(crate) fn holds(&self, cookie: &str, token: &str) -> bool {
        URL_SAFE_NO_PAD.decode(token).is_ok_and(|token| self.hash(cookie).verify_slice(&token).is_ok())
    }

    fn hash(&self, cookie: &str) -> Hmac<Sha256> {
        let mut hash = Hmac::<Sha256>::new_from_slice(&self.key).expect("any key fits");
        hash.update(cookie.as_bytes());
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_its_cookie_only() {
        let csrf = Csrf::new(&Entropy::seeded(1));
        let token = csrf.token("mine");
        assert!(csrf.holds("mine", &token));
        assert!(!csrf.holds("another's", &token));
        assert!(!csrf.holds("mine", ""));
        assert!(!Csrf::new(&Entropy::seeded(2)).holds("mine", &token));
    }
}
