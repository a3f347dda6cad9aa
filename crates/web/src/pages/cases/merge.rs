//! Two initiatives side by side, before one of them goes on in the other.

use aggregates::ids::InitiativeId;
use maud::{Markup, html};
use projections::initiative::Page;

use super::choices::Choices;
use super::file::CaseFile;
use crate::layout::paragraphs;
use crate::posted::Typed;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Say;

/// Both texts and both counts, once another case is chosen; before that, the choice.
///
/// # Errors
///
/// If a view cannot be read.
pub(super) async fn preview(
    visitor: &Visitor,
    case: &CaseFile,
    typed: &Typed,
    choices: &Choices,
) -> Result<Markup, Problem> {
    let say = visitor.say();
    let chosen = typed.get("into").and_then(|into| into.trim().parse::<InitiativeId>().ok());
    let Some(into) = chosen else {
        let to = visitor.to(&format!("/desk/initiatives/{}/propose_merge", case.page.id));
        return Ok(html! {
            p { (say.t("merge-choose")) }
            ul {
                @for (id, label) in &choices.cases {
                    li { (label) " — " a href={ (to) "?into=" (id) } { (say.t("merge-compare")) } }
                }
            }
        });
    };
    let views = visitor.app.engine().views();
    let other = views.read("initiative", move |view| projections::initiative::page(view, into, None)).await?;
    let Some(other) = other.filter(|other| visitor.sees_all_of(other)) else {
        return Ok(html! { p { (say.t("merge-not-yours")) } });
    };
    let id = case.page.id;
    let counts = views.read("supports", move |view| {
        Ok([projections::supports::total(view, id, None)?, projections::supports::total(view, into, None)?])
    });
    let [ends, goes_on] = counts.await?;
    Ok(html! {
        div.side-by-side {
            section { h2 { (say.t("merge-ends")) } (text(say, &case.page)) p { strong { (say.count("supports-count", ends)) } } }
            section { h2 { (say.t("merge-goes-on")) } (text(say, &other)) p { strong { (say.count("supports-count", goes_on)) } } }
        }
        p.notice {
            (say.with("merge-counts", &[("one", say.number(ends).into()), ("other", say.number(goes_on).into())]))
        }
    })
}

fn text(say: Say<'_>, page: &Page) -> Markup {
    let number = page.numbers.last().map(|number| number.number.as_str());
    html! {
        h3 { @if let Some(number) = number { "№ " (number) " " } (page.title.text.as_deref().unwrap_or_default()) }
        @if let Some(version) = page.texts.last() {
            @for (name, text) in version.fields.texts().filter(|(name, _)| *name != "title") {
                h4 { (say.t(&format!("field-{}", name.replace('_', "-")))) }
                @if let Some(text) = &text.text { (paragraphs(text)) }
            }
        }
    }
}
