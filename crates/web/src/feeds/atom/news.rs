//! `GET /feeds/….atom`: what happened to initiatives, from their publication on.

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{Channel, ENTRIES, entry};
use crate::app::App;
use crate::asked::Asked;
use crate::feeds::{Question, code_in};
use crate::open::reading::{self, Scope};
use crate::problem::Problem;

/// Of all of them.
pub(in crate::feeds) async fn of_all(
    State(app): State<App>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let title = app.words().of(question.lang()?).t("feed-initiatives");
    show(&app, &headers, question, Scope::default(), title, "/initiatives").await
}

/// Of those at home in a territory.
pub(in crate::feeds) async fn of_territory(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let id: TerritoryId = code_in(&file, ".atom")?;
    let name = reading::territory_name(app.engine().views(), id.clone()).await?;
    let name = name.ok_or_else(Problem::not_found)?;
    let title = app.words().of(question.lang()?).with("feed-territory", &[("name", name.into())]);
    let page = format!("/territories/{id}");
    show(&app, &headers, question, Scope { within: Some(id), ..Scope::default() }, title, &page).await
}

/// Of those that an authority has, had, or acted on.
pub(in crate::feeds) async fn of_authority(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let id: AuthorityId = code_in(&file, ".atom")?;
    let name = reading::authority_name(app.engine().views(), id.clone()).await?;
    let name = name.ok_or_else(Problem::not_found)?;
    let title = app.words().of(question.lang()?).with("feed-authority", &[("name", name.into())]);
    let page = format!("/authorities/{id}");
    show(&app, &headers, question, Scope { authority: Some(id), ..Scope::default() }, title, &page).await
}

/// Of one. Before it is published there is no feed of it.
pub(in crate::feeds) async fn of_initiative(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let id: InitiativeId = code_in(&file, ".atom")?;
    let scope = Scope { initiative: Some(id), ..Scope::default() };
    let newest = reading::news(app.engine().views(), scope.clone(), None, 1).await?;
    let newest = newest.items.into_iter().next().ok_or_else(Problem::not_found)?;
    let say = app.words().of(question.lang()?);
    let title = newest.title().map_or_else(|| say.t("redacted"), str::to_owned);
    let title = say.with("feed-initiative", &[("title", title.into())]);
    show(&app, &headers, question, scope, title, &format!("/initiatives/{id}")).await
}

async fn show(
    app: &App,
    headers: &HeaderMap,
    question: Question,
    scope: Scope,
    title: String,
    page: &str,
) -> Result<Response, Problem> {
    let lang = question.lang()?;
    let views = app.engine().views();
    let news = reading::news(views, scope, question.before, ENTRIES).await?;
    let names = reading::authority_names(views, news.items.iter().flat_map(entry::named).collect()).await?;
    let channel = Channel {
        app,
        lang,
        title,
        path: format!("/feeds{page}.atom"),
        page: page.to_owned(),
        before: question.before,
        next: news.next,
        entries: news.items.iter().map(|event| entry::of(app, lang, &names, event)).collect(),
    };
    channel.answer(headers).await
}
