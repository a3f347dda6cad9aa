//! Atom (RFC 4287), in pages (RFC 5005).

mod entry;
pub(super) mod misses;
pub(super) mod news;

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::answer::Version;
use crate::app::App;
use crate::open::reading;
use crate::problem::Problem;
use crate::words::Lang;

/// Entries on a page.
const ENTRIES: usize = 50;
/// How long a proxy may show a feed without asking, seconds.
const FRESH: u32 = 60;

/// A feed about to be written.
struct Channel<'a> {
    app: &'a App,
    lang: Lang,
    title: String,
    /// Its own address, without language and page.
    path: String,
    /// The page that shows the same to people, without its language.
    page: String,
    /// Where this page of the feed begins.
    before: Option<u64>,
    /// Where the next one begins.
    next: Option<u64>,
    entries: Vec<Entry>,
}

impl Channel<'_> {
    async fn answer(self, headers: &HeaderMap) -> Result<Response, Problem> {
        let newest = self.entries.iter().map(|entry| entry.updated).max();
        let updated = match newest {
            Some(newest) => newest,
            // Nothing happened yet: as old as the journal.
            None => {
                let founded = reading::recorded_at(self.app.engine().views(), 1).await?;
                atom_time(founded.unwrap_or(Timestamp::UNIX_EPOCH))
            }
        };
        let modified = Timestamp::from_second(updated.timestamp()).ok();
        let xml =
            self.feed(updated).write_to(Vec::new()).map_err(|error| Problem::failed(&error, "bad_feed"))?;
        let version = Version::of_bytes(&xml, modified, FRESH);
        Ok(version.answer(headers, "application/atom+xml; charset=utf-8", || Body::from(xml)))
    }

    fn feed(self, updated: FixedDateTime) -> Feed {
        let say = self.app.words().of(self.lang);
        let base = &self.app.settings().base_url;
        let address = |before: Option<u64>| {
            let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
            format!("{base}{}?lang={}{before}", self.path, self.lang)
        };
        let mut links = vec![
            link("self", address(self.before), "application/atom+xml"),
            link("first", address(None), "application/atom+xml"),
            link("alternate", format!("{base}/{}{}", self.lang, self.page), "text/html"),
            link("license", super::data::LICENCE_URL.to_owned(), "text/html"),
        ];
        links.extend(self.next.map(|next| link("next", address(Some(next)), "application/atom+xml")));
        let author = Person { name: say.t("site-name"), uri: Some(base.clone()), ..Person::default() };
        Feed {
            title: Text::plain(self.title),
            id: urn(self.app, &format!("feed {} {}", self.path, self.lang)),
            updated,
            authors: vec![author],
            generator: Some(Generator { value: "Veche".to_owned(), uri: None, version: None }),
            links,
            rights: Some(Text::plain(super::data::LICENCE_NAME)),
            lang: Some(self.lang.to_string()),
            entries: self.entries,
            ..Feed::default()
        }
    }
}

fn link(rel: &str, href: String, kind: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(kind.to_owned()), ..Link::default() }
}

/// A name for ever, also when the site moves to another address: of this journal, and of
/// what stands in it.
fn urn(app: &App, what: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(app.engine().journal().identity().id.as_bytes());
    hash.update(what.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes)
        .into_uuid()
        .urn()
        .encode_lower(&mut Uuid::encode_buffer())
        .to_owned()
}

fn atom_time(at: Timestamp) -> FixedDateTime {
    // Both are RFC 3339; a feed tells seconds.
    let text = Timestamp::from_second(at.as_second()).unwrap_or(at).to_string();
    text.parse().expect("a time prints as RFC 3339")
}
