//! A sheet into the record: each line becomes a support, or says why not.
//!
//! People who are not known yet are registered as seen by the clerk who has the sheet.
//! Everything goes to the engine in three batches, under ids that follow from the sheet
//! and the line: a sheet sent twice is counted once.

use std::collections::HashMap;

use aggregates::ids::{InitiativeId, ParticipantId, TerritoryId};
use aggregates::initiative::fields::Channel;
use aggregates::participant::{Identity, ParticipantKind};
use aggregates::support;
use engine::{Caller, EngineError, Intent, Receipt, Request};
use jiff::civil::Date;
use uuid::Uuid;
use vault::IdentityKey;

use super::line::{Fault, Signed, read};
use crate::app::{App, PATIENCE};
use crate::pages::intake::derived;
use crate::pages::intake::known::Newcomer;
use crate::problem::Problem;

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// It counts.
    Valid,
    /// He supports it already, on paper or on the web.
    Duplicate,
    /// The same person stands in an earlier line of this sheet.
    Repeated {
        line: usize,
    },
    Unreadable(Fault),
    /// The place is not known here.
    UnknownPlace,
    /// He does not live there.
    NotResident,
    UnderAge,
    /// The engine says no.
    Refused(Problem),
}

impl Verdict {
    /// Whether the line is to be looked at again.
    pub(super) const fn can_be_mended(&self) -> bool {
        match self {
            Self::Unreadable(_) | Self::UnknownPlace | Self::NotResident | Self::Refused(_) => true,
            Self::Valid | Self::Duplicate | Self::Repeated { .. } | Self::UnderAge => false,
        }
    }
}

/// A sheet as it is to be entered.
pub(super) struct Sheet<'s> {
    pub(super) initiative: InitiativeId,
    /// Names this sheet: the id of the form.
    pub(super) batch: Uuid,
    pub(super) by: Caller,
    pub(super) today: Date,
    pub(super) channel: Channel,
    /// Where those live whose line says nothing.
    pub(super) home: TerritoryId,
    /// What a name of a place means.
    pub(super) places: &'s (dyn Fn(&str) -> Option<TerritoryId> + Sync),
    /// Whether somebody of that place is a resident; a sheet may take others too.
    pub(super) resident: &'s (dyn Fn(&TerritoryId) -> bool + Sync),
}

/// A line that can be entered.
struct Fit {
    /// Its place on the sheet.
    place: usize,
    him: ParticipantId,
    /// Who is to be registered first, if nobody knows him.
    newcomer: Option<(Identity, TerritoryId)>,
}

/// Enters the lines; gives a verdict for each.
///
/// # Errors
///
/// If the vault cannot be asked; nothing is recorded then.
pub(super) async fn enter(app: &App, sheet: &Sheet<'_>, lines: &[&str]) -> Result<Vec<Verdict>, Problem> {
    let mut verdicts: Vec<Option<Verdict>> = Vec::with_capacity(lines.len());
    let mut fit = Vec::new();
    let mut seen: HashMap<IdentityKey, usize> = HashMap::new();
    for (place, line) in lines.iter().enumerate() {
        let verdict = match look(app, sheet, line, place, &mut seen).await? {
            Ok(line) => {
                fit.push(line);
                None
            }
            Err(verdict) => Some(verdict),
        };
        verdicts.push(verdict);
    }
    for (place, verdict) in record(app, sheet, fit).await {
        verdicts[place] = Some(verdict);
    }
    Ok(verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Unreadable(Fault::Name))).collect())
}

/// Reads a line and looks up who it is.
async fn look(
    app: &App,
    sheet: &Sheet<'_>,
    line: &str,
    place: usize,
    seen: &mut HashMap<IdentityKey, usize>,
) -> Result<Result<Fit, Verdict>, Problem> {
    let Signed { identity, place: lives } = match read(line, sheet.today) {
        Ok(signed) => signed,
        Err(fault) => return Ok(Err(Verdict::Unreadable(fault))),
    };
    let residence = match lives {
        Some(lives) => match (sheet.places)(&lives) {
            Some(residence) => residence,
            None => return Ok(Err(Verdict::UnknownPlace)),
        },
        None => sheet.home.clone(),
    };
    let vault = app.engine().vault();
    let key = vault.identity_key(&identity, 0);
    if let Some(earlier) = seen.get(&key) {
        return Ok(Err(Verdict::Repeated { line: earlier + 1 }));
    }
    if !(sheet.resident)(&residence) {
        return Ok(Err(Verdict::NotResident));
    }
    seen.insert(key, place);
    if let Some(him) = vault.participant_by_identity(key).await.map_err(EngineError::Vault)? {
        return Ok(Ok(Fit { place, him, newcomer: None }));
    }
    // Nobody is registered for a support that he may not give.
    if identity.age().sixteen_on > sheet.today {
        return Ok(Err(Verdict::UnderAge));
    }
    let name =
        [&identity.surname, &identity.given_names, identity.patronymic.as_ref().unwrap_or(&String::new())]
            .map(|part| part.to_lowercase())
            .join(" ");
    let him = derived(sheet.batch, &["person", &name, &identity.birth_date.to_string()]);
    Ok(Ok(Fit { place, him: ParticipantId(him), newcomer: Some((identity, residence)) }))
}

/// Registers, verifies, supports: what looks at a stream that the same batch wrote has to
/// wait for it, so each step is a batch of its own.
async fn record(app: &App, sheet: &Sheet<'_>, fit: Vec<Fit>) -> Vec<(usize, Verdict)> {
    let (mut register, mut verify, mut give) = (Vec::new(), Vec::new(), Vec::new());
    for Fit { place, him, newcomer } in fit {
        if let Some((identity, residence)) = newcomer {
            let newcomer = Newcomer {
                kind: ParticipantKind::Person,
                name: None,
                identity: Some(identity),
                namesake: 0,
                residence,
                seen_on: sheet.today,
            };
            let [first, second] = newcomer.requests(sheet.by, him);
            register.push((place, first));
            verify.push((place, second));
        }
        let what = Intent::Support {
            initiative: sheet.initiative,
            supporter: Some(him),
            tag: None,
            action: support::Action::Give { channel: sheet.channel },
        };
        let command_id = Some(derived(sheet.batch, &["support", &him.0.to_string()]));
        give.push((place, Request { command_id, ..Request::new(sheet.by, what) }));
    }
    let mut verdicts = Vec::new();
    let mut last = 0;
    for (batch, is_support) in [(register, false), (verify, false), (give, true)] {
        let failed = |verdicts: &[(usize, Verdict)], place| verdicts.iter().any(|(other, _)| *other == place);
        let (places, requests): (Vec<usize>, Vec<Request>) =
            batch.into_iter().filter(|(place, _)| !failed(&verdicts, *place)).unzip();
        for (place, done) in places.into_iter().zip(app.engine().execute_all(requests).await) {
            match done {
                Ok(Receipt { last: position, .. }) => {
                    last = last.max(position);
                    if is_support {
                        verdicts.push((place, Verdict::Valid));
                    }
                }
                Err(error) => verdicts.push((place, refused(error))),
            }
        }
    }
    if let Err(error) = app.engine().views().wait_for(last, PATIENCE).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the views are behind");
    }
    verdicts
}

fn refused(error: EngineError) -> Verdict {
    match error.code() {
        "already_supported" => Verdict::Duplicate,
        "under_age" => Verdict::UnderAge,
        _ => Verdict::Refused(error.into()),
    }
}
