//! What a visitor finds on the page of an initiative.

use aggregates::support::Standing;
use engine::Stand;
use maud::{Markup, html};
use projections::initiative::Page;

use super::{asked, assess, author, comment, follow, join, leave, support};
use crate::pages::events::receipt;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What this visitor may do about an initiative, as forms for its page; where he is not
/// signed in, the way to do so. It stands there once.
///
/// # Errors
///
/// If the journal, a view or the desk cannot be read.
pub(crate) async fn actions(visitor: &Visitor, page: &Page) -> Result<Markup, Problem> {
    let say = visitor.say();
    let Some(signed) = &visitor.signed else {
        return Ok(html! { @if page.public { (sign_in_first(visitor)) } });
    };
    let follows = visitor.app.desk().followed(signed.account.id).await?;
    let follows = follows.iter().any(|followed| followed.initiative == page.id);
    let of_author = author::panel(visitor, page).await?;
    let of_resident = match &signed.participant {
        Some(participant) if page.public && participant.method.is_none() => not_verified(visitor),
        Some(participant) if page.public => {
            let stand = visitor.app.engine().stand_of(participant.id, page.id).await?;
            resident(visitor, page, participant.kind.is_human(), stand, follows).await?
        }
        Some(_) | None => html! {},
    };
    let receipt = match asked::just_recorded(visitor) {
        Some(position) => receipt(visitor, position).await?,
        None => html! {},
    };
    Ok(html! {
        section #take-part.card {
            h2 { (say.t("take-part")) }
            @if let Some(done) = asked::just_done(visitor) {
                p.notice role="status" { (done) }
                (receipt)
            }
            (of_author)
            (of_resident)
            (follow::form(visitor, page, follows))
        }
    })
}

fn sign_in_first(visitor: &Visitor) -> Markup {
    let say = visitor.say();
    let here = visitor.here.split('?').next().unwrap_or_default();
    let back = percent_encoding::utf8_percent_encode(here, percent_encoding::NON_ALPHANUMERIC);
    html! {
        section #take-part.card {
            h2 { (say.t("take-part")) }
            p { (say.t("sign-in-to-take-part")) }
            p {
                a.button href=(visitor.to(&format!("/sign-in?next={back}"))) { (say.t("sign-in-to-support")) }
                " " a.button.plain href=(visitor.to("/sign-up")) { (say.t("sign-up")) }
            }
        }
    }
}

fn not_verified(visitor: &Visitor) -> Markup {
    let say = visitor.say();
    html! {
        p { (say.t("take-part-not-verified")) " "
            a href=(visitor.to("/account")) { (say.t("how-to-be-verified")) } }
    }
}

/// What a verified participant may do now, as the initiative itself says.
async fn resident(
    visitor: &Visitor,
    page: &Page,
    is_person: bool,
    stand: Stand,
    follows: bool,
) -> Result<Markup, Problem> {
    let engine = visitor.app.engine();
    let say = visitor.say();
    let Some(now) = engine.initiative(page.id).await? else { return Ok(html! {}) };
    let at = engine.now();
    let version = now.supports_version(at).filter(|_| is_person);
    let me = visitor.participant_id();
    let proposes = page.author.is_some() && page.author == me;
    let joined = me.is_some_and(|me| page.co_initiators.contains(&me));
    Ok(html! {
        @match (stand.support, version) {
            (Standing::NeverGiven | Standing::Withdrawn, Some(_)) => (support::form(visitor, page, follows)),
            (Standing::Given { version: given }, Some(version)) if given != version => {
                p { (say.with("support-of-version", &[("version", given.into())])) }
                (support::confirm_form(visitor, page, version))
            }
            (Standing::Given { .. }, _) => p.notice { (say.t("support-counted")) },
            (Standing::Invalidated, _) => p { (say.t("support-struck-out")) },
            (Standing::NeverGiven | Standing::Withdrawn, None) if is_person => p.soft { (say.t("support-not-now")) },
            (Standing::NeverGiven | Standing::Withdrawn, None) => {}
        }
        @if matches!(stand.support, Standing::Given { .. }) && now.withdrawal_open(at) {
            (support::withdraw_form(visitor, page))
        }
        @if now.assessment_open(at) && is_person {
            @if stand.assessed { p.notice { (say.t("assessed-already")) } }
            @else { h3 { (say.t("assess-title")) } (assess::form(visitor, page, &assess::Form::default(), None)) }
        }
        @if now.comments_open(at) { h3 { (say.t("comment-title")) } (comment::form(visitor, page, "", None)) }
        @if joined && page.author.is_none() && !now.stage().is_closed() { (leave::form(visitor, page, "take-over")) }
        @else if joined { p.soft { (say.t("join-already")) } }
        @else if !proposes && now.is_published() && !now.stage().is_closed() {
            details { summary { (say.t("join-title")) } (join::form(visitor, page, None)) }
        }
    })
}
