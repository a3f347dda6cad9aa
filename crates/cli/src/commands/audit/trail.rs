//! `veche audit trail`.

use std::collections::BTreeMap;

use aggregates::ids::{InitiativeId, OfficialId, ParticipantId};
use aggregates::participant::Participant;
use clap::{ArgGroup, Args};
use cqrs_es::Aggregate;
use engine::Engine;
use projections::directory;
use projections::events::{self, Actor, Filter, Line, Order, Who, Window};

use crate::commands::show::timeline::gather;
use crate::exit::{Exit, Failure};
use crate::moment::Day;
use crate::output::Output;
use crate::settings::Settings;
use crate::store;
use crate::table::Table;
use crate::words::counted;

/// Events that are asked for at once.
const PAGE: u32 = 1_000;

/// Whose, and of when.
#[derive(Debug, Args)]
#[command(
    after_help = "Of a participant: what he did and what his own stream holds. Whom he supports the journal does not\n\
say: a support bears a tag.\n\n\
Examples:\n  veche audit trail --official 0198c0de-0000-7000-8000-000000000001 --from 2027-01-01 --to 2027-01-31\n  veche audit trail --initiative 0198c0de-0000-7000-8000-000000000002 --json | jq -r .event_type"
)]
#[command(group(ArgGroup::new("whose").required(true).args(["official", "initiative", "participant"])))]
pub(crate) struct Trail {
    /// What this official did; `veche officials AUTHORITY` tells ids
    #[arg(long, value_name = "ID")]
    official: Option<OfficialId>,
    /// What befell this initiative, and who acted
    #[arg(long, value_name = "ID")]
    initiative: Option<InitiativeId>,
    /// What this participant did, and what is recorded about him
    #[arg(long, value_name = "ID")]
    participant: Option<ParticipantId>,
    /// Recorded on this day or later, by Moscow time (UTC+3)
    #[arg(long, value_name = "DATE")]
    from: Option<Day>,
    /// Recorded on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<Day>,
}

impl Trail {
    pub(super) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        // An act of his in his own stream is found twice, and told once.
        let mut lines: BTreeMap<u64, Line> = BTreeMap::new();
        for filter in self.filters() {
            let found = read(&engine, filter).await?;
            lines.extend(found.into_iter().map(|line| (line.position, line)));
        }
        if output.is_json() {
            for line in lines.values() {
                output.json(line)?;
            }
            return Ok(Exit::Done);
        }
        let names = names(&engine, lines.values()).await?;
        output.title(counted(lines.len() as u64, "event"))?;
        let mut table = Table::new(["position", "recorded", "dated", "event", "by", "about", "what"]);
        for line in lines.values() {
            table.row(row(line, &names));
        }
        table.write(output)?;
        Ok(Exit::Done)
    }

    fn filters(&self) -> Vec<Filter> {
        let within =
            Filter { from: self.from.map(Day::begin), until: self.to.map(Day::end), ..Filter::default() };
        let did = |actor| Filter { actor: Some(actor), ..within.clone() };
        if let Some(official) = self.official {
            return vec![did(Actor::Official(official))];
        }
        if let Some(participant) = self.participant {
            let own = Filter {
                stream_kind: Some(Participant::TYPE.to_owned()),
                stream_id: Some(participant.to_string()),
                ..within.clone()
            };
            return vec![did(Actor::Participant(participant)), own];
        }
        vec![Filter { initiative: self.initiative, ..within }]
    }
}

async fn read(engine: &Engine, filter: Filter) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    let mut after = None;
    loop {
        let window = Window { after, before: None, order: Order::OldestFirst };
        let asked = filter.clone();
        let read = move |view: &_| events::list(view, &asked, window, PAGE, None);
        let page = engine.views().read("events", read).await?;
        lines.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(lines);
        }
    }
}

/// What the officials are called today.
async fn names(
    engine: &Engine,
    lines: impl Iterator<Item = &Line>,
) -> Result<BTreeMap<OfficialId, String>, Failure> {
    let officials: Vec<OfficialId> = lines
        .filter_map(|line| match &line.by {
            Some(Who::Official { official, .. }) => Some(*official),
            Some(Who::Participant { .. } | Who::Resident | Who::Clock | Who::Installation) | None => None,
        })
        .collect();
    let read = move |view: &_| {
        let mut names = BTreeMap::new();
        for id in officials {
            if let std::collections::btree_map::Entry::Vacant(unknown) = names.entry(id) {
                let official = directory::official(view, id, None)?;
                unknown.insert(official.and_then(|official| official.name).unwrap_or_default());
            }
        }
        Ok(names)
    };
    Ok(engine.views().read("directory", read).await?)
}

fn row(line: &Line, names: &BTreeMap<OfficialId, String>) -> [String; 7] {
    let mut what = Vec::new();
    gather("", &line.details, &mut what);
    let about = match &line.initiative {
        Some(id) => id.to_string(),
        None => format!("{} {}", line.stream_kind, line.stream_id),
    };
    let late = if line.recorded_late { " (late)" } else { "" };
    [
        line.position.to_string(),
        line.at.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        line.done_on.map_or_else(String::new, |on| format!("{on}{late}")),
        line.event_type.clone(),
        by(line.by.as_ref(), names),
        about,
        what.join(", "),
    ]
}

fn by(who: Option<&Who>, names: &BTreeMap<OfficialId, String>) -> String {
    match who {
        Some(Who::Official { official, authority }) => {
            let name = names.get(official).filter(|name| !name.is_empty());
            let name = name.cloned().unwrap_or_else(|| official.to_string());
            authority.as_ref().map_or_else(|| name.clone(), |authority| format!("{name}, {authority}"))
        }
        Some(Who::Participant { participant }) => format!("participant {participant}"),
        Some(Who::Resident) => "a resident".to_owned(),
        Some(Who::Clock) => "the clock".to_owned(),
        Some(Who::Installation) => "the installation".to_owned(),
        None => "another program".to_owned(),
    }
}
