//! Which initiatives are somebody's, and which he follows.

use aggregates::ids::{InitiativeId, ParticipantId};
use desk::Followed;
use projections::register::{self, Filter, Listed};
use uuid::Uuid;

use super::MOST;
use crate::app::App;
use crate::problem::Problem;

/// The initiatives that somebody proposes, newest first, as author or as co-initiator.
///
/// # Errors
///
/// If the register cannot be read.
pub(super) async fn proposed(app: &App, me: ParticipantId) -> Result<Vec<Listed>, Problem> {
    let found = app.engine().views().read("register", move |view| {
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let author = Filter { author: Some(me), ..Filter::default() };
        let joined = Filter { co_initiator: Some(me), ..Filter::default() };
        let mut found = register::list(view, &author, None, most, None)?.items;
        found.extend(register::list(view, &joined, None, most, None)?.items);
        Ok(found)
    });
    let mut found = found.await?;
    found.sort_by_key(|listed| std::cmp::Reverse(listed.created));
    Ok(found)
}

/// What an account follows, as the register lists it, without what he proposes himself.
///
/// # Errors
///
/// If the desk or the register cannot be read.
pub(super) async fn followed(
    app: &App,
    account: Uuid,
    but: &[Listed],
) -> Result<Vec<(Listed, Followed)>, Problem> {
    let mut follows = app.desk().followed(account).await?;
    follows.retain(|followed| but.iter().all(|listed| listed.id != followed.initiative));
    follows.truncate(MOST);
    let among: Vec<InitiativeId> = follows.iter().map(|followed| followed.initiative).collect();
    if among.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { among: Some(among), ..Filter::default() };
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let listed =
        app.engine().views().read("register", move |view| register::list(view, &filter, None, most, None));
    let pair = |listed: Listed| {
        let followed = follows.iter().find(|followed| followed.initiative == listed.id).copied()?;
        Some((listed, followed))
    };
    Ok(listed.await?.items.into_iter().filter_map(pair).collect())
}
