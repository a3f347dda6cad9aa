//! What waits for somebody: an answer that only he can give.

use aggregates::initiative::obligation::Obliged;
use aggregates::support::Standing;
use jiff::civil::Date;
use projections::register::Listed;

use crate::problem::Problem;
use crate::visitor::Visitor;

/// Something that is asked of him.
pub(super) struct Waiting<'l> {
    pub(super) listed: &'l Listed,
    /// The key of what is asked.
    pub(super) what: String,
    /// Until the end of which day.
    pub(super) until: Option<Date>,
}

/// What is asked of an author, the most urgent first, and then supports to be confirmed.
///
/// # Errors
///
/// If the journal cannot be read.
pub(super) async fn list<'l>(
    visitor: &Visitor,
    proposed: &'l [Listed],
    followed: impl Iterator<Item = &'l Listed>,
) -> Result<Vec<Waiting<'l>>, Problem> {
    let engine = visitor.app.engine();
    let me = visitor.participant()?.id;
    let mut found = Vec::new();
    for listed in proposed.iter().filter(|listed| listed.author == Some(me)) {
        let Some(now) = engine.initiative(listed.id).await? else { continue };
        let asked =
            now.obligations().iter().filter(|it| it.is_running() && it.term.obliged == Obliged::Author);
        found.extend(asked.map(|owed| Waiting {
            listed,
            what: format!("term-{}", owed.term.kind.as_str().replace('_', "-")),
            until: Some(owed.term.due.date),
        }));
    }
    found.sort_by_key(|waiting| waiting.until);
    for listed in followed.filter(|listed| listed.text_version > 1) {
        let Some(now) = engine.initiative(listed.id).await? else { continue };
        let Some(version) = now.supports_version(engine.now()) else { continue };
        let stand = engine.stand_of(me, listed.id).await?;
        if matches!(stand.support, Standing::Given { version: given } if given != version) {
            found.push(Waiting { listed, what: "cabinet-confirm".to_owned(), until: None });
        }
    }
    Ok(found)
}
