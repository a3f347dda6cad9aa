//! Cursors: where a page ended, in a form that is nobody's business. One belongs to one
//! question; what was made up or used elsewhere is refused. They hold nothing secret and
//! open nothing, so that every node understands those of every other.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// Bytes of the check at the end.
const CHECK: usize = 8;

/// The cursor of a question for the place where its page ended.
pub(super) fn seal(question: &str, end: &impl Serialize) -> String {
    let mut bytes = serde_json::to_vec(end).expect("the end of a page is made of what JSON can say");
    let check = check(question, &bytes);
    bytes.extend_from_slice(&check);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place that a cursor of this question names.
///
/// # Errors
///
/// 400 `bad_cursor`.
pub(super) fn open<T: DeserializeOwned>(question: &str, cursor: &str) -> Result<T, Problem> {
    let bad = || {
        let detail = "this cursor is not one of this question; begin again without it";
        Problem { field: Some("cursor".to_owned()), ..Problem::bad("bad_cursor", detail) }
    };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
    let (end, found) = bytes.split_at_checked(bytes.len().saturating_sub(CHECK)).ok_or_else(bad)?;
    if check(question, end) != found {
        return Err(bad());
    }
    serde_json::from_slice(end).map_err(|_| bad())
}

fn check(question: &str, end: &[u8]) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    hash.update(b"veche cursor 1 ");
    hash.update((question.len() as u64).to_be_bytes());
    hash.update(question.as_bytes());
    hash.update(end);
    let mut check = [0; CHECK];
    check.copy_from_slice(&hash.finalize()[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_for_its_own_question_only() {
        let cursor = seal("initiatives", &42_u64);
        assert_eq!(open::<u64>("initiatives", &cursor).expect("it is ours"), 42);
        assert_eq!(
            open::<u64>("initiatives\nlevel=region", &cursor).expect_err("another").code,
            "bad_cursor"
        );
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        for forged in ["", "42", "NDI", "!!!", "AAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(
                open::<u64>("initiatives", forged).expect_err("forged").code,
                "bad_cursor",
                "{forged}"
            );
        }
        let mut cursor = seal("initiatives", &42_u64).into_bytes();
        cursor[0] ^= 1;
        let cursor = String::from_utf8(cursor).expect("ASCII");
        assert_eq!(open::<u64>("initiatives", &cursor).expect_err("changed").code, "bad_cursor");
    }
}
