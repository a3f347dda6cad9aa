//! The OpenID Connect provider that vouches for people: the way there and back.
//!
//! Authorization code flow with PKCE and nonce. What was asked stands in a cookie of the
//! browser that asked, for ten minutes and under our hash; nothing is kept here. The
//! provider's description and keys are read each time: nobody signs in so often that it
//! mattered, and keys change.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aggregates::ids::TerritoryId;
use aggregates::participant::Identity;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::Entropy;
use jiff::Timestamp;
use jiff::civil::Date;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreProviderMetadata};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl,
    LocalizedClaim, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::OpenId;
use crate::csrf::Csrf;
use crate::problem::Problem;

/// For how long somebody may stay at the provider, in seconds.
pub(crate) const PATIENCE_SECONDS: u32 = 600;
/// For how long the provider may take to answer us.
const ANSWER: Duration = Duration::from_secs(10);

/// What was asked of the provider.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    state: String,
    nonce: String,
    verifier: String,
    /// Where to go afterwards.
    pub(crate) next: Option<String>,
    /// The account that is to be linked, when somebody who is signed in asks.
    pub(crate) link: Option<Uuid>,
}

impl Asked {
    /// As a cookie carries it.
    pub(crate) fn signed(&self, csrf: &Csrf) -> String {
        let json = serde_json::to_vec(self).expect("it is made of what JSON can say");
        let payload = URL_SAFE_NO_PAD.encode(json);
        let mark = csrf.token(&format!("openid {payload}"));
        format!("{payload}.{mark}")
    }

    /// From the cookie, if it is ours.
    pub(crate) fn read(cookie: &str, csrf: &Csrf) -> Option<Self> {
        let (payload, mark) = cookie.split_once('.')?;
        if !csrf.holds(&format!("openid {payload}"), mark) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }
}

/// What the provider vouches for.
#[derive(Clone)]
pub(crate) struct Vouched {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    /// Surname, given names and birth date, if it told all of these.
    pub(crate) identity: Option<Identity>,
    /// Where he lives, if it told.
    pub(crate) residence: Option<TerritoryId>,
}

/// Claims beside the standard ones.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Extra {
    /// Отчество, where `middle_name` is not it.
    #[serde(default)]
    patronymic: Option<String>,
    /// The code of the territory where he lives.
    #[serde(default)]
    residence: Option<String>,
}

impl AdditionalClaims for Extra {}

/// The address at the provider to send the browser to, and what was asked.
///
/// # Errors
///
/// If the provider does not answer or is not described as it should be.
pub(crate) async fn begin(
    provider: &OpenId,
    back: &str,
    entropy: &Entropy,
    next: Option<String>,
    link: Option<Uuid>,
) -> Result<(String, Asked), Problem> {
    let random = || URL_SAFE_NO_PAD.encode(entropy.bytes::<32>());
    let (http, metadata) = discover(provider).await?;
    drop(http);
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(provider.client_id.clone()),
        Some(ClientSecret::new(provider.client_secret.clone())),
    )
    .set_redirect_uri(RedirectUrl::new(back.to_owned()).map_err(|error| misled(&error))?);
    let asked = Asked { state: random(), nonce: random(), verifier: random(), next, link };
    let verifier = PkceCodeVerifier::new(asked.verifier.clone());
    let (state, nonce) = (asked.state.clone(), asked.nonce.clone());
    let (url, _, _) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        )
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .url();
    Ok((url.to_string(), asked))
}

/// Whom the provider sent back with this code.
///
/// # Errors
///
/// If the state is another, or the provider does not stand by it.
pub(crate) async fn finish(
    provider: &OpenId,
    back: &str,
    asked: &Asked,
    state: &str,
    code: String,
) -> Result<Vouched, Problem> {
    if state != asked.state {
        return Err(expired());
    }
    let (http, metadata) = discover(provider).await?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(provider.client_id.clone()),
        Some(ClientSecret::new(provider.client_secret.clone())),
    )
    .set_redirect_uri(RedirectUrl::new(back.to_owned()).map_err(|error| misled(&error))?);
    let answer = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|error| misled(&error))?
        .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone()))
        .request_async(&http)
        .await
        .map_err(|error| misled(&error))?;
    let token = answer.id_token().ok_or_else(expired)?;
    let verifier = client.id_token_verifier();
    let claims = token.claims(&verifier, &Nonce::new(asked.nonce.clone())).map_err(|error| misled(&error))?;
    if let Some(expected) = claims.access_token_hash() {
        let (algorithm, key) = (token.signing_alg(), token.signing_key(&verifier));
        let algorithm = algorithm.map_err(|error| misled(&error))?;
        let key = key.map_err(|error| misled(&error))?;
        let found = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
        if found.map_err(|error| misled(&error))? != *expected {
            return Err(expired());
        }
    }
    let info: UserInfoClaims<Extra, CoreGenderClaim> = client
        .user_info(answer.access_token().clone(), Some(claims.subject().clone()))
        .map_err(|error| misled(&error))?
        .request_async(&http)
        .await
        .map_err(|error| misled(&error))?;
    Ok(vouched(provider, claims.subject().as_str(), &info))
}

fn vouched(provider: &OpenId, subject: &str, info: &UserInfoClaims<Extra, CoreGenderClaim>) -> Vouched {
    fn plain<T: Clone>(claim: Option<&LocalizedClaim<T>>) -> Option<T> {
        claim.and_then(|claim| claim.get(None).or_else(|| claim.iter().next().map(|(_, text)| text))).cloned()
    }
    let named = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let surname = plain(info.family_name()).and_then(|name| named(name.to_string()));
    let given_names = plain(info.given_name()).and_then(|name| named(name.to_string()));
    let middle = plain(info.middle_name()).and_then(|name| named(name.to_string()));
    let extra = info.additional_claims();
    let patronymic = extra.patronymic.clone().and_then(named).or(middle);
    let born = info.birthdate().and_then(|date| date.as_str().parse::<Date>().ok());
    let identity = match (surname, given_names, born) {
        (Some(surname), Some(given_names), Some(birth_date)) => {
            Some(Identity { surname, given_names, patronymic, birth_date })
        }
        (_, _, _) => None,
    };
    let residence = extra.residence.as_ref().and_then(|code| code.parse().ok());
    Vouched { issuer: provider.issuer.clone(), subject: subject.to_owned(), identity, residence }
}

async fn discover(provider: &OpenId) -> Result<(reqwest::Client, CoreProviderMetadata), Problem> {
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| misled(&error))?;
    let here = matches!(issuer.url().host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if issuer.url().scheme() != "https" && !here {
        return Err(Problem::unavailable("provider_unsafe", "the provider is not reached by https"));
    }
    // A provider that sends us elsewhere is not followed there.
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(ANSWER)
        .build()
        .map_err(|error| misled(&error))?;
    let metadata =
        CoreProviderMetadata::discover_async(issuer, &http).await.map_err(|error| misled(&error))?;
    Ok((http, metadata))
}

fn misled(error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::warn!(error, "the OpenID provider does not vouch");
    Problem::unavailable("provider_failed", "the provider does not answer as it should; try again shortly")
}

/// He took too long, or somebody else's answer came.
pub(crate) fn expired() -> Problem {
    Problem::bad("openid_expired", "signing in took too long; begin again")
}

/// People whom the provider vouched for and who have to say yet where they live. In this
/// process only, for a quarter of an hour: then they sign in again.
#[derive(Default)]
pub(crate) struct Newcomers {
    waiting: Mutex<HashMap<Uuid, (Timestamp, Vouched)>>,
}

/// As many may wait: more means somebody plays.
const WAITING_AT_MOST: usize = 10_000;
/// For so many seconds.
const WAIT_SECONDS: i64 = 900;

impl Newcomers {
    /// Keeps somebody for an account.
    pub(crate) fn keep(&self, account: Uuid, who: Vouched, now: Timestamp) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (since, _)| now.as_second() - since.as_second() < WAIT_SECONDS);
        if waiting.len() < WAITING_AT_MOST {
            waiting.insert(account, (now, who));
        }
    }

    /// Who waits under an account.
    pub(crate) fn get(&self, account: Uuid, now: Timestamp) -> Option<Vouched> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, who) = waiting.get(&account)?;
        (now.as_second() - since.as_second() < WAIT_SECONDS).then(|| who.clone())
    }

    /// He waits no more.
    pub(crate) fn forget(&self, account: Uuid) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_comes_back_from_our_cookie_only() {
        let csrf = Csrf::new(&Entropy::seeded(1));
        let asked = Asked {
            state: "a".into(),
            nonce: "b".into(),
            verifier: "c".into(),
            next: Some("/ru/cabinet".into()),
            link: None,
        };
        let cookie = asked.signed(&csrf);
        assert_eq!(Asked::read(&cookie, &csrf).unwrap().next.as_deref(), Some("/ru/cabinet"));
        let (payload, mark) = cookie.split_once('.').unwrap();
        assert!(Asked::read(&format!("{payload}x.{mark}"), &csrf).is_none());
        assert!(Asked::read(payload, &csrf).is_none());
        assert!(Asked::read(&cookie, &Csrf::new(&Entropy::seeded(2))).is_none());
    }

    #[test]
    fn a_newcomer_is_forgotten_after_a_quarter_of_an_hour() {
        let newcomers = Newcomers::default();
        let who = Vouched { issuer: "i".into(), subject: "s".into(), identity: None, residence: None };
        let start: Timestamp = "2027-01-11T08:00:00Z".parse().unwrap();
        newcomers.keep(Uuid::nil(), who, start);
        let later = |seconds| start + jiff::SignedDuration::from_secs(seconds);
        assert!(newcomers.get(Uuid::nil(), later(899)).is_some());
        assert!(newcomers.get(Uuid::nil(), later(900)).is_none());
    }
}
