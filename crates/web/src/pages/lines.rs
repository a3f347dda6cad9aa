//! Initiatives as lines of a list, and the way from one page of it to the next.

use maud::{Markup, html};
use projections::directory::Authority;

use super::phrases;
use crate::names::{Names, Wanted};
use crate::open::OpenListed;
use crate::visitor::Visitor;
use crate::words::Say;

/// What an initiative is called where its title may not be shown, or can no longer be read.
pub(crate) fn title(say: Say<'_>, public: bool, published: bool, title: Option<&str>) -> String {
    match title {
        Some(title) if public && published => title.to_owned(),
        _ if !public => say.t("private-title"),
        None if published => say.t("text-redacted"),
        Some(_) | None => say.t("unpublished-title"),
    }
}

/// Whose names the lines need.
pub(crate) fn wanted(items: &[OpenListed]) -> Wanted {
    Wanted::default()
        .authorities(items.iter().filter_map(|item| item.custody.as_ref()))
        .territories(items.iter().map(|item| &item.home))
}

/// The lines of a list; a sentence where there is none.
pub(crate) fn list(visitor: &Visitor, items: &[OpenListed], names: &Names, nothing: &str) -> Markup {
    html! {
        @if items.is_empty() {
            p.soft { (nothing) }
        } @else {
            ul.lines { @for item in items { (line(visitor, item, names)) } }
        }
    }
}

/// The same in a narrow column: what it is called, where it is from, and how it stands.
pub(crate) fn short_list(visitor: &Visitor, items: &[OpenListed], names: &Names) -> Markup {
    let say = visitor.say();
    html! {
        ul.lines {
            @for item in items {
                li {
                    div.what {
                        a href=(visitor.to(&format!("/initiatives/{}", item.id))) {
                            (title(say, item.public, item.text_version > 0, item.title.as_deref()))
                        }
                        p.meta { (phrases::stage_tag(say, item.stage)) span { (names.territory(&item.home)) } }
                    }
                }
            }
        }
    }
}

fn line(visitor: &Visitor, item: &OpenListed, names: &Names) -> Markup {
    let say = visitor.say();
    let published = item.text_version > 0;
    html! {
        li {
            div.what {
                a.title href=(visitor.to(&format!("/initiatives/{}", item.id))) {
                    (title(say, item.public, published, item.title.as_deref()))
                }
                p.meta {
                    (phrases::stage_tag(say, item.stage)) " "
                    @if item.overdue { span.tag.bad { (say.t("overdue")) } " " }
                    span { (names.territory(&item.home)) }
                    @if let Some(custody) = &item.custody {
                        span { (say.t("line-with")) " " (names.authority(custody)) }
                    }
                    @if let Some(number) = item.numbers.last() { span { "№ " (number.number) } }
                    span { (say.with("line-came", &[("date", say.short_date(item.submitted_on).into())])) }
                }
            }
            @if item.public && published {
                p.votes { strong { (say.number(item.supports)) } " " span { (say.count("supports-word", item.supports)) } }
            }
        }
    }
}

/// The link to the next page of a list, and back to its beginning.
pub(crate) fn pages(visitor: &Visitor, next: Option<String>, first: Option<String>) -> Markup {
    let say = visitor.say();
    html! {
        @if next.is_some() || first.is_some() {
            nav.pages aria-label=(say.t("pages-label")) {
                @if let Some(first) = first { a href=(first) { "← " (say.t("pages-first")) } }
                @if let Some(next) = next { a rel="next" href=(next) { (say.t("pages-next")) " →" } }
            }
        }
    }
}

/// How to reach an authority.
pub(crate) fn contacts(say: Say<'_>, authority: &Authority) -> Markup {
    html! {
        @if authority.phone.is_some() || authority.email.is_some() || authority.address.is_some() {
            dl.facts {
                @if let Some(phone) = &authority.phone {
                    dt { (say.t("contact-phone")) } dd { (phone_link(phone)) }
                }
                @if let Some(email) = &authority.email {
                    dt { (say.t("contact-email")) } dd { a href=(format!("mailto:{email}")) { (email) } }
                }
                @if let Some(address) = &authority.address { dt { (say.t("contact-address")) } dd { (address) } }
            }
        }
    }
}

/// A phone number that a phone can call.
pub(crate) fn phone_link(phone: &str) -> Markup {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! { a href=(format!("tel:{digits}")) { (phone) } }
}
