//! What comes on paper or at a hearing, entered by a clerk.
//!
//! | address | what happens there |
//! | --- | --- |
//! | `/desk/intake` | whose initiative it is: found by name and birth date, or registered |
//! | `/desk/intake/author/{participant}` | the initiative itself |
//! | `/desk/intake/{initiative}/sheet` | a sheet of signatures, line by line |
//! | `/desk/intake/{initiative}/scans/{file}` | the scan of such a sheet |
//! | `/desk/verify` | somebody with an account showed his document |

mod author;
mod initiative;
mod known;
mod person;
mod residence;
mod scan;
mod sheet;
mod verify;

use axum::Router;
use axum::routing::get;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::app::App;
use crate::posted::PostedFiles;

pub(super) fn routes() -> Router<App> {
    let initiative = get(initiative::show).post(initiative::submit);
    let sheet = get(sheet::show).post(sheet::enter);
    Router::new()
        .route("/desk/intake", get(author::show).post(author::choose))
        .route(
            "/desk/intake/author/{participant}",
            initiative.layer(PostedFiles::<initiative::Form>::limit()),
        )
        .route("/desk/intake/{initiative}/sheet", sheet.layer(PostedFiles::<sheet::Form>::limit()))
        .route("/desk/intake/{initiative}/scans/{file}", get(scan::show))
        .route("/desk/verify", get(verify::show).post(verify::verify))
}

/// An id that follows from what a form carries: the same form sent twice names the same
/// things.
fn derived(base: Uuid, parts: &[&str]) -> Uuid {
    let mut hasher = Sha256::new();
    hasher.update(base.as_bytes());
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_twice_names_the_same_things_and_another_form_others() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(derived(one, &["a", "b"]), derived(one, &["a", "b"]));
        assert_ne!(derived(one, &["a", "b"]), derived(one, &["ab"]));
        assert_ne!(derived(one, &["a"]), derived(other, &["a"]));
    }
}
