//! `veche-verify replay`: every entry, hashed up to the root, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant};

use ledger::{Checkpoint, Policy, SignedCheckpoint, VerifyingKey};
use serde_json::{Value, json};

use super::checkpoint::latest;
use super::consistency::saved;
use crate::args::Replay;
use crate::dates::{At, Dates};
use crate::report::{Report, Trouble};
use crate::source::{Source, Table};
use crate::story::{Initiative, Story};
use crate::walk::{Step, Walk};

/// Within this time whatever was acknowledged is in a checkpoint.
const PROMISED: Duration = Duration::from_secs(60);
/// How long a checkpoint is waited for before it is read again.
const AGAIN: Duration = Duration::from_millis(500);

pub(crate) fn run(asked: &Replay, report: &mut Report) -> Result<(), Trouble> {
    let source = Source::of(&asked.log.log);
    let policy = asked.log.trust.policy()?;
    // The table comes first: what it counts is in the log then, or a minute later.
    let published = asked.published.as_deref().map(Table::read).transpose()?;
    let as_of = published.as_ref().and_then(|table| table.position);
    wait_for(&source, &policy, as_of)?;
    let (note, tree) = latest(&source, &policy, report)?;
    let mut dates = Dates::default();
    bound(&mut dates, &note, &tree, &policy)?;
    let mut kept = Vec::new();
    for file in &asked.since {
        let (note, seen) = saved(file, &policy)?;
        bound(&mut dates, &note, &seen, &policy)?;
        kept.push(seen);
    }
    kept.sort_unstable_by_key(|seen| seen.size);
    let mut story = Story::default();
    let mut then = None;
    let mut found = Vec::new();
    let walk = Walk { source: &source, tree: &tree, kept: &kept, find: asked.find.as_deref() };
    let root = walk.run(asked.threads.max(1), |position, Step { at, turn, found: event_type }| {
        if let Some(at) = &at {
            dates.tell(position, at.as_str())?;
        }
        if let Some(event_type) = event_type {
            found
                .push(json!({ "position": position, "type": event_type, "at": at.as_ref().map(At::as_str) }));
        }
        story.tell(position, &tree.origin, turn)?;
        if Some(position) == as_of {
            then = Some(story.initiatives());
        }
        Ok(())
    })?;
    if root != tree.root {
        return Err(walk.divergence(root));
    }
    report.held(format!("{} entries hash to the signed root, and none is dated back", tree.size));
    compare_keys(&story.keys, &note, &policy, report)?;
    if !kept.is_empty() {
        report.held(format!("the log goes on from {} checkpoints saved earlier", kept.len()));
        report.fact("since", json!(kept.iter().map(|seen| seen.size).collect::<Vec<_>>()));
    }
    report.held(format!(
        "they tell of {} initiatives and {} supports that stand",
        story.len(),
        story.supports()
    ));
    if story.opaque > 0 {
        report.held(format!("{} entries are of another program and count nowhere", story.opaque));
    }
    report.fact("initiatives", story.len());
    report.fact("supports", story.supports());
    report.fact("opaque", story.opaque);
    report.fact("stages", json!(story.stages()));
    if let Some(wanted) = &asked.find {
        if found.is_empty() {
            return Err(Trouble::failed(format!("the log holds nothing about {wanted}")));
        }
        for event in &found {
            report.held(format!(
                "{} at position {}, {}",
                text(event, "type"),
                event["position"],
                text(event, "at")
            ));
        }
        report.fact("found", found);
    }
    match &published {
        Some(table) => compare(&then.unwrap_or_else(|| story.initiatives()), table, report),
        None => Ok(()),
    }
}

/// The log names every key that is trusted, and the checkpoint is signed with the one that it names
/// last; whoever knows an earlier one is told that one.
fn compare_keys(
    named: &[(u64, String)],
    note: &SignedCheckpoint,
    policy: &Policy,
    report: &mut Report,
) -> Result<(), Trouble> {
    let Some((position, now)) = named.last() else { return Ok(()) };
    let trusted: Vec<String> = policy.keys().map(ToString::to_string).collect();
    if let Some(stranger) = trusted.iter().find(|trusted| named.iter().all(|(_, key)| key != *trusted)) {
        return Err(Trouble::at(*position, "the log does not name a key that is trusted", now, stranger));
    }
    let key = VerifyingKey::parse(now).map_err(|error| Trouble::at(*position, error, "a key", now))?;
    if note.signed_by([&key]).map_err(Trouble::failed)?.is_empty() {
        let what = "the checkpoint is not signed with the key that the log names last";
        return Err(Trouble::at(*position, what, now, trusted.join(", ")));
    }
    report.fact("key", json!(now));
    if !trusted.contains(now) {
        report.held(format!("the log changed its key at position {position}: from now on verify with {now}"));
    }
    Ok(())
}

/// Waits until a position is signed for, as long as the log promises.
fn wait_for(source: &Source, policy: &Policy, position: Option<u64>) -> Result<(), Trouble> {
    let until = Instant::now() + PROMISED;
    while let Some(position) = position.filter(|position| *position > 0) {
        let (_, tree) = source.checkpoint(policy)?;
        if tree.size >= position {
            break;
        }
        if Instant::now() >= until {
            let what = "what was published stands in no checkpoint within a minute";
            return Err(Trouble::at(position, what, format!("{position} entries"), tree.size));
        }
        thread::sleep(AGAIN);
    }
    Ok(())
}

/// When witnesses cosigned it bounds the dates of entries.
fn bound(
    dates: &mut Dates,
    note: &SignedCheckpoint,
    seen: &Checkpoint,
    policy: &Policy,
) -> Result<(), Trouble> {
    for time in note.cosigned_at(&policy.witnesses).map_err(Trouble::failed)? {
        dates.bound(seen.size, time);
    }
    Ok(())
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// Compares with a published register, line by line: all that it says, and all that it ought
/// to say.
fn compare(known: &BTreeMap<String, Initiative>, table: &Table, report: &mut Report) -> Result<(), Trouble> {
    let mut missing: BTreeSet<&str> =
        known.iter().filter(|(_, initiative)| initiative.public).map(|(id, _)| id.as_str()).collect();
    let (mut lines, mut later) = (0_u64, 0_u64);
    for line in table.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let row: Value = serde_json::from_slice(line).map_err(|error| {
            let what = "what was published is no register, a line of JSON for each initiative";
            Trouble::unchecked(format!("{what}: {error}; a site has its own at /data/initiatives.ndjson"))
        })?;
        let id = text(&row, "id");
        let Some(told) = known.get(id) else {
            if table.position.is_some() {
                return Err(differs(id, "nothing of it", "it is there"));
            }
            later += 1;
            continue;
        };
        missing.remove(id);
        lines += 1;
        let told = (told.stage.as_deref().unwrap_or_default(), told.supports);
        let published = (text(&row, "stage"), row["supports"].as_u64().unwrap_or_default());
        if told != published {
            let said = |(stage, supports): (&str, u64)| format!("{stage}, {supports} supports");
            return Err(differs(id, &said(told), &said(published)));
        }
    }
    if let (Some(id), Some(_)) = (missing.first(), table.position) {
        return Err(differs(id, "it was submitted", "nothing of it"));
    }
    report.held(format!("stages and counts of {lines} published initiatives are those that the log tells"));
    if later > 0 {
        report.held(format!("{later} came after the checkpoint and were not compared"));
    }
    report.fact("compared", lines);
    Ok(())
}

fn differs(id: &str, expected: &str, found: &str) -> Trouble {
    Trouble::Failed {
        what: format!("the register says something else of initiative {id} than the log"),
        position: None,
        expected: Some(expected.to_owned()),
        found: Some(found.to_owned()),
    }
}
