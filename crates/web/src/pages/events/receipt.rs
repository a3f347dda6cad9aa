//! The receipt for what somebody did: where it stands in the record, and the hash by which he
//! finds it there. Should it never appear, the receipt says that it ought to.

use ledger::leaf_hash;
use maud::{Markup, html};
use serde::Serialize;

use crate::app::App;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Where an event stands and what its leaf in the public log hashes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Leaf {
    /// The position; the leaf's index is one less.
    pub(crate) position: u64,
    /// SHA-256 of a zero byte and the entry, in base64, as in proofs.
    pub(crate) leaf_hash: String,
}

/// The receipts for some events, in their order.
pub(crate) type Receipts = Vec<Leaf>;

impl Leaf {
    /// The receipts for the events from `first` to `last`.
    ///
    /// # Errors
    ///
    /// If the journal cannot be read.
    pub(crate) async fn between(app: &App, first: u64, last: u64) -> Result<Receipts, Problem> {
        if first == 0 || last < first {
            return Ok(Vec::new());
        }
        let limit = usize::try_from(last + 1 - first).unwrap_or(usize::MAX);
        let entries = app.engine().journal().entries(first - 1, limit).await;
        let entries = entries.map_err(engine::EngineError::from)?;
        let leaf =
            |(position, entry): (u64, Vec<u8>)| Self { position, leaf_hash: leaf_hash(&entry).to_string() };
        Ok((first..).zip(entries).map(leaf).collect())
    }
}

/// The receipt for one event, leading to its proof; nothing where there is no event.
///
/// # Errors
///
/// If the journal cannot be read.
pub(crate) async fn receipt(visitor: &Visitor, position: u64) -> Result<Markup, Problem> {
    let say = visitor.say();
    let leaves = Leaf::between(&visitor.app, position, position).await?;
    Ok(html! {
        @for Leaf { position, leaf_hash } in leaves {
            p.receipt.small {
                (say.with("receipt-stands", &[("position", position.into())])) " "
                code { (leaf_hash) } " "
                a href=(visitor.to(&format!("/events/{position}"))) { (say.t("receipt-proof")) }
            }
        }
    })
}
