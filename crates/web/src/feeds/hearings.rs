//! `GET /feeds/hearings.ics`, `/feeds/territories/{code}/hearings.ics`: public hearings as
//! a calendar (RFC 5545), those of the last year and those to come.

use aggregates::ids::TerritoryId;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use calendar::UtcOffset;
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::{Timestamp, ToSpan};

use super::Question;
use super::answer::Version;
use crate::app::App;
use crate::asked::Asked;
use crate::open::{OpenHearing, reading};
use crate::problem::Problem;
use crate::words::Lang;

/// Hearings in a calendar.
const AT_MOST: u32 = 1000;
/// How long a proxy may show a calendar without asking, seconds.
const FRESH: u32 = 300;

/// Of all initiatives.
pub(super) async fn of_all(
    State(app): State<App>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let lang = question.lang()?;
    let title = app.words().of(lang).t("feed-hearings");
    show(&app, &headers, lang, None, &title).await
}

/// Of initiatives at home in a territory.
pub(super) async fn of_territory(
    State(app): State<App>,
    Path(code): Path<String>,
    headers: HeaderMap,
    Asked(question): Asked<Question>,
) -> Result<Response, Problem> {
    let lang = question.lang()?;
    let id: TerritoryId = code.parse().map_err(|_| Problem::not_found())?;
    let name = reading::territory_name(app.engine().views(), id.clone()).await?;
    let name = name.ok_or_else(Problem::not_found)?;
    let title = app.words().of(lang).with("feed-hearings-of", &[("name", name.into())]);
    show(&app, &headers, lang, Some(id), &title).await
}

async fn show(
    app: &App,
    headers: &HeaderMap,
    lang: Lang,
    within: Option<TerritoryId>,
    title: &str,
) -> Result<Response, Problem> {
    let views = app.engine().views();
    let today = calendar::local_date(app.engine().now(), UtcOffset::moscow());
    let hearings = reading::hearings(views, within, today.saturating_sub(1.year()), AT_MOST).await?;
    let mut calendar = Calendar::new();
    calendar.name(title);
    calendar.append_property(Property::new("PRODID", "-//Veche//Hearings//EN"));
    let mut modified = None;
    for hearing in &hearings {
        let announced = reading::recorded_at(views, hearing.position).await?;
        let recorded = match &hearing.protocol {
            Some(protocol) => reading::recorded_at(views, protocol.position).await?,
            None => None,
        };
        let changed = recorded.or(announced).unwrap_or(Timestamp::UNIX_EPOCH);
        modified = modified.max(Some(changed));
        calendar.push(event(app, lang, hearing, changed));
    }
    let text = calendar.done().to_string();
    let version = Version::of_bytes(text.as_bytes(), modified, FRESH);
    Ok(version.answer(headers, "text/calendar; charset=utf-8", || Body::from(text)))
}

fn event(app: &App, lang: Lang, hearing: &OpenHearing, changed: Timestamp) -> Event {
    let say = app.words().of(lang);
    let title = hearing.case.title.clone().unwrap_or_else(|| say.t("redacted"));
    let page = format!("{}/{lang}/initiatives/{}", app.settings().base_url, hearing.case.initiative);
    let uid = format!("hearing-{}@{}", hearing.position, app.engine().journal().identity().id);
    let mut event = Event::new();
    event
        .uid(&uid)
        .summary(&say.with("feed-hearing", &[("title", title.into())]))
        .url(&page)
        .add_property("DTSTAMP", utc(changed))
        .add_property("LAST-MODIFIED", utc(changed));
    match start(hearing) {
        Some(start) => event.add_property("DTSTART", utc(start)),
        // It was not announced: only the day is known.
        None => {
            let day = hearing.on.strftime("%Y%m%d").to_string();
            event.append_property(Property::new("DTSTART", day).add_parameter("VALUE", "DATE").done())
        }
    };
    if let Some(place) = &hearing.place {
        event.location(&place.text.clone().unwrap_or_else(|| say.t("redacted")));
    }
    if let Some(protocol) = &hearing.protocol {
        let counted = [
            ("present", protocol.present.into()),
            ("for", protocol.votes_for.into()),
            ("against", protocol.votes_against.into()),
        ];
        event.description(&say.with("feed-hearing-held", &counted));
    }
    event.done()
}

/// When it begins, where that was announced.
fn start(hearing: &OpenHearing) -> Option<Timestamp> {
    let minutes = i64::from(hearing.starts_at?);
    let midnight = calendar::midnight_after(hearing.on.yesterday().ok()?, hearing.utc_offset);
    midnight.checked_add(minutes.minutes()).ok()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
