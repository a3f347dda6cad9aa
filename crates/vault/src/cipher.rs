//! XChaCha20-Poly1305 and HMAC-SHA-256, in the forms used here.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::Entropy;

const NONCE: usize = 24;
const TAG: usize = 16;
/// How much longer a ciphertext is than what it hides, in bytes.
pub(crate) const OVERHEAD: usize = NONCE + TAG;

/// Nonce and ciphertext of `plaintext`, bound to `associated`.
pub(crate) fn encrypt(key: &[u8; 32], entropy: &Entropy, associated: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = entropy.bytes();
    let sealed = XChaCha20Poly1305::new(Key::from_slice(key))
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: plaintext, aad: associated })
        .expect("only a text of 256 GB cannot be encrypted");
    [&nonce[..], &sealed].concat()
}

/// What [`encrypt`] hid, or `None` if key, binding or a single bit differs.
pub(crate) fn decrypt(key: &[u8; 32], associated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, ciphertext) = sealed.split_at_checked(NONCE)?;
    XChaCha20Poly1305::new(Key::from_slice(key))
        .decrypt(XNonce::from_slice(nonce), Payload { msg: ciphertext, aad: associated })
        .ok()
}

/// HMAC-SHA-256 of the parts, one after the other: the caller sees to it that
/// they cannot be cut in another way.
pub(crate) fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The commitment to a text, in hexadecimal: HMAC-SHA-256 under `opening` of
/// `context` (see [`Context::bytes`](crate::Context::bytes)) and `plaintext`,
/// the compact JSON of what was sealed. Whoever has all three can check it.
pub fn commitment(opening: &[u8; 32], context: &[u8], plaintext: &[u8]) -> String {
    hex::encode(hmac(opening, &[context, plaintext]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_flipped_bit_is_refused() {
        let sealed = encrypt(&[1; 32], &Entropy::seeded(1), b"here", b"secret");
        assert_eq!(decrypt(&[1; 32], b"here", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(sealed.len(), b"secret".len() + OVERHEAD);
        for bit in 0..sealed.len() * 8 {
            let mut forged = sealed.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decrypt(&[1; 32], b"here", &forged), None, "bit {bit}");
        }
        assert_eq!(decrypt(&[2; 32], b"here", &sealed), None);
        assert_eq!(decrypt(&[1; 32], b"there", &sealed), None);
        assert_eq!(decrypt(&[1; 32], b"here", &sealed[..10]), None);
    }

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        assert_eq!(
            hex::encode(hmac(&key, &[b"what do ya want ", b"for nothing?"])),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
    }
}
