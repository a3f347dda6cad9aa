//! An oracle of concurrency: many race on two nodes to support, take back, close and merge the
//! same initiatives. Afterwards the history is compared with a sequential model of our own, which
//! knows the rules in a few lines and nothing of the aggregates.
//!
//! What was done has its place in the one order, so the order need not be guessed: each event must
//! be possible where it stands, stand there after its command came and before it was answered, and
//! belong to exactly one answer. What was refused must have been impossible at some moment between.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use engine::{Engine, EngineError};
use journal::Recorded;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::engine::world::{SURGUT, World, head, request, resident, support};

/// What somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Attempt {
    /// A resident supports it.
    Give(u128),
    /// A resident takes his support back.
    TakeBack(u128),
    /// Its author withdraws it.
    Close,
    /// The head proposes to merge it into another.
    Propose(Uuid),
    /// Its author agrees.
    Accept,
    /// Its author does not.
    Decline,
}

/// One attempt and its answer.
#[derive(Debug)]
struct Call {
    initiative: Uuid,
    attempt: Attempt,
    /// The journal's head before and after.
    between: (u64, u64),
    answer: Result<(u64, u64, String), String>,
}

/// What the model knows of one initiative.
#[derive(Clone, Debug, Default)]
struct Model {
    closed: bool,
    merging_into: Option<Uuid>,
    supporters: BTreeSet<u128>,
}

impl Model {
    /// Why it is impossible now; nothing if it is possible. `other` is where it would go.
    fn refuses(&self, attempt: Attempt, other: Option<&Model>) -> Option<&'static [&'static str]> {
        let ended = other.is_some_and(|other| other.closed);
        match attempt {
            Attempt::Give(who) if self.supporters.contains(&who) => Some(&["already_supported"]),
            Attempt::Give(_) if self.closed => Some(&["support_closed"]),
            Attempt::TakeBack(who) if !self.supporters.contains(&who) => Some(&["nothing_to_withdraw"]),
            Attempt::TakeBack(_) if self.closed => Some(&["withdrawal_closed"]),
            Attempt::Close | Attempt::Propose(_) | Attempt::Accept | Attempt::Decline if self.closed => {
                Some(&["wrong_stage"])
            }
            Attempt::Propose(_) if self.merging_into.is_some() => Some(&["already_done"]),
            Attempt::Propose(_) if ended => Some(&["not_mergeable"]),
            Attempt::Accept | Attempt::Decline if self.merging_into.is_none() => Some(&["no_running_term"]),
            Attempt::Accept if ended => Some(&["not_mergeable"]),
            Attempt::Give(_)
            | Attempt::TakeBack(_)
            | Attempt::Close
            | Attempt::Propose(_)
            | Attempt::Accept
            | Attempt::Decline => None,
        }
    }

    fn does(&mut self, attempt: Attempt) {
        match attempt {
            Attempt::Give(who) => _ = self.supporters.insert(who),
            Attempt::TakeBack(who) => _ = self.supporters.remove(&who),
            Attempt::Propose(into) => self.merging_into = Some(into),
            Attempt::Decline => self.merging_into = None,
            Attempt::Close | Attempt::Accept => {
                self.closed = true;
                self.merging_into = None;
            }
        }
    }
}

/// What was seen, for whoever reads the output of a long run.
#[derive(Debug, Default)]
pub(crate) struct Races {
    pub(crate) rounds: u64,
    pub(crate) done: u64,
    pub(crate) refused: BTreeMap<String, u64>,
}

impl fmt::Display for Races {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rounds {}, done {}, refused {:?}", self.rounds, self.done, self.refused)
    }
}

/// So few support one at once that its author may always withdraw it.
const SUPPORTERS: std::ops::RangeInclusive<u128> = 11..=18;

/// Races for as long as the caller says, each round on initiatives of its own.
pub(crate) async fn race(world: World, mut more: impl FnMut(u64) -> bool) -> Races {
    let nodes = [world.engine.clone(), world.another_node().await];
    let mut races = Races::default();
    while more(races.rounds) {
        let mut initiatives = Vec::new();
        for author in 1..=4 {
            initiatives.push((author, world.published(author).await));
        }
        let before = world.engine.journal().head().await.expect("it reads").position;
        let calls = everybody_at_once(&nodes, &initiatives, races.rounds).await;
        let events = world.engine.journal().read(before, 100_000).await.expect("it reads");
        judge(&initiatives, before, &events, &calls);
        races.rounds += 1;
        for call in calls {
            match call.answer {
                Ok(_) => races.done += 1,
                Err(code) => *races.refused.entry(code).or_default() += 1,
            }
        }
    }
    for node in &nodes {
        node.views().catch_up().await.expect("the views catch up");
        let folder = tempfile::tempdir().expect("a folder");
        let rebuilt = node.views().against_rebuild(folder.path(), |_| {}).await.expect("they can be read");
        assert_eq!(rebuilt.difference, None);
    }
    races
}

/// Two workers a resident, one on each node, and as many for authors and head.
async fn everybody_at_once(nodes: &[Engine; 2], initiatives: &[(u128, Uuid)], round: u64) -> Vec<Call> {
    let mut workers = JoinSet::new();
    let initiatives: Arc<[(u128, Uuid)]> = initiatives.into();
    for (place, node) in nodes.iter().enumerate() {
        for who in SUPPORTERS {
            let (node, initiatives) = (node.clone(), Arc::clone(&initiatives));
            workers.spawn(async move {
                let mut calls = Vec::new();
                for turn in 0..8 {
                    let (author, initiative) = initiatives[(turn + who as usize + place) % initiatives.len()];
                    let attempt =
                        if (turn / 4 + place) % 2 == 0 { Attempt::Give(who) } else { Attempt::TakeBack(who) };
                    calls.push(call(&node, author, initiative, attempt).await);
                }
                calls
            });
        }
        for (number, (author, initiative)) in initiatives.iter().copied().enumerate() {
            let (node, into) = (node.clone(), initiatives[(number + 1) % initiatives.len()].1);
            // Some end early, some late, some by being merged.
            let late = (number as u64 + round + place as u64) % 3;
            workers.spawn(async move {
                let mut plan = vec![Attempt::Propose(into), Attempt::Decline, Attempt::Propose(into)];
                plan.push(if late == 0 { Attempt::Accept } else { Attempt::Decline });
                plan.push(if late == 1 { Attempt::Close } else { Attempt::Propose(into) });
                plan.push(Attempt::Accept);
                let mut calls = Vec::new();
                for attempt in plan {
                    calls.push(call(&node, author, initiative, attempt).await);
                }
                calls
            });
        }
    }
    workers.join_all().await.into_iter().flatten().collect()
}

async fn call(node: &Engine, author: u128, initiative: Uuid, attempt: Attempt) -> Call {
    let action = |action: Value| json!({"initiative": {"id": initiative, "action": action}});
    let (by, what) = match attempt {
        Attempt::Give(who) => (resident(who), support(initiative)),
        Attempt::TakeBack(who) => {
            (resident(who), json!({"support": {"initiative": initiative, "action": "withdraw"}}))
        }
        Attempt::Close => (resident(author), action(json!("withdraw"))),
        Attempt::Propose(into) => (head(SURGUT), action(json!({"propose_merge": {"into": into}}))),
        Attempt::Accept => (resident(author), action(json!("accept_merge"))),
        Attempt::Decline => (resident(author), action(json!("decline_merge"))),
    };
    let position = async || node.journal().head().await.expect("it reads").position;
    let before = position().await;
    let answer = node.execute(request(by, what)).await;
    let between = (before, position().await);
    let answer = answer.map(|receipt| (receipt.first, receipt.last, receipt.stream.to_string()));
    Call {
        initiative,
        attempt,
        between,
        answer: answer.map_err(|error: EngineError| error.code().to_owned()),
    }
}

/// Compares what happened with the model.
fn judge(initiatives: &[(u128, Uuid)], before: u64, events: &[Recorded], calls: &[Call]) {
    let ours: BTreeSet<String> = initiatives.iter().map(|(_, id)| format!("initiative/{id}")).collect();
    let mut done: BTreeMap<u64, &Call> = BTreeMap::new();
    let mut tags: BTreeMap<(Uuid, u128), &str> = BTreeMap::new();
    for call in calls {
        let Ok((first, last, stream)) = &call.answer else { continue };
        assert!(call.between.0 < *first && *last <= call.between.1, "out of its time: {call:?}");
        for position in *first..=*last {
            assert!(done.insert(position, call).is_none(), "position {position} was given twice: {call:?}");
        }
        if let Attempt::Give(who) | Attempt::TakeBack(who) = call.attempt {
            let known = tags.insert((call.initiative, who), stream);
            assert!(known.is_none_or(|known| known == stream), "a person has one support: {call:?}");
        }
    }
    // The model after each position; the first is that of before.
    let start: BTreeMap<Uuid, Model> = initiatives.iter().map(|(_, id)| (*id, Model::default())).collect();
    let mut states = vec![start];
    for (position, event) in (before + 1..).zip(events) {
        assert_eq!(event.position, position, "a gap");
        let mut now = states.last().expect("there is one").clone();
        let stream = event.stream.to_string();
        match done.get(&position) {
            Some(call) if call.answer.as_ref().is_ok_and(|(first, ..)| *first == position) => {
                let other = target(call.attempt, &now[&call.initiative]).and_then(|into| now.get(&into));
                let why = now[&call.initiative].refuses(call.attempt, other);
                assert_eq!(why, None, "done at {position}, and impossible there: {call:?}");
                now.get_mut(&call.initiative).expect("it is one of ours").does(call.attempt);
                assert_eq!(event.event_type, expected(call.attempt), "at {position}: {call:?}");
            }
            Some(_) => {}
            None => assert!(
                &*event.stream.kind != "support" && !ours.contains(&stream),
                "{} of {stream} at {position} was told to nobody",
                event.event_type
            ),
        }
        states.push(now);
    }
    for call in calls {
        let Err(code) = &call.answer else { continue };
        if code == "busy" {
            continue;
        }
        let place = |position: u64| usize::try_from(position - before).expect("it is small");
        let moments = &states[place(call.between.0)..=place(call.between.1)];
        let justified = moments.iter().any(|state| {
            let own = &state[&call.initiative];
            let other = target(call.attempt, own).and_then(|into| state.get(&into));
            own.refuses(call.attempt, other).is_some_and(|codes| codes.contains(&code.as_str()))
        });
        assert!(justified, "refused, and possible all the while: {call:?} {moments:?}");
    }
}

/// The initiative that it would go into.
fn target(attempt: Attempt, own: &Model) -> Option<Uuid> {
    match attempt {
        Attempt::Propose(into) => Some(into),
        Attempt::Accept => own.merging_into,
        Attempt::Give(_) | Attempt::TakeBack(_) | Attempt::Close | Attempt::Decline => None,
    }
}

/// The event that it is recorded as.
fn expected(attempt: Attempt) -> &'static str {
    match attempt {
        Attempt::Give(_) => "SupportGiven",
        Attempt::TakeBack(_) => "SupportWithdrawn",
        Attempt::Close => "Withdrawn",
        Attempt::Propose(_) => "MergeProposed",
        Attempt::Accept => "MergedInto",
        Attempt::Decline => "MergeDeclined",
    }
}

crate::engine::in_a_world!(what_many_did_at_once_on_two_nodes_could_have_been_done_one_after_the_other);

async fn what_many_did_at_once_on_two_nodes_could_have_been_done_one_after_the_other(world: World) {
    let races = race(world, |rounds| rounds < 2).await;
    assert!(races.done > 40 && races.refused.values().sum::<u64>() > 10, "they did not meet: {races}");
}
