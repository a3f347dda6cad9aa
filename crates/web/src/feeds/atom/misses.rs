//! `GET /feeds/misses.atom`: the register of misses.

use atom_syndication::{Category, Content, Entry, Person, Text};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::html;

use super::{Channel, ENTRIES, atom_time, link, urn};
use crate::app::App;
use crate::asked::Asked;
use crate::feeds::Question;
use crate::open::{OpenMiss, reading};
use crate::pages::{lines, phrases};
use crate::problem::Problem;
use crate::words::Lang;

/// Every miss with what became of it since.
pub(in crate::feeds) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let lang = question.lang()?;
    let views = app.engine().views();
    let misses = reading::misses(views, question.before, u32::try_from(ENTRIES).unwrap_or(u32::MAX)).await?;
    let silent = misses.items.iter().map(|miss| miss.authority.clone()).collect();
    let names = reading::authority_names(views, silent).await?;
    let entries = misses.items.iter().map(|miss| {
        let silent = names.get(&miss.authority).cloned().unwrap_or_else(|| miss.authority.to_string());
        of(&app, lang, &silent, miss)
    });
    let channel = Channel {
        app: &app,
        lang,
        title: app.words().of(lang).t("feed-misses"),
        path: "/feeds/misses.atom".to_owned(),
        page: "/misses".to_owned(),
        before: question.before,
        next: misses.next,
        entries: entries.collect(),
    };
    channel.answer(&headers).await
}

fn of(app: &App, lang: Lang, silent: &str, miss: &OpenMiss) -> Entry {
    let say = app.words().of(lang);
    let base = &app.settings().base_url;
    let title = lines::title(say, miss.public, miss.published, miss.title.as_deref());
    let term = phrases::word(say, "term", miss.kind);
    let what = say.with("feed-miss", &[("authority", silent.into()), ("term", term.into())]);
    let at = atom_time(miss.at);
    let became = match (miss.met_late_on, miss.still_owed) {
        (Some(on), _) => say.with("feed-met-late", &[("date", say.date(on).into())]),
        (None, true) => say.t("feed-still-owed"),
        (None, false) => say.t("standing-cancelled"),
    };
    let body = html! {
        p { (title) }
        p { (say.with("feed-due", &[("date", say.date(miss.due).into())])) }
        p { (became) }
        @if let Some(on) = miss.annotated {
            p { (say.with("feed-annotated", &[("date", say.date(on).into())])) }
        }
    };
    Entry {
        title: Text::plain(what),
        id: urn(app, &format!("miss {}", miss.position)),
        updated: at,
        published: Some(at),
        authors: vec![Person { name: silent.to_owned(), ..Person::default() }],
        categories: vec![Category { term: miss.kind.to_string(), ..Category::default() }],
        links: vec![link("alternate", format!("{base}/{lang}/initiatives/{}", miss.initiative), "text/html")],
        content: Some(Content {
            value: Some(body.into_string()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}
