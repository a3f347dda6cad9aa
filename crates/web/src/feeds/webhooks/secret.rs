//! What signs the messages to a receiver, as Standard Webhooks has it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::DeskError;
use engine::Entropy;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;
use vault::Vault;

use super::WebhookError;

/// A symmetric secret.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(Vec<u8>);

impl Secret {
    pub(super) fn new(entropy: &Entropy) -> Self {
        Self(entropy.bytes::<32>().to_vec())
    }

    /// As it is shown to whoever registered the receiver, once.
    pub(super) fn shown(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }

    /// The signature of a message: over its id, the time of the attempt and its body.
    pub(super) fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }

    /// For the store, sealed for this receiver alone.
    pub(super) fn seal(&self, vault: &Vault, entropy: &Entropy, receiver: Uuid) -> String {
        STANDARD.encode(vault.seal_kept(entropy, &place(receiver), &self.0))
    }

    /// From the store.
    pub(super) fn open(vault: &Vault, receiver: Uuid, sealed: &str) -> Result<Self, WebhookError> {
        let sealed = STANDARD
            .decode(sealed)
            .map_err(|_| DeskError::Damaged { what: "a webhook's secret".to_owned() })?;
        Ok(Self(vault.open_kept(&place(receiver), &sealed)?))
    }
}

fn place(receiver: Uuid) -> String {
    format!("webhook {receiver}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_signed_as_it_says() {
        let secret = Secret(STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap());
        let signed = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
