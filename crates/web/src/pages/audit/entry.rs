//! What the public log says of an event, and whether it is proven to stand there.

use ledger::leaf_hash;
use maud::{Markup, html};

use crate::problem::Problem;
use crate::visitor::Visitor;

/// How far an entry is vouched for.
enum Proven {
    /// It stands in a signed checkpoint of so many entries.
    Signed(u64),
    /// It is too new.
    NotYet,
    /// The proof does not hold: tiles of this node, or the journal, were changed.
    No,
}

/// The entry with its hash and proof, and what can be taken along.
pub(super) async fn card(visitor: &Visitor, position: u64) -> Result<Markup, Problem> {
    let journal = visitor.app.engine().journal();
    let found = journal.entries(position.saturating_sub(1), 1).await.map_err(engine::EngineError::from)?;
    let entry = found.into_iter().next().ok_or_else(Problem::not_found)?;
    let proven = proven(visitor, position, &entry).await?;
    let say = visitor.say();
    Ok(html! {
        h2 #log { (say.t("audit-entry")) }
        div.card {
            dl.facts {
                dt { (say.t("audit-entry-state")) }
                dd {
                    @match proven {
                        Proven::Signed(size) => span.tag.good { (say.with("audit-entry-signed", &[("size", say.number(size).into())])) },
                        Proven::NotYet => span.tag.warn { (say.t("audit-entry-not-yet")) },
                        Proven::No => { span.tag.bad { (say.t("audit-entry-no")) } " " code { "veche audit verify" } },
                    }
                }
                dt { (say.t("audit-entry-leaf")) } dd { code { (leaf_hash(&entry)) } }
                @if matches!(proven, Proven::Signed(_)) {
                    dt { (say.t("audit-entry-take")) }
                    dd {
                        a href=(format!("/log/evidence/{position}")) { (say.t("audit-entry-evidence")) } ", "
                        a href=(format!("/log/proof/{position}.tlog-proof")) { (say.t("audit-entry-proof")) }
                    }
                }
            }
            details {
                summary { (say.t("audit-entry-bytes")) }
                pre tabindex="0" { code { (String::from_utf8_lossy(&entry)) } }
            }
        }
    })
}

/// Checked here as anybody can check it: from the bytes of the journal up to the signature.
async fn proven(visitor: &Visitor, position: u64, entry: &[u8]) -> Result<Proven, Problem> {
    let keeper = visitor.app.keeper();
    let (Some(policy), Some(published)) = (keeper.policy(), keeper.published()) else {
        return Ok(Proven::NotYet);
    };
    if published.checkpoint.size < position {
        return Ok(Proven::NotYet);
    }
    let proof = match keeper.inclusion(position).await {
        Ok(proof) => proof,
        Err(engine::KeeperError::Proof(_) | engine::KeeperError::Tiles(_)) => return Ok(Proven::No),
        Err(error) => return Err(error.into()),
    };
    let Some(proof) = proof else { return Ok(Proven::NotYet) };
    let held = proof.verify(&policy, leaf_hash(entry));
    Ok(held.map_or(Proven::No, |tree| Proven::Signed(tree.size)))
}
