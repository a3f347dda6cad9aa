//! What clerks, officers and heads do on a working day.

use std::collections::BTreeMap;

use aggregates::ids::{AuthorityId, InitiativeId};
use aggregates::initiative::event::{AppealOutcome, ReturnCause};
use aggregates::initiative::fields::{Channel, Labour, Money};
use aggregates::initiative::obligation::Standing;
use aggregates::initiative::stage::Awaited;
use aggregates::initiative::{Action, Initiative, Stage};
use aggregates::kept::{Private, Typed};
use aggregates::level::Level;
use aggregates::procedure::{TermKind, shipped_calendar};
use calendar::Calendar;
use engine::{Caller, Engine, Intent, Request};
use jiff::Span;
use jiff::civil::Date;

use crate::citizens::{Case, Citizens, author_step};
use crate::country::{Country, Diligence, Office};
use crate::dice::Dice;
use crate::run::{Report, SimulationError, tally};
use crate::texts::{self, note};

type Act = Action<Typed, Private>;

/// All offices of the country.
pub(crate) struct Offices {
    dice: Dice,
    calendar: Calendar,
    letters: BTreeMap<AuthorityId, u32>,
    /// The case that each authority reviewed last: another may be merged into it.
    reviewed: BTreeMap<AuthorityId, InitiativeId>,
}

/// Who takes a step.
#[derive(Clone, Copy)]
enum Hand {
    Clerk,
    Officer,
    Head,
}

impl Offices {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed, 4),
            calendar: shipped_calendar(),
            letters: BTreeMap::new(),
            reviewed: BTreeMap::new(),
        }
    }

    /// One day: authors answer every day, offices work on working days.
    pub(crate) async fn work(
        &mut self,
        engine: &Engine,
        country: &Country,
        citizens: &mut Citizens,
        today: Date,
        report: &mut Report,
    ) -> Result<(), SimulationError> {
        let mut requests = Vec::new();
        let works = self.calendar.is_working_day(today);
        for case in citizens.cases.iter_mut().filter(|case| !case.over) {
            let Some(state) = engine.initiative(case.id).await? else { continue };
            if let Some(action) = author_step(case, &state, &mut self.dice) {
                requests.push((request(case, Caller::Participant(case.author), action), ()));
                continue;
            }
            if works {
                self.letters_and_debts(country, case, &state, &mut requests);
                if let Some(step) = self.step(country, case, &state, today) {
                    requests.push((step, ()));
                }
            }
            let owed = state.obligations().iter().any(|it| it.is_running());
            case.over = state.stage().is_closed() && !owed;
        }
        tally(engine, requests, report).await?;
        Ok(())
    }

    /// What any authority still owes in this case, whoever has it now.
    fn letters_and_debts(
        &mut self,
        country: &Country,
        case: &Case,
        state: &Initiative,
        requests: &mut Vec<(Request, ())>,
    ) {
        let holder = state.custody().map(|custody| &custody.authority);
        for obligation in state.obligations().iter().filter(|it| it.is_open()) {
            let Some(authority) = obligation.term.obliged.authority() else { continue };
            let Some(office) = country.offices.get(authority) else { continue };
            let chance = office.diligence.chance();
            let nth = obligation.term.nth;
            let action = match obligation.term.kind {
                TermKind::Dispatch if self.dice.percent(chance) => {
                    let number = self.letters.entry(authority.clone()).or_default();
                    *number += 1;
                    let outgoing_number = format!("01-{number}");
                    Some(Act::DispatchAnswer {
                        nth: Some(nth),
                        outgoing_number,
                        channel: Channel::Paper,
                        letter: None,
                    })
                }
                TermKind::Opinion if self.dice.percent(chance / 2) => {
                    let agrees = self.dice.percent(75);
                    Some(Act::GiveOpinion {
                        agrees,
                        opinion: note("Рассмотрели, возражений по срокам нет, средства есть."),
                    })
                }
                _ if obligation.standing == Standing::Missed
                    && holder != Some(authority)
                    && self.dice.below(1000) < 4 =>
                {
                    Some(Act::FilePosition {
                        nth,
                        position: note("Позиция направлена с опозданием, считаем предложение выполнимым."),
                    })
                }
                _ => None,
            };
            requests.extend(action.map(|action| (request(case, office.hand(Hand::Clerk), action), ())));
        }
    }

    /// The next step of the authority that has it, if somebody gets to it today.
    fn step(&mut self, country: &Country, case: &Case, state: &Initiative, today: Date) -> Option<Request> {
        let custody = state.custody()?;
        let office = country.offices.get(&custody.authority)?;
        if custody.awaited == Awaited::Author || !self.dice.percent(self.eagerness(office, state.stage())) {
            return None;
        }
        let (hand, action) = match state.stage() {
            Stage::AwaitingRegistration { .. } => {
                let theme = state.theme().is_none().then(|| case.proposal.theme.parse().ok()).flatten();
                (Hand::Clerk, Act::Register { theme, national_project: None })
            }
            Stage::AwaitingPublication { level } => self.before_publication(country, case, state, level)?,
            Stage::UnderReview { level }
                if case.fate.private || !state.is_published() && !is_public(state) =>
            {
                self.answer(level)
            }
            Stage::UnderReview { level } => self.review(country, case, state, level, today)?,
            Stage::UnderAppeal { .. } => (Hand::Head, self.appeal()),
            Stage::InExecution => self.execution(case, state, today)?,
            Stage::Completed => (
                Hand::Officer,
                Act::PublishReport {
                    report: note("Работы приняты комиссией с участием жителей, смета исполнена."),
                    money: self.money(),
                    labour: Labour {
                        people: self.dice.between(3, 60) as u32,
                        hours: self.dice.between(10, 400) as u32,
                    },
                },
            ),
            Stage::Unknown
            | Stage::RevisionOffered
            | Stage::RevisionDrafting
            | Stage::Refused { .. }
            | Stage::Reported
            | Stage::Closed { .. } => return None,
        };
        Some(request(case, office.hand(hand), action))
    }

    fn eagerness(&self, office: &Office, stage: Stage) -> usize {
        let chance = office.diligence.chance();
        match stage {
            Stage::UnderReview { .. } => (chance / 4).max(1),
            Stage::UnderAppeal { .. } => (chance / 8).max(1),
            Stage::InExecution => 3,
            Stage::Unknown
            | Stage::AwaitingRegistration { .. }
            | Stage::AwaitingPublication { .. }
            | Stage::RevisionOffered
            | Stage::RevisionDrafting
            | Stage::Refused { .. }
            | Stage::Completed
            | Stage::Reported
            | Stage::Closed { .. } => match office.diligence {
                Diligence::Silent => 1,
                Diligence::Slow | Diligence::Steady => chance,
            },
        }
    }

    fn before_publication(
        &mut self,
        country: &Country,
        case: &Case,
        state: &Initiative,
        level: Level,
    ) -> Option<(Hand, Act)> {
        let clarified = state.obligations().iter().any(|it| it.term.kind == TermKind::Clarify);
        if let Some(ground) = case.fate.not_admitted {
            if ground == "N2" && !clarified {
                return Some((Hand::Clerk, clarification()));
            }
            let reasons = texts::reasons(&mut self.dice);
            return Some((Hand::Head, Act::NotAdmit { ground: ground.parse().ok()?, reasons, linked: None }));
        }
        if case.fate.clarified && !clarified {
            return Some((Hand::Clerk, clarification()));
        }
        if case.fate.forwarded && level == Level::Municipality && self.dice.percent(70) {
            let holder = &state.custody()?.authority;
            let to =
                country.towns.iter().map(|town| &town.authority).find(|authority| *authority != holder)?;
            return Some((
                Hand::Head,
                Act::Forward {
                    to: to.clone(), why: note("Участок лежит в границах соседнего района.")
                },
            ));
        }
        Some((Hand::Clerk, Act::Publish { fields: case.proposal.masked.clone() }))
    }

    fn review(
        &mut self,
        country: &Country,
        case: &Case,
        state: &Initiative,
        level: Level,
        today: Date,
    ) -> Option<(Hand, Act)> {
        if !state.is_published() {
            return Some((Hand::Clerk, Act::Publish { fields: case.proposal.masked.clone() }));
        }
        if let Some(beside) = self.beside_the_review(country, case, state, today) {
            return Some(beside);
        }
        if case.fate.heard && self.dice.percent(15) {
            let present = self.dice.between(12, 140) as u32;
            let votes_for = present * 2 / 3;
            return Some((
                Hand::Clerk,
                Act::RecordHearing {
                    held_on: today,
                    protocol: note(
                        "Собрание жителей рассмотрело предложение и поддержало его большинством голосов.",
                    ),
                    present,
                    votes_for,
                    votes_against: present / 5,
                },
            ));
        }
        if case.fate.extended && self.dice.percent(20) {
            return Some((
                Hand::Head,
                Act::Extend {
                    days: 30, reason: note("Запрошена смета у проектной организации.")
                },
            ));
        }
        if case.fate.asked_elsewhere && state.obligations().iter().all(|it| it.term.kind != TermKind::Opinion)
        {
            let holder = &state.custody()?.authority;
            let authority = country.offices.keys().find(|authority| *authority != holder)?.clone();
            return Some((
                Hand::Clerk,
                Act::RequestOpinion {
                    authority,
                    question: note("Просим дать заключение о сроках и средствах."),
                },
            ));
        }
        let comments = state.running(TermKind::Comments).map(|it| it.term.due.date);
        if comments.is_some_and(|until| today <= until) {
            return None;
        }
        self.decide(case, state, level, today)
    }

    /// What a desk does with a case without deciding it.
    fn beside_the_review(
        &mut self,
        country: &Country,
        case: &Case,
        state: &Initiative,
        today: Date,
    ) -> Option<(Hand, Act)> {
        let holder = state.custody()?.authority.clone();
        let office = country.offices.get(&holder)?;
        let merged_into = self.reviewed.insert(holder, case.id).filter(|other| *other != case.id);
        match self.dice.below(100) {
            0..12 if state.assigned().is_none() => {
                Some((Hand::Head, Act::Assign { official: office.officer }))
            }
            12..14 => {
                let theme = state.theme()?.clone();
                Some((Hand::Clerk, Act::Reclassify { theme, national_project: None, kind: state.kind()? }))
            }
            14..17 if case.fate.heard => Some((
                Hand::Clerk,
                Act::AnnounceHearing {
                    on: today.saturating_add(Span::new().days(6)),
                    starts_at: 18 * 60 + 30,
                    place: note("Дом культуры, малый зал."),
                },
            )),
            17..19 => merged_into.map(|into| (Hand::Head, Act::ProposeMerge { into })),
            _ => None,
        }
    }

    fn decide(&mut self, case: &Case, state: &Initiative, level: Level, today: Date) -> Option<(Hand, Act)> {
        let fate = &case.fate;
        let reasons = texts::reasons(&mut self.dice);
        if level == Level::Municipality && fate.revised && self.dice.percent(60) {
            return Some((
                Hand::Head,
                Act::OfferRevision {
                    what: note("Предлагаем разделить работы на два года и уточнить границы."),
                },
            ));
        }
        if level > Level::Municipality && fate.returned && self.dice.percent(60) {
            let cause = *self.dice.pick(&[
                ReturnCause::WithinItsPowers,
                ReturnCause::OpinionMissing,
                ReturnCause::WantsToAdopt,
            ]);
            return Some((Hand::Head, Act::Return { cause, reasons }));
        }
        if fate.decided_at > level && self.dice.percent(90) {
            let opinion = reasons;
            return Some((
                Hand::Head,
                if level == Level::Municipality { Act::PassUp { opinion } } else { Act::Endorse { opinion } },
            ));
        }
        if fate.adopted {
            let executor = self.executor(case, state)?;
            let until = today.saturating_add(Span::new().days(self.dice.between(40, 260) as i64));
            return Some((Hand::Head, Act::Adopt { reasons, executor, until }));
        }
        let letter = match level {
            Level::Municipality => "M",
            Level::Region => "R",
            Level::Federation => "F",
        };
        let number = *self.dice.pick(&[fate.ground, "5", "2"]);
        let link = (number == "4").then(|| note("Включено в программу благоустройства, раздел 3, пункт 14."));
        Some((Hand::Head, Act::Refuse { ground: format!("{letter}{number}").parse().ok()?, reasons, link }))
    }

    /// The authority itself, or one of another level that has agreed.
    fn executor(&mut self, _case: &Case, state: &Initiative) -> Option<AuthorityId> {
        Some(state.custody()?.authority.clone())
    }

    fn answer(&mut self, _level: Level) -> (Hand, Act) {
        let reasons = texts::reasons(&mut self.dice);
        let action = match self.dice.below(100) {
            0..85 => Act::Answer { answer: reasons },
            85..95 => match "L1".parse() {
                Ok(ground) => Act::LeaveWithoutAnswer { ground, reasons },
                Err(_) => Act::Answer { answer: reasons },
            },
            _ => Act::EndCorrespondence { reasons },
        };
        (Hand::Head, action)
    }

    fn appeal(&mut self) -> Act {
        let outcome = match self.dice.below(10) {
            0..6 => AppealOutcome::Dismissed,
            6..9 => AppealOutcome::Reconsider,
            _ => AppealOutcome::TakenOver,
        };
        Act::DecideAppeal { outcome, reasons: texts::reasons(&mut self.dice) }
    }

    fn execution(&mut self, case: &Case, state: &Initiative, today: Date) -> Option<(Hand, Act)> {
        let due = state.running(TermKind::Execution).map(|it| it.term.due.date);
        let near = due.is_none_or(|due| today >= due.saturating_sub(Span::new().days(20)));
        let action = if near && case.fate.abandoned {
            (
                Hand::Head,
                Act::AbandonExecution {
                    why: note("Подрядчик отказался от работ, средства возвращены в бюджет."),
                },
            )
        } else if near && self.dice.percent(12) {
            let until = due.unwrap_or(today).max(today).saturating_add(Span::new().days(60));
            (
                Hand::Head,
                Act::MoveExecutionTerm {
                    until, why: note("Поставка оборудования задержана заводом.")
                },
            )
        } else if near {
            (Hand::Officer, Act::Complete)
        } else {
            let works = note("Выполнена подготовка основания, закуплены материалы.");
            let labour =
                Labour { people: self.dice.between(2, 30) as u32, hours: self.dice.between(8, 200) as u32 };
            (Hand::Officer, Act::ReportProgress { works, money: self.money(), labour })
        };
        Some(action)
    }

    fn money(&mut self) -> Money {
        Money {
            local_budget: self.dice.below(40) as u64 * 50_000,
            regional_budget: self.dice.below(20) as u64 * 100_000,
            federal_budget: 0,
            contributions: self.dice.below(20) as u64 * 5_000,
        }
    }
}

impl Office {
    fn hand(&self, hand: Hand) -> Caller {
        Caller::Official(match hand {
            Hand::Clerk => self.clerk,
            Hand::Officer => self.officer,
            Hand::Head => self.head,
        })
    }
}

fn is_public(state: &Initiative) -> bool {
    state.procedure().is_none_or(|procedure| procedure.id.as_str() != "ru-appeal")
}

fn clarification() -> Act {
    Act::ReturnForClarification {
        questions: note("Уточните границы участка и приложите расчёт стоимости.")
    }
}

fn request(case: &Case, by: Caller, action: Act) -> Request {
    Request::new(by, Intent::Initiative { id: Some(case.id), procedure: None, action: Box::new(action) })
}
