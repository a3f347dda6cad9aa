//! Residents, organisations and TOS bodies: what they bring, support, answer and assess.

use std::sync::Arc;

use aggregates::assessment::{self, Score};
use aggregates::comment;
use aggregates::ids::{InitiativeId, ParticipantId};
use aggregates::initiative::fields::{Channel, Consents};
use aggregates::initiative::stage::SupportWindow;
use aggregates::initiative::{Action, Initiative, Stage, Submission};
use aggregates::level::Level;
use aggregates::procedure::TermKind;
use aggregates::support;
use engine::{Caller, Engine, Intent, Receipt, Request};

use crate::country::{Country, Town};
use crate::dice::Dice;
use crate::initiatives::command_id;
use crate::run::{Plan, SimulationError};
use crate::texts::{self, Proposal};

/// One initiative as its people see it.
pub(crate) struct Case {
    pub(crate) id: InitiativeId,
    pub(crate) author: ParticipantId,
    /// Index of the town it is about.
    pub(crate) town: usize,
    pub(crate) proposal: Proposal,
    pub(crate) fate: Fate,
    /// How many of the crowd have supported it.
    supporters: usize,
    pub(crate) over: bool,
}

/// What the dice say will become of it, if it comes that far.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// The lowest level that can decide it.
    pub(crate) decided_at: Level,
    pub(crate) adopted: bool,
    /// The ground on which it is not admitted.
    pub(crate) not_admitted: Option<&'static str>,
    pub(crate) clarified: bool,
    pub(crate) forwarded: bool,
    pub(crate) revised: bool,
    pub(crate) returned: bool,
    pub(crate) extended: bool,
    pub(crate) heard: bool,
    pub(crate) asked_elsewhere: bool,
    pub(crate) appeals: bool,
    pub(crate) abandoned: bool,
    /// People a day who come to support it while it is new.
    pub(crate) pull: usize,
    /// The refusal ground, without the level's letter.
    pub(crate) ground: &'static str,
    /// Under `ru-appeal`: how it ends.
    pub(crate) private: bool,
}

const NOT_ADMITTED: [&str; 9] = ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9"];
const GROUNDS: [&str; 5] = ["1", "2", "3", "4", "5"];

impl Fate {
    fn throw(dice: &mut Dice) -> Self {
        let decided_at = match dice.below(100) {
            0..62 => Level::Municipality,
            62..86 => Level::Region,
            _ => Level::Federation,
        };
        let pull = match dice.below(100) {
            0..55 => dice.below(2),
            55..88 => dice.between(2, 6),
            88..97 => dice.between(6, 20),
            _ => dice.between(30, 120),
        };
        Self {
            decided_at,
            adopted: dice.percent(55),
            not_admitted: dice.percent(9).then(|| *dice.pick(&NOT_ADMITTED)),
            clarified: dice.percent(12),
            forwarded: dice.percent(4),
            revised: dice.percent(9),
            returned: dice.percent(15),
            extended: dice.percent(10),
            heard: dice.percent(14),
            asked_elsewhere: dice.percent(10),
            appeals: dice.percent(35),
            abandoned: dice.percent(9),
            pull,
            ground: *dice.pick(&GROUNDS),
            private: false,
        }
    }
}

/// Everybody who is not an official.
pub(crate) struct Citizens {
    plan: Plan,
    pub(crate) cases: Vec<Case>,
    brought: usize,
    dice: Dice,
}

impl Citizens {
    pub(crate) fn new(plan: Plan, country: &Country, found: &[(InitiativeId, Arc<Initiative>)]) -> Self {
        let mut dice = Dice::new(plan.seed, 3);
        let cases = found
            .iter()
            .filter_map(|(id, state)| {
                let town =
                    country.towns.iter().position(|town| state.path().first() == Some(&town.territory))?;
                let proposal = texts::proposal(&mut dice);
                let fate = Fate::throw(&mut dice);
                Some(Case {
                    id: *id,
                    author: state.author()?,
                    town,
                    proposal,
                    fate,
                    supporters: 0,
                    over: false,
                })
            })
            .collect();
        Self { plan, cases, brought: 0, dice }
    }

    /// What people bring on this day.
    pub(crate) fn submissions(&mut self, country: &Country, day: u32) -> Vec<(Request, Case)> {
        let days = self.plan.days.max(1) as usize;
        // Most come in the first two thirds, so that there is time to see what becomes of them.
        let until = (days * 2 / 3).max(1);
        let due = self.plan.initiatives * (day as usize + 1).min(until) / until;
        let mut submissions = Vec::new();
        while self.brought < due {
            submissions.push(self.submission(country));
            self.brought += 1;
        }
        submissions
    }

    fn submission(&mut self, country: &Country) -> (Request, Case) {
        let dice = &mut self.dice;
        let town = dice.below(country.towns.len());
        let place = &country.towns[town];
        let proposal = texts::proposal(dice);
        let mut fate = Fate::throw(dice);
        fate.private = dice.percent(6);
        let channel = match dice.below(100) {
            0..80 => Channel::Web,
            80..95 => Channel::Paper,
            _ => Channel::Hearing,
        };
        let author = match place.tos {
            Some(tos) if dice.percent(15) => tos,
            Some(_) | None => {
                country.people[dice.between(place.people.start, place.people.end.saturating_sub(1))]
            }
        };
        let id =
            InitiativeId(command_id(&["brought", &self.plan.seed.to_string(), &self.brought.to_string()]));
        let consents = Consents {
            publish_text: fate.not_admitted != Some("N9"),
            pass_up: true,
            publish_name: dice.percent(40),
        };
        let on_paper = channel != Channel::Web || !consents.publish_text;
        let submission = Submission {
            kind: proposal.kind,
            home: place.territory.clone(),
            also_concerns: Vec::new(),
            author: Some(author),
            fields: proposal.fields.clone(),
            consents,
            channel: if on_paper && channel == Channel::Web { Channel::Paper } else { channel },
            received_on: None,
            origin: None,
            linked_from: None,
            letter: None,
            attachments: Vec::new(),
        };
        let by = if on_paper { clerk_of(country, place) } else { Caller::Participant(author) };
        let procedure = if fate.private { "ru-appeal" } else { "inverted-pyramid" };
        let what = Intent::Initiative {
            id: Some(id),
            procedure: procedure.parse().ok(),
            action: Box::new(Action::Submit(Box::new(submission))),
        };
        let mut request = Request::new(by, what);
        request.command_id = Some(command_id(&["bring", &id.to_string()]));
        (request, Case { id, author, town, proposal, fate, supporters: 0, over: false })
    }

    /// A case that was taken.
    pub(crate) fn remember(&mut self, _receipt: Receipt, case: Case) {
        self.cases.push(case);
    }

    /// What a crowd does on this day: supports, confirmations, withdrawals, comments, assessments.
    pub(crate) async fn crowd(
        &mut self,
        engine: &Engine,
        country: &Country,
        day: u32,
    ) -> Result<Vec<Request>, SimulationError> {
        let at = engine.clock().now();
        let mut requests = Vec::new();
        let storm = day % 30 == 12;
        for (number, case) in
            self.cases.iter_mut().enumerate().filter(|(_, case)| !case.over && !case.fate.private)
        {
            if case.fate.pull == 0 && !self.dice.percent(4) {
                continue;
            }
            let Some(seen) = engine.initiative(case.id).await? else { continue };
            if let Some(version) = seen.supports_version(at) {
                let pull = if storm && case.fate.pull > 20 { case.fate.pull * 8 } else { case.fate.pull };
                let coming = self.dice.between(pull / 2, pull + 1);
                let before = case.supporters;
                for supporter in before..(before + coming).min(country.people.len()) {
                    let person = supporter_of(country, case.town, number, supporter);
                    requests.push(support(case.id, person, support::Action::Give { channel: Channel::Web }));
                    case.supporters += 1;
                }
                if version > 1 && case.supporters > 0 {
                    for _ in 0..3 {
                        let person =
                            supporter_of(country, case.town, number, self.dice.below(case.supporters));
                        requests.push(support(case.id, person, support::Action::Confirm { version }));
                    }
                }
                if case.supporters > 3 && self.dice.percent(6) {
                    let person = supporter_of(country, case.town, number, self.dice.below(case.supporters));
                    requests.push(support(case.id, person, support::Action::Withdraw));
                }
            }
            if seen.comments_open(at) && self.dice.percent(2) {
                let person = supporter_of(country, case.town, number, self.dice.below(country.people.len()));
                let action = Box::new(Action::JoinAsCoInitiator { invitation: None });
                let what = Intent::Initiative { id: Some(case.id), procedure: None, action };
                requests.push(Request::new(Caller::Participant(person), what));
            }
            if seen.comments_open(at) && self.dice.percent(5) {
                let person = supporter_of(country, case.town, number, self.dice.below(country.people.len()));
                let action = comment::Action::Receive { text: texts::remark(&mut self.dice) };
                requests.push(Request::new(
                    Caller::Participant(person),
                    Intent::Comment { id: None, initiative: case.id, action },
                ));
            }
            if seen.stage() == Stage::Reported && self.dice.percent(30) {
                let person = supporter_of(country, case.town, number, self.dice.below(country.people.len()));
                let Ok(score) = Score::try_from(self.dice.between(2, 5) as u8) else { continue };
                let action = assessment::Action::Assess { score, text: None };
                requests.push(Request::new(
                    Caller::Participant(person),
                    Intent::Assessment { initiative: case.id, action },
                ));
            }
        }
        Ok(requests)
    }
}

/// What the author does when he is asked, or wants to.
pub(crate) fn author_step(
    case: &Case,
    state: &Initiative,
    dice: &mut Dice,
) -> Option<Action<aggregates::kept::Typed, aggregates::kept::Private>> {
    let note = texts::note;
    match state.stage() {
        Stage::AwaitingPublication { .. } | Stage::UnderReview { .. }
            if state.running(TermKind::Clarify).is_some() =>
        {
            dice.percent(18).then(|| Action::Clarify {
                answer: note("Уточняем: речь о всём участке, расчёт прилагаем."),
                fields: None,
            })
        }
        Stage::RevisionOffered if dice.percent(25) => {
            Some(if dice.percent(70) { Action::AcceptRevision } else { Action::DeclineRevision })
        }
        Stage::RevisionDrafting if dice.percent(12) => {
            let mut fields = case.proposal.masked.clone().unwrap_or_else(|| case.proposal.fields.clone());
            fields.proposal = Some(note("Работы разделить на два года, начать с самого опасного участка."));
            Some(Action::Revise { fields })
        }
        Stage::Refused { level, .. }
            if level < Level::Federation && case.fate.appeals && dice.percent(20) =>
        {
            Some(Action::Appeal {
                reasons: note("В отказе не разобраны наши доводы и протокол слушаний.")
            })
        }
        Stage::UnderReview { .. } if state.merge_into().is_some() && dice.percent(30) => {
            Some(if dice.percent(60) { Action::AcceptMerge } else { Action::DeclineMerge })
        }
        Stage::AwaitingRegistration { .. } | Stage::UnderReview { .. } if dice.below(2500) == 0 => {
            let opened = !matches!(state.window(), SupportWindow::NotOpened);
            Some(if opened && dice.percent(50) { Action::StepDown } else { Action::Withdraw })
        }
        Stage::Unknown
        | Stage::AwaitingRegistration { .. }
        | Stage::AwaitingPublication { .. }
        | Stage::UnderReview { .. }
        | Stage::RevisionOffered
        | Stage::RevisionDrafting
        | Stage::Refused { .. }
        | Stage::UnderAppeal { .. }
        | Stage::InExecution
        | Stage::Completed
        | Stage::Reported
        | Stage::Closed { .. } => None,
    }
}

fn support(initiative: InitiativeId, person: ParticipantId, action: support::Action) -> Request {
    let what = Intent::Support { initiative, supporter: None, tag: None, action };
    Request::new(Caller::Participant(person), what)
}

fn clerk_of(country: &Country, town: &Town) -> Caller {
    country.offices.get(&town.authority).map_or(Caller::Installation, |office| Caller::Official(office.clerk))
}

/// The n-th supporter of a case: first the town's own people, then everybody else,
/// each once, starting somewhere else for each case.
fn supporter_of(country: &Country, town: usize, case: usize, nth: usize) -> ParticipantId {
    let own = &country.towns[town].people;
    let local = own.len().max(1);
    // Two of three are from the town, as long as it has people left.
    let (round, third) = (nth / 3, nth % 3);
    let local_nth = round * 2 + third;
    let number = if third < 2 && local_nth < local {
        own.start + (local_nth + case * 31) % local
    } else {
        (own.end + case * 17 + nth) % country.people.len()
    };
    country.people[number.min(country.people.len() - 1)]
}
