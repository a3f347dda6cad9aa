//! Who asks, and in which language.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use aggregates::ids::{AuthorityId, OfficialId, ParticipantId};
use aggregates::official::Role;
use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::Account;
use engine::Caller;
use jiff::civil::Date;
use projections::directory;
use projections::initiative::Page;

use crate::app::App;
use crate::cookies;
use crate::problem::Problem;
use crate::words::{Lang, Say};

/// Whoever opened a page or sent a form.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) app: App,
    pub(crate) lang: Lang,
    /// The path and query of the address, to come back to.
    pub(crate) here: String,
    /// Who he is, if he is signed in.
    pub(crate) signed: Option<Signed>,
    /// The cookie that his forms are tied to: the session's, or one for the nameless.
    pub(crate) tie: Option<String>,
    /// Where he calls from.
    pub(crate) address: IpAddr,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    pub(crate) account: Account,
    /// The resident, organisation or TOS body that he is.
    pub(crate) participant: Option<directory::Participant>,
    /// The official that he is, with what he holds today.
    pub(crate) office: Option<Office>,
    /// Notices of his that he has not seen.
    pub(crate) unread: u64,
}

/// An official at his desk today.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    pub(crate) official: directory::Official,
    pub(crate) authority: directory::Authority,
    /// Today where his authority is.
    pub(crate) today: Date,
}

impl Office {
    pub(crate) fn id(&self) -> OfficialId {
        self.official.id
    }

    pub(crate) fn authority_id(&self) -> &AuthorityId {
        &self.authority.id
    }

    /// Whether he may act in a role today. A head may all that a clerk may.
    pub(crate) fn is(&self, role: Role) -> bool {
        self.official.dismissed_on.is_none_or(|on| self.today <= on)
            && self.official.may_act_as(role, self.today)
    }

    /// Whether he works on cases: clerk, officer or head.
    pub(crate) fn works(&self) -> bool {
        self.is(Role::Clerk)
    }
}

impl Visitor {
    /// The texts of his language.
    pub(crate) fn say(&self) -> Say<'_> {
        self.app.words().of(self.lang)
    }

    /// An address of a page in his language: `/initiatives` → `/ru/initiatives`.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("/{}{path}", self.lang)
    }

    /// The visitor with something his forms can be tied to, also if he is not signed in.
    /// The page has to say [`has_form`](crate::layout::Page::has_form).
    pub(crate) fn tied(mut self) -> Self {
        let app = &self.app;
        self.tie.get_or_insert_with(|| URL_SAFE_NO_PAD.encode(app.engine().entropy().bytes::<32>()));
        self
    }

    /// Whether all of an initiative's record is his to read, as far as it is not sealed:
    /// he is its author or stands behind it too, his authority has or had it or was asked
    /// for an opinion, or he audits or administers.
    pub(crate) fn sees_all_of(&self, page: &Page) -> bool {
        let Some(signed) = &self.signed else { return false };
        let concerned = signed.office.as_ref().is_some_and(|office| {
            let held = page.custody_history.iter().any(|held| held.custody.authority == office.authority.id);
            let asked = page.opinions.iter().any(|opinion| opinion.authority == office.authority.id);
            office.is(Role::Auditor) || office.is(Role::Administrator) || (office.works() && (held || asked))
        });
        self.stands_behind(page) || concerned
    }

    /// Whether he is its author or a co-initiator.
    pub(crate) fn stands_behind(&self, page: &Page) -> bool {
        self.participant_id().is_some_and(|id| page.author == Some(id) || page.co_initiators.contains(&id))
    }

    /// The token for his forms.
    pub(crate) fn csrf(&self) -> String {
        self.tie.as_deref().map(|tie| self.app.csrf().token(tie)).unwrap_or_default()
    }

    /// Whether a token was made for his forms.
    pub(crate) fn holds(&self, token: &str) -> bool {
        self.tie.as_deref().is_some_and(|tie| self.app.csrf().holds(tie, token))
    }

    /// His account.
    ///
    /// # Errors
    ///
    /// If he is not signed in.
    pub(crate) fn signed(&self) -> Result<&Signed, Problem> {
        self.signed.as_ref().ok_or_else(Problem::sign_in)
    }

    /// The participant that he is.
    ///
    /// # Errors
    ///
    /// If he is not signed in, or is no participant.
    pub(crate) fn participant(&self) -> Result<&directory::Participant, Problem> {
        let found = self.signed()?.participant.as_ref();
        found
            .ok_or_else(|| Problem::forbidden("not_a_participant", "this is for residents and organisations"))
    }

    /// The official that he is.
    ///
    /// # Errors
    ///
    /// If he is not signed in, or holds no office today.
    pub(crate) fn office(&self) -> Result<&Office, Problem> {
        let found = self.signed()?.office.as_ref();
        found.ok_or_else(|| Problem::forbidden("not_an_official", "this is for officials"))
    }

    /// The official that he is, in a role.
    ///
    /// # Errors
    ///
    /// As [`Self::office`], and if he does not hold the role today.
    pub(crate) fn office_as(&self, role: Role) -> Result<&Office, Problem> {
        let office = self.office()?;
        if office.is(role) {
            return Ok(office);
        }
        Err(Problem::forbidden("wrong_role", "you do not hold the role that this needs today"))
    }

    pub(crate) fn participant_id(&self) -> Option<ParticipantId> {
        self.signed.as_ref().and_then(|signed| signed.participant.as_ref()).map(|participant| participant.id)
    }

    /// How the engine names him as a participant.
    ///
    /// # Errors
    ///
    /// As [`Self::participant`].
    pub(crate) fn as_participant(&self) -> Result<Caller, Problem> {
        Ok(Caller::Participant(self.participant()?.id))
    }

    /// How the engine names him as an official.
    ///
    /// # Errors
    ///
    /// As [`Self::office`].
    pub(crate) fn as_official(&self) -> Result<Caller, Problem> {
        Ok(Caller::Official(self.office()?.id()))
    }
}

/// Looks up what an account may be today; what waits for him is not counted.
///
/// # Errors
///
/// If the directory cannot be read.
pub(crate) fn signed(app: &App, account: Account) -> Result<Signed, Problem> {
    let now = app.engine().now();
    let (participant, official) = (account.participant, account.official);
    let (participant, office) = app.engine().views().read_now("directory", |view| {
        let participant = participant.map(|id| directory::participant(view, id, None)).transpose()?.flatten();
        let official = official.map(|id| directory::official(view, id, None)).transpose()?.flatten();
        let office = match official {
            Some(official) => {
                let authority = directory::authority(view, &official.authority, None)?;
                authority.map(|authority| {
                    let today = calendar::local_date(now, authority.utc_offset);
                    Office { official, authority, today }
                })
            }
            None => None,
        };
        Ok((participant, office))
    })?;
    let participant = participant.filter(|it| !it.erased);
    Ok(Signed { account, participant, office, unread: 0 })
}

/// The same for whoever looks at pages, which say how many notices wait for him.
async fn reader(app: &App, account: Account) -> Result<Signed, Problem> {
    let mut signed = signed(app, account)?;
    if let Some(participant) = &signed.participant {
        signed.unread = crate::pages::cabinet::unread(app, &signed.account, participant.id).await?;
    }
    Ok(signed)
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    /// Looked up once a request, however many of its layers ask.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, app)
            .await
            .unwrap_or_else(|never: Infallible| match never {});
        let accept = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let lang = Lang::of_path(uri.path()).unwrap_or_else(|| Lang::preferred(accept));
        let session = cookies::get(&parts.headers, cookies::SESSION);
        let account = match session {
            Some(secret) => app.desk().session(secret, app.engine().now()).await?,
            None => None,
        };
        let tie = match (&account, session) {
            (Some(_), Some(secret)) => Some(secret),
            (Some(_) | None, _) => cookies::get(&parts.headers, cookies::FORM),
        };
        let tie = tie.map(str::to_owned);
        let signed = match account {
            Some(account) => Some(reader(app, account).await?),
            None => None,
        };
        let here = uri.path_and_query().map_or_else(String::new, ToString::to_string);
        let address = address(parts, app.settings().behind_proxy);
        let visitor = Self { app: app.clone(), lang, here, signed, tie, address };
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

/// Where a request comes from; behind a proxy, what that proxy added last.
pub(crate) fn address(parts: &Parts, behind_proxy: bool) -> IpAddr {
    let forwarded = parts.headers.get("x-forwarded-for").filter(|_| behind_proxy);
    let forwarded = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
