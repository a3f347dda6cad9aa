//! The frame of every page, and the small parts that pages are made of.

use axum::http::header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH, SET_COOKIE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::ViewError;
use maud::{DOCTYPE, Markup, html};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::cookies;
use crate::visitor::Visitor;
use crate::words::Lang;

/// A page on its way to a visitor.
pub(crate) struct Page<'v> {
    visitor: &'v Visitor,
    title: String,
    /// The part of the site it belongs to, marked in the navigation.
    section: &'static str,
    /// A link to a feed of what is shown.
    feed: Option<String>,
    /// What the script listens to while the page is open.
    live: Option<String>,
    status: StatusCode,
    /// Whether somebody who is not signed in gets a form on it.
    has_form: bool,
    cache_seconds: u32,
}

impl<'v> Page<'v> {
    pub(crate) fn new(visitor: &'v Visitor, section: &'static str, title: impl Into<String>) -> Self {
        Self {
            visitor,
            title: title.into(),
            section,
            feed: None,
            live: None,
            status: StatusCode::OK,
            has_form: false,
            cache_seconds: 0,
        }
    }

    pub(crate) fn feed(self, url: impl Into<String>) -> Self {
        Self { feed: Some(url.into()), ..self }
    }

    /// The address of a stream of events after which the script loads the page's
    /// parts marked `data-live` again.
    pub(crate) fn live(self, url: impl Into<String>) -> Self {
        Self { live: Some(url.into()), ..self }
    }

    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Gives somebody who is not signed in what his form is tied to.
    pub(crate) fn has_form(self) -> Self {
        Self { has_form: true, ..self }
    }

    /// For how long a proxy may show it to others who are not signed in.
    pub(crate) fn cached(self, seconds: u32) -> Self {
        Self { cache_seconds: seconds, ..self }
    }

    /// The answer. `body` is what stands in the middle.
    pub(crate) fn show(self, headers: Option<&HeaderMap>, body: Markup) -> Response {
        let html = self.frame(&body).into_string();
        let public = self.visitor.signed.is_none() && !self.has_form && self.status == StatusCode::OK;
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(html.as_bytes())[..12]));
        let same = headers
            .and_then(|headers| headers.get(IF_NONE_MATCH)?.to_str().ok())
            .is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
        let mut response = if public && same {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            (self.status, axum::response::Html(html)).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("Cookie"));
        if public {
            let cache = format!("public, max-age={}, stale-while-revalidate=60", self.cache_seconds);
            headers.insert(CACHE_CONTROL, HeaderValue::from_str(&cache).expect("it is ASCII"));
            headers.insert(ETAG, HeaderValue::from_str(&etag).expect("base64 is ASCII"));
        } else {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
        if let (true, None, Some(tie)) = (self.has_form, &self.visitor.signed, &self.visitor.tie) {
            headers.append(SET_COOKIE, cookies::set(cookies::FORM, tie, 86_400));
        }
        response
    }

    fn frame(&self, body: &Markup) -> Markup {
        let visitor = self.visitor;
        let say = visitor.say();
        let assets = visitor.app.assets();
        html! {
            (DOCTYPE)
            html lang=(visitor.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " — " (say.t("site-name")) }
                    link rel="stylesheet" href=(assets.url("style.css"));
                    link rel="icon" type="image/svg+xml" href=(assets.url("icon.svg"));
                    @if let Some(feed) = &self.feed {
                        link rel="alternate" type="application/atom+xml" title=(self.title) href=(feed);
                    }
                    link rel="alternate" hreflang=(visitor.lang.other()) href=(elsewhere(visitor));
                    script src=(assets.url("live.js")) defer {}
                    @if self.section == "submit" { script src=(assets.url("write.js")) defer {} }
                }
                body data-live-url=[self.live.as_deref()] {
                    a.skip href="#main" { (say.t("skip-to-content")) }
                    header.top {
                        div.wrap {
                            a.brand href=(visitor.to("/")) { (say.t("site-name")) }
                            (self.navigation())
                            (who(visitor))
                        }
                    }
                    (crate::pages::demonstration::notice(visitor))
                    @if views_stand(visitor) { div.demo role="status" { span { (say.t("views-stand")) } } }
                    main #main.wrap tabindex="-1" { (body) }
                    @if self.live.is_some() {
                        div #changed role="status" data-text=(say.t("page-changed")) data-again=(say.t("page-again")) {}
                    }
                    footer.bottom {
                        div.wrap {
                            nav aria-label=(say.t("nav-more")) {
                                a href=(visitor.to("/how")) { (say.t("nav-how")) }
                                a href=(visitor.to("/data")) { (say.t("nav-data")) }
                                a href="/api/docs/" { (say.t("nav-api")) }
                            }
                            p { (say.t("footer-record")) }
                        }
                    }
                }
            }
        }
    }

    /// How many notices wait in the cabinet.
    fn unread(&self, section: &str) -> Option<u64> {
        let signed = self.visitor.signed.as_ref().filter(|_| section == "cabinet")?;
        Some(signed.unread).filter(|unread| *unread > 0)
    }

    fn navigation(&self) -> Markup {
        let visitor = self.visitor;
        let say = visitor.say();
        let office = visitor.signed.as_ref().and_then(|signed| signed.office.as_ref());
        let resident = visitor.participant_id().is_some();
        let mut links = vec![
            ("initiatives", "/initiatives"),
            ("territories", "/territories"),
            ("authorities", "/authorities"),
            ("misses", "/misses"),
        ];
        if resident || visitor.signed.is_none() {
            links.push(("submit", "/submit"));
        }
        if resident {
            links.push(("cabinet", "/cabinet"));
        }
        if let Some(office) = office {
            use aggregates::official::Role;
            if office.works() {
                links.push(("desk", "/desk"));
            }
            if office.is(Role::Auditor) || office.is(Role::Administrator) {
                links.push(("audit", "/audit"));
            }
            if office.is(Role::Administrator) {
                links.push(("admin", "/admin"));
            }
        }
        html! {
            nav.main aria-label=(say.t("nav-main")) {
                @for (section, path) in links {
                    a href=(visitor.to(path)) aria-current=[(section == self.section).then_some("page")] {
                        (say.t(&format!("nav-{section}")))
                        @if let Some(unread) = self.unread(section) {
                            " " span.tag aria-label=(say.count("notices-unread", unread)) { (unread) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether pages do not show what was recorded last, and will not in a moment.
fn views_stand(visitor: &Visitor) -> bool {
    let trouble = visitor.app.engine().views().trouble();
    matches!(trouble, Some(ViewError::Unreadable { .. } | ViewError::Stopped { .. }))
}

/// Who is signed in, the other language, and the way in or out.
fn who(visitor: &Visitor) -> Markup {
    let say = visitor.say();
    let other = visitor.lang.other();
    html! {
        div.who {
            a.lang href=(elsewhere(visitor)) lang=(other) hreflang=(other) { (name_of(other)) }
            @match &visitor.signed {
                Some(signed) => {
                    a.name href=(visitor.to("/account")) {
                        @match (&signed.office, &signed.participant) {
                            (Some(office), _) => (office.official.name.as_deref().unwrap_or_default()),
                            (None, Some(participant)) if participant.name.is_some() =>
                                (participant.name.as_deref().unwrap_or_default()),
                            (None, _) => (signed.account.login.as_deref().unwrap_or(&say.t("account"))),
                        }
                    }
                    form method="post" action=(visitor.to("/sign-out")) {
                        (csrf(visitor))
                        button.link { (say.t("sign-out")) }
                    }
                }
                None => a href=(visitor.to("/sign-in")) { (say.t("sign-in")) },
            }
        }
    }
}

/// What a language calls itself.
pub(crate) fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => "Русский",
        Lang::En => "English",
    }
}

/// The same page in the other language.
fn elsewhere(visitor: &Visitor) -> String {
    let rest = visitor.here.strip_prefix(&format!("/{}", visitor.lang)).unwrap_or("/");
    format!("/{}{rest}", visitor.lang.other())
}

/// The hidden field that shows where a form came from.
pub(crate) fn csrf(visitor: &Visitor) -> Markup {
    html! { input type="hidden" name="csrf" value=(visitor.csrf()); }
}

/// The hidden fields of a form that does something once: the token, an id for the
/// command, and the sequence at which the thing was seen.
pub(crate) fn once(visitor: &Visitor, expected: Option<u64>) -> Markup {
    let id: Uuid = visitor.app.engine().entropy().uuid_v4();
    html! {
        (csrf(visitor))
        input type="hidden" name="command_id" value=(id);
        @if let Some(expected) = expected { input type="hidden" name="expected" value=(expected); }
    }
}

/// A sentence that says why something was not done, where the eye falls first.
pub(crate) fn problem_box(visitor: &Visitor, problem: &crate::problem::Problem) -> Markup {
    html! {
        div.problem role="alert" tabindex="-1" autofocus {
            p { strong { (crate::pages::sentence(visitor, problem)) } }
            @if problem.code == "stale" { p { (visitor.say().t("stale-advice")) } }
        }
    }
}

/// Text with its paragraphs.
pub(crate) fn paragraphs(text: &str) -> Markup {
    html! { @for part in text.split('\n').map(str::trim).filter(|part| !part.is_empty()) { p { (part) } } }
}
