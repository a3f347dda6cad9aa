//! Files of a case: what they are, without what cameras and editors write into them.

mod jpeg;
mod media;
mod png;

use aggregates::ids::{AttachmentId, ParticipantId};
use aggregates::initiative::fields::Attachment;

use crate::backend::StoredFile;
use crate::cipher::commitment;
use crate::key::{DataKey, NewKey};
use crate::{Context, Entropy, KeyId, Vault, VaultError};
use media::MediaType;

/// The most bytes a file may have: 10 MB.
pub const MAX_ATTACHMENT: usize = 10 * 1024 * 1024;

/// The field that a file is sealed for: it lies beside the events.
const FIELD: &str = "attachment";

/// Why a file is not taken. The text is shown to the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentRefusal {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too large.
    #[error("the file has {size} bytes; the most is {MAX_ATTACHMENT}")]
    TooLarge {
        /// Its bytes.
        size: usize,
    },
    /// None of the four.
    #[error("only PDF, JPEG, PNG and plain text in UTF-8 are taken")]
    UnknownMedia,
    /// It says one thing and is another.
    #[error("the file is {found}, not {declared}")]
    OtherMedia {
        /// As what it was sent.
        declared: String,
        /// What it is by its bytes.
        found: &'static str,
    },
    /// An image that ends early or is put together wrongly: its metadata cannot be found.
    #[error("the image is damaged")]
    Damaged,
    /// It was put for another case, or is not what was put.
    #[error("the file {id} was not put for this case")]
    Elsewhere {
        /// Its id, as a command names it.
        id: AttachmentId,
    },
}

impl AttachmentRefusal {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "attachment_empty",
            Self::TooLarge { .. } => "attachment_too_large",
            Self::UnknownMedia => "attachment_media_unknown",
            Self::OtherMedia { .. } => "attachment_media_differs",
            Self::Damaged => "attachment_damaged",
            Self::Elsewhere { .. } => "attachment_elsewhere",
        }
    }
}

/// A file as it comes out of the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAttachment {
    /// What an event says of it; the two should be equal.
    pub about: Attachment,
    /// Where it was put: it belongs to no other case.
    pub context: Context,
    /// The file, without metadata.
    pub bytes: Vec<u8>,
}

impl Vault {
    /// Keeps a file under a key of its own and gives what an event may say of
    /// it. What the bytes are decides, not `media_type`, but the two must agree.
    /// JPEG and PNG lose what does not belong to the picture: position, camera,
    /// time, author, the turn of the camera too. PDF keeps what its author put in.
    ///
    /// `subject` is whoever sent it, see [`keys_of`](Self::keys_of).
    pub async fn put_attachment(
        &self,
        entropy: &Entropy,
        context: &Context,
        subject: Option<ParticipantId>,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<Attachment, VaultError> {
        let (media, bytes) = cleaned(media_type, bytes)?;
        let id = AttachmentId(entropy.uuid_v4());
        let (key, name) = (DataKey::generate(entropy), KeyId::Attachment(id));
        let place = context.bytes(FIELD, None);
        let about = Attachment {
            id,
            media_type: media.as_str().into(),
            size: bytes.len() as u64,
            commitment: commitment(&key.opening(), &place, &bytes),
        };
        let wrapped = key.wrap(&self.keys().master, name, entropy);
        let file = StoredFile {
            id,
            media_type: about.media_type.clone(),
            size: i64::try_from(bytes.len()).expect("at most MAX_ATTACHMENT"),
            commitment: about.commitment.clone(),
            context: serde_json::to_string(context).expect("ids and texts are JSON"),
            ciphertext: Some(key.encrypt(entropy, &place, &bytes)),
        };
        self.backend()
            .insert(self.fingerprint(), vec![NewKey { id: name, subject, wrapped }], Some(file))
            .await?;
        Ok(about)
    }

    /// A file, or `None` once its key is destroyed.
    pub async fn attachment(&self, id: AttachmentId) -> Result<Option<StoredAttachment>, VaultError> {
        let name = KeyId::Attachment(id);
        let Some(key) = self.live(name).await? else {
            return Ok(None);
        };
        let damaged = || VaultError::Damaged { what: format!("the file of {name} is not what was stored") };
        let file = self.backend().file(id).await?.ok_or_else(damaged)?;
        // Destroyed between the two questions.
        let Some(ciphertext) = file.ciphertext else {
            return Ok(None);
        };
        let context: Context = serde_json::from_str(&file.context).map_err(|_| damaged())?;
        let place = context.bytes(FIELD, None);
        let bytes = key.decrypt(&place, &ciphertext).ok_or_else(damaged)?;
        let about = Attachment {
            id,
            media_type: file.media_type,
            size: bytes.len() as u64,
            commitment: commitment(&key.opening(), &place, &bytes),
        };
        if about.commitment != file.commitment || i64::try_from(about.size) != Ok(file.size) {
            return Err(damaged());
        }
        Ok(Some(StoredAttachment { about, context, bytes }))
    }
}

impl Vault {
    /// What was put for a stream and can still be read, with the place it was put for:
    /// files of a case that no event names, such as the scan of a sheet of signatures.
    pub async fn files_of(&self, kind: &str, id: &str) -> Result<Vec<(Attachment, Context)>, VaultError> {
        let files = self.backend().files_of(kind, id).await?;
        files
            .into_iter()
            .map(|file| {
                let damaged = || VaultError::Damaged {
                    what: format!("what is said of the file of {}", KeyId::Attachment(file.id)),
                };
                let about = Attachment {
                    id: file.id,
                    media_type: file.media_type.clone(),
                    size: u64::try_from(file.size).map_err(|_| damaged())?,
                    commitment: file.commitment.clone(),
                };
                Ok((about, serde_json::from_str(&file.context).map_err(|_| damaged())?))
            })
            .collect()
    }
}

fn cleaned(declared: &str, bytes: &[u8]) -> Result<(MediaType, Vec<u8>), AttachmentRefusal> {
    if bytes.is_empty() {
        return Err(AttachmentRefusal::Empty);
    }
    if bytes.len() > MAX_ATTACHMENT {
        return Err(AttachmentRefusal::TooLarge { size: bytes.len() });
    }
    let media = MediaType::of(bytes).ok_or(AttachmentRefusal::UnknownMedia)?;
    if !media.is_called(declared) {
        return Err(AttachmentRefusal::OtherMedia { declared: declared.into(), found: media.as_str() });
    }
    let clean = match media {
        MediaType::Jpeg => jpeg::without_metadata(bytes).ok_or(AttachmentRefusal::Damaged)?,
        MediaType::Png => png::without_metadata(bytes).ok_or(AttachmentRefusal::Damaged)?,
        MediaType::Pdf | MediaType::Text => bytes.to_vec(),
    };
    Ok((media, clean))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(declared: &str, bytes: &[u8]) -> &'static str {
        cleaned(declared, bytes).unwrap_err().code()
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        assert_eq!(cleaned("application/pdf", b"%PDF-1.7 ...").unwrap().0, MediaType::Pdf);
        assert_eq!(cleaned("text/plain; charset=utf-8", "Привет".as_bytes()).unwrap().0, MediaType::Text);
        assert_eq!(refusal("image/png", b"%PDF-1.7 ..."), "attachment_media_differs");
        assert_eq!(refusal("text/plain", b"%PDF-1.7 ..."), "attachment_media_differs");
        assert_eq!(refusal("text/html", b"<script>"), "attachment_media_differs");
        assert_eq!(refusal("image/gif", b"GIF89a\x01\x00"), "attachment_media_unknown");
        assert_eq!(refusal("text/plain", b"PK\x03\x04\x00\x00"), "attachment_media_unknown");
        assert_eq!(refusal("text/plain", b"\xcf\xf0\xe8"), "attachment_media_unknown");
        assert_eq!(refusal("image/jpeg", b"\xff\xd8\xff"), "attachment_damaged");
    }

    #[test]
    fn a_file_has_at_least_one_byte_and_at_most_ten_megabytes() {
        assert_eq!(refusal("text/plain", b""), "attachment_empty");
        assert!(cleaned("text/plain", &vec![b'a'; MAX_ATTACHMENT]).is_ok());
        assert_eq!(refusal("text/plain", &vec![b'a'; MAX_ATTACHMENT + 1]), "attachment_too_large");
    }
}
