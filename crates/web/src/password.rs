//! Passwords: kept as argon2id (RFC 9106), in PHC form.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use engine::Entropy;

/// Shortest password in characters.
pub const SHORTEST: usize = 8;
/// Longest password in bytes: hashing longer ones would only cost time.
pub(crate) const LONGEST: usize = 256;

/// What keeps a password from being a good one, as the code of a problem.
pub(crate) fn weakness(password: &str, login: &str) -> Option<&'static str> {
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if password.chars().count() < SHORTEST {
        Some("password_short")
    } else if password.len() > LONGEST {
        Some("password_long")
    } else if letters.len() < 5 {
        Some("password_simple")
    } else if lower.contains(&login.trim().to_lowercase()) {
        Some("password_like_login")
    } else {
        None
    }
}

/// OWASP's second choice for argon2id: 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these are within the limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password under a new salt. Takes some 30 ms of one core.
pub fn hash(password: &str, entropy: &Entropy) -> String {
    let bytes: [u8; 32] = entropy.bytes();
    let salt = SaltString::from_b64(&STANDARD_NO_PAD.encode(&bytes[..16])).expect("sixteen bytes are a salt");
    argon2id().hash_password(password.as_bytes(), &salt).expect("the parameters fit").to_string()
}

/// Whether a password is the one of a hash. Without a hash it takes as long and says
/// no, so that nobody learns which logins there are.
pub(crate) fn is_right(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    argon2id().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_neither_one_letter_nor_the_login() {
        assert_eq!(weakness("короче7", "ivan"), Some("password_short"));
        assert_eq!(weakness(&"я1".repeat(200), "ivan"), Some("password_long"));
        assert_eq!(weakness("11112222", "ivan"), Some("password_simple"));
        assert_eq!(weakness("my-Ivan-2027", " ivan "), Some("password_like_login"));
        assert_eq!(weakness("река утром тихая", "ivan"), None);
    }

    #[test]
    fn only_the_right_password_fits_and_a_salt_is_used_once() {
        let entropy = Entropy::seeded(5);
        let (one, other) = (hash("correct horse", &entropy), hash("correct horse", &entropy));
        assert_ne!(one, other);
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert!(is_right("correct horse", Some(&one)));
        assert!(!is_right("correct house", Some(&one)));
        assert!(!is_right("correct horse", None));
    }
}
