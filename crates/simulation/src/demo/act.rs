//! A step of the texts becomes requests of whoever has to take it.

use aggregates::assessment::{self, Score};
use aggregates::ids::{AuthorityId, CommentId, TextId};
use aggregates::initiative::fields::{Channel, CorrectedField, Fields};
use aggregates::initiative::{Action, Initiative};
use aggregates::kept::{Private, Typed};
use aggregates::procedure::{TermKind, themes};
use aggregates::{comment, support};
use engine::{Caller, Engine, EngineError, Intent, Request};
use jiff::Span;
use jiff::civil::Date;

use super::crowd::{by_himself, from_a_sheet};
use super::days::Days;
use super::error::DemoError;
use super::offices::{Office, Offices};
use super::people::People;
use super::ready::{debt, missed};
use super::story::{Act, Step};
use super::tale::{Tale, initiative_id};
use crate::initiatives::command_id;
use crate::run::SimulationError;

type Deed = Action<Typed, Private>;

/// What a step needs besides the initiative.
pub(super) struct Scene<'a> {
    pub(super) engine: &'a Engine,
    pub(super) days: &'a Days,
    pub(super) offices: &'a Offices,
    pub(super) people: &'a People,
    pub(super) today: Date,
}

impl Scene<'_> {
    /// The requests of a step: one, but for what several people do.
    pub(super) async fn requests(
        &self,
        tale: &mut Tale<'_>,
        state: &Initiative,
        step: &Step,
    ) -> Result<Vec<Request>, SimulationError> {
        let mut requests = match &step.act {
            Act::Redact { field, masked, basis } => {
                let text = self.key_of(tale, field).await?;
                let masked = Some(typed(masked));
                vec![
                    self.office(tale, state)?
                        .clerk(tale, Deed::Redact { text, masked, spans: Vec::new(), basis: *basis }),
                ]
            }
            act => match self.many(tale, state, act)? {
                Some(requests) => requests,
                None => vec![self.one(tale, state, act)?],
            },
        };
        if let Some(back) = step.dated_back {
            for request in &mut requests {
                request.done_on = Some(self.days.before(self.today, back));
            }
        }
        Ok(requests)
    }

    /// What neighbours do.
    fn many(
        &self,
        tale: &mut Tale<'_>,
        state: &Initiative,
        act: &Act,
    ) -> Result<Option<Vec<Request>>, DemoError> {
        let id = tale.id;
        Ok(Some(match act {
            Act::Comment { text, by } => {
                let by = match by {
                    Some(login) => self.people.called(login).ok_or_else(|| unknown(tale, login))?,
                    None => tale.voice(),
                };
                let comment = CommentId(command_id(&["demo", "comment", &id.to_string(), text]));
                tale.comment = Some(comment);
                let action = comment::Action::Receive { text: typed(text) };
                let what = Intent::Comment { id: Some(comment), initiative: id, action };
                vec![Request::new(Caller::Participant(by), what)]
            }
            Act::Support { by } => {
                let by = self.people.called(by).ok_or_else(|| unknown(tale, by))?;
                vec![by_himself(id, by, support::Action::Give { channel: Channel::Web })]
            }
            Act::WithholdComment { basis } => {
                let action = comment::Action::Withhold { basis: *basis };
                let what = Intent::Comment { id: tale.comment, initiative: id, action };
                vec![Request::new(Caller::Official(self.office(tale, state)?.0.clerk), what)]
            }
            Act::Assess { marks } => {
                let mark = |(stars, text): &(u8, String)| {
                    let score = Score::try_from(*stars).map_err(|_| unknown(tale, "a mark from 1 to 5"))?;
                    Ok((score, (!text.is_empty()).then(|| typed(text))))
                };
                let marks = marks.iter().map(mark).collect::<Result<Vec<_>, DemoError>>()?;
                let assess = |(score, text)| {
                    let action = assessment::Action::Assess { score, text };
                    Request::new(
                        Caller::Participant(tale.voice()),
                        Intent::Assessment { initiative: id, action },
                    )
                };
                marks.into_iter().map(assess).collect()
            }
            Act::Join { people } => (0..*people)
                .map(|_| {
                    let neighbour = Caller::Participant(tale.voice());
                    tale.request(neighbour, Deed::JoinAsCoInitiator { invitation: None })
                })
                .collect(),
            Act::Paper { people } => {
                let clerk = Caller::Official(self.office(tale, state)?.0.clerk);
                let first = tale.supporters;
                tale.supporters += people;
                tale.around[first..tale.supporters].iter().map(|it| from_a_sheet(id, clerk, *it)).collect()
            }
            Act::Confirm { people } => {
                let version = state.text_version();
                let action = support::Action::Confirm { version };
                tale.around[..*people].iter().map(|it| by_himself(id, *it, action.clone())).collect()
            }
            Act::Unsupport { people } => {
                let first = tale.supporters.saturating_sub(*people);
                let action = support::Action::Withdraw;
                tale.around[first..tale.supporters]
                    .iter()
                    .map(|it| by_himself(id, *it, action.clone()))
                    .collect()
            }
            _ => return Ok(None),
        }))
    }

    /// What one person does to the initiative itself.
    fn one(&self, tale: &Tale<'_>, state: &Initiative, act: &Act) -> Result<Request, DemoError> {
        let author = Caller::Participant(tale.author);
        let office = || self.office(tale, state);
        let in_days = |from: Date, days: i32| from.saturating_add(Span::new().days(days));
        Ok(match act {
            Act::Register => {
                let theme = tale.told.theme.clone();
                let national_project = themes().theme(&theme).and_then(|it| it.national_project.clone());
                office()?.clerk(tale, Deed::Register { theme: Some(theme), national_project })
            }
            Act::Publish => office()?.clerk(tale, Deed::Publish { fields: tale.masked() }),
            Act::NotAdmit { ground, reasons } => {
                let (ground, reasons) = (ground.clone(), typed(reasons));
                office()?.head(tale, Deed::NotAdmit { ground, reasons, linked: None })
            }
            Act::AskAuthor { questions } => {
                office()?.clerk(tale, Deed::ReturnForClarification { questions: typed(questions) })
            }
            Act::Clarify { answer } => {
                tale.request(author, Deed::Clarify { answer: typed(answer), fields: None })
            }
            Act::Forward { to, why } => {
                office()?.head(tale, Deed::Forward { to: to.clone(), why: typed(why) })
            }
            Act::Adopt { reasons, until, executor } => {
                let executor = executor.clone().map_or_else(|| self.holder(tale, state).cloned(), Ok)?;
                let until = self.days.after_today(*until);
                office()?.head(tale, Deed::Adopt { reasons: typed(reasons), executor, until })
            }
            Act::Refuse { ground, reasons, link } => {
                let link = link.as_deref().map(typed);
                office()?.head(tale, Deed::Refuse { ground: ground.clone(), reasons: typed(reasons), link })
            }
            Act::OfferRevision { what } => office()?.head(tale, Deed::OfferRevision { what: typed(what) }),
            Act::AcceptRevision => tale.request(author, Deed::AcceptRevision),
            Act::DeclineRevision => tale.request(author, Deed::DeclineRevision),
            Act::Revise { proposal } => {
                let written = tale.masked().unwrap_or_else(|| tale.fields());
                let fields = Fields { proposal: Some(typed(proposal)), ..written };
                tale.request(author, Deed::Revise { fields })
            }
            Act::PassUp { opinion } => office()?.head(tale, Deed::PassUp { opinion: typed(opinion) }),
            Act::Endorse { opinion } => office()?.head(tale, Deed::Endorse { opinion: typed(opinion) }),
            Act::Return { cause, reasons } => {
                office()?.head(tale, Deed::Return { cause: *cause, reasons: typed(reasons) })
            }
            Act::Appeal { reasons } => tale.request(author, Deed::Appeal { reasons: typed(reasons) }),
            Act::DecideAppeal { outcome, reasons } => {
                office()?.head(tale, Deed::DecideAppeal { outcome: *outcome, reasons: typed(reasons) })
            }
            Act::Progress { works, money, labour } => {
                let (works, money, labour) = (typed(works), *money, *labour);
                office()?.officer(tale, Deed::ReportProgress { works, money, labour })
            }
            Act::MoveTerm { until, why } => {
                let until = self.days.after_today(*until);
                office()?.head(tale, Deed::MoveExecutionTerm { until, why: typed(why) })
            }
            Act::Complete => office()?.officer(tale, Deed::Complete),
            Act::Abandon { why } => office()?.head(tale, Deed::AbandonExecution { why: typed(why) }),
            Act::Report { report, money, labour } => {
                let (report, money, labour) = (typed(report), *money, *labour);
                office()?.officer(tale, Deed::PublishReport { report, money, labour })
            }
            Act::Withdraw => tale.request(author, Deed::Withdraw),
            Act::StepDown => tale.request(author, Deed::StepDown),
            // The first of the voices joined before anybody else spoke up.
            Act::ReplaceAuthor => {
                let heir = tale.around[1 % tale.around.len()];
                tale.request(Caller::Participant(heir), Deed::ReplaceAuthor)
            }
            Act::ProposeMerge { into } => {
                office()?.head(tale, Deed::ProposeMerge { into: initiative_id(into) })
            }
            Act::AcceptMerge => tale.request(author, Deed::AcceptMerge),
            Act::DeclineMerge => tale.request(author, Deed::DeclineMerge),
            Act::Assign => {
                let office = office()?;
                let official = office.0.officer;
                office.head(tale, Deed::Assign { official })
            }
            Act::Reclassify { theme } => {
                let national_project = themes().theme(theme).and_then(|it| it.national_project.clone());
                let (theme, kind) = (theme.clone(), tale.told.kind);
                office()?.clerk(tale, Deed::Reclassify { theme, national_project, kind })
            }
            Act::Extend { days, reason } => {
                office()?.head(tale, Deed::Extend { days: *days, reason: typed(reason) })
            }
            Act::AskOpinion { of, question } => office()?
                .clerk(tale, Deed::RequestOpinion { authority: of.clone(), question: typed(question) }),
            Act::GiveOpinion { agrees, opinion } => {
                let asked =
                    state.obligations().iter().find(|it| it.is_open() && it.term.kind == TermKind::Opinion);
                let asked = asked.and_then(|it| it.term.obliged.authority());
                let asked = asked.ok_or_else(|| unknown(tale, "an authority that was asked"))?;
                self.office_of(tale, asked)?
                    .head(tale, Deed::GiveOpinion { agrees: *agrees, opinion: typed(opinion) })
            }
            Act::AnnounceHearing { in_days: later, from_today, at: (hour, minute), place } => {
                let on = match from_today {
                    Some(days) => self.days.after_today(*days),
                    None => in_days(self.today, later.unwrap_or(7)),
                };
                let starts_at = hour * 60 + minute;
                office()?.clerk(tale, Deed::AnnounceHearing { on, starts_at, place: typed(place) })
            }
            Act::RecordHearing { protocol, present, votes: (votes_for, votes_against) } => {
                let held_on = self.days.before(self.today, 1);
                let (present, votes_for, votes_against) = (*present, *votes_for, *votes_against);
                let protocol = typed(protocol);
                office()?
                    .clerk(tale, Deed::RecordHearing { held_on, protocol, present, votes_for, votes_against })
            }
            Act::FilePosition { position } => {
                let debt = debt(state).ok_or_else(|| unknown(tale, "a debt"))?;
                let debtor = debt.term.obliged.authority().ok_or_else(|| unknown(tale, "a debtor"))?;
                let position = typed(position);
                self.office_of(tale, debtor)?.clerk(tale, Deed::FilePosition { nth: debt.term.nth, position })
            }
            Act::AnnotateMiss { document } => {
                let miss = missed(state).ok_or_else(|| unknown(tale, "a miss"))?;
                let of = miss.term.obliged.authority().ok_or_else(|| unknown(tale, "a debtor"))?;
                let (nth, done_on, document) = (miss.term.nth, miss.term.due.date, typed(document));
                self.office_of(tale, of)?.head(tale, Deed::AnnotateMiss { nth, done_on, document })
            }
            Act::Correct { old, new, why } => {
                let (old, new, why) = (typed(old), typed(new), typed(why));
                office()?.head(tale, Deed::CorrectDecision { field: CorrectedField::Reasons, old, new, why })
            }
            Act::Answer { answer } => office()?.head(tale, Deed::Answer { answer: typed(answer) }),
            Act::Comment { .. }
            | Act::WithholdComment { .. }
            | Act::Assess { .. }
            | Act::Join { .. }
            | Act::Support { .. }
            | Act::Paper { .. }
            | Act::Confirm { .. }
            | Act::Unsupport { .. }
            | Act::Redact { .. } => return Err(unknown(tale, "a step of one person")),
        })
    }

    fn holder<'s>(&self, tale: &Tale<'_>, state: &'s Initiative) -> Result<&'s AuthorityId, DemoError> {
        state
            .custody()
            .map(|custody| &custody.authority)
            .ok_or_else(|| unknown(tale, "an authority that has it"))
    }

    fn office(&self, tale: &Tale<'_>, state: &Initiative) -> Result<Hands<'_>, DemoError> {
        self.office_of(tale, self.holder(tale, state)?)
    }

    fn office_of(&self, tale: &Tale<'_>, authority: &AuthorityId) -> Result<Hands<'_>, DemoError> {
        let office = self.offices.by_authority.get(authority);
        office.map(Hands).ok_or_else(|| unknown(tale, authority.as_str()))
    }

    /// The key of a field as it was submitted, which a clerk would find on its page.
    async fn key_of(&self, tale: &Tale<'_>, field: &str) -> Result<TextId, SimulationError> {
        let missing = || unknown(tale, field);
        let position = tale.first.ok_or_else(missing)?;
        let events = self.engine.journal().read(position - 1, 1).await.map_err(EngineError::from)?;
        let first = events.first().ok_or_else(missing)?;
        let payload: serde_json::Value = serde_json::from_str(&first.payload).map_err(|_| missing())?;
        let key = find(&payload, field).and_then(|key| key.parse().ok());
        Ok(key.ok_or_else(missing)?)
    }
}

/// The key of the open text under that name, wherever in the payload it stands.
fn find<'v>(value: &'v serde_json::Value, field: &str) -> Option<&'v str> {
    let object = value.as_object()?;
    let here = object.get(field).and_then(|it| it.get("$open")).and_then(serde_json::Value::as_str);
    here.or_else(|| object.values().find_map(|inside| find(inside, field)))
}

/// The people of an office at work on a case.
struct Hands<'o>(&'o Office);

impl Hands<'_> {
    fn clerk(&self, tale: &Tale<'_>, action: Deed) -> Request {
        tale.request(Caller::Official(self.0.clerk), action)
    }

    fn officer(&self, tale: &Tale<'_>, action: Deed) -> Request {
        tale.request(Caller::Official(self.0.officer), action)
    }

    fn head(&self, tale: &Tale<'_>, action: Deed) -> Request {
        tale.request(Caller::Official(self.0.head), action)
    }
}

fn unknown(tale: &Tale<'_>, name: &str) -> DemoError {
    DemoError::Unknown { initiative: tale.told.key.clone(), name: name.to_owned() }
}

fn typed(text: &str) -> Typed {
    Typed(text.to_owned())
}
