//! `veche audit verify`.

use std::collections::BTreeMap;
use std::future::Future;

use clap::Args;
use engine::{
    Audit as Found, Audited, Check, Divergence, Engine, Failure as Wrong, Gap, Keeper, Seen, Status,
    Uncovered,
};
use serde_json::json;

use crate::commands::serve::open_desk;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::store::{self, Opening};
use crate::words::counted;

/// How much.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes:\n  0  everything that was checked holds\n  1  something does not: the first position at which it shows is named\n  2  something could not be checked, and nothing is known to be wrong"
)]
pub(crate) struct Verify {
    /// Texts, files and sealed values that are opened; which ones the root of the log decides
    #[arg(long, value_name = "N", default_value_t = 300)]
    sample: usize,
}

/// What a check came to: how many of what, and what does not hold.
type Outcome = Result<(Vec<(&'static str, u64)>, Option<Wrong>), Failure>;

impl Verify {
    pub(super) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::engine(settings, &Opening::to_read()).await?;
        let keeper = Keeper::open(&engine, open_desk(settings).await?).await?;
        let events = engine.journal().head().await?.position;
        let checkpoint = keeper.last_seen().await?;
        let mut checks = Vec::new();
        let progress = |label| Progress::start(label, Some(events), output);
        checks.push(check("log", log(&keeper, progress("log"))).await);
        let openings = openings(&engine, checkpoint.as_ref(), self.sample, progress("openings"));
        checks.push(check("openings", openings).await);
        checks.push(check("erasures", erasures(&engine, progress("erasures"))).await);
        checks.push(check("views", views(&engine, progress("views"))).await);
        let status = checks.iter().map(|check| check.status).max().unwrap_or(Status::Held);
        let remembered = Vec::new();
        let audited = Audited { at: engine.now(), status, events, checkpoint, checks, remembered };
        tell(&audited, output)?;
        keeper.keep_audit(audited)?;
        Ok(match status {
            Status::Held => Exit::Done,
            Status::Failed => Exit::No,
            Status::Unchecked => Exit::BadInput,
        })
    }
}

async fn check(name: &str, doing: impl Future<Output = Outcome>) -> Check {
    let (status, figures, failure) = match doing.await {
        Ok((figures, None)) => (Status::Held, figures, None),
        Ok((figures, failure)) => (Status::Failed, figures, failure),
        Err(failure) => {
            let what = failure.sentence().to_owned();
            (Status::Unchecked, Vec::new(), Some(Wrong { what, ..Wrong::default() }))
        }
    };
    let figures: BTreeMap<String, u64> =
        figures.into_iter().map(|(name, figure)| (name.to_owned(), figure)).collect();
    Check { name: name.to_owned(), status, figures, failure }
}

async fn log(keeper: &Keeper, mut progress: Progress) -> Outcome {
    Ok(match keeper.audit(|position| progress.at(position)).await? {
        Found::Holds { rows, opaque, published, continues } => {
            let figures =
                vec![("rows", rows), ("opaque", opaque), ("published", published), ("continues", continues)];
            (figures, None)
        }
        Found::Diverges { position, what, expected, found } => {
            (Vec::new(), Some(wrong(Divergence { position, what, expected, found })))
        }
    })
}

async fn openings(engine: &Engine, seed: Option<&Seen>, count: usize, mut progress: Progress) -> Outcome {
    // Before anything is signed the log's name has to do: nobody was promised anything yet.
    let seed = seed.map_or_else(|| engine.origin().to_owned(), |seen| seen.root.clone());
    let found = engine.sample_openings(seed.as_bytes(), count, |position| progress.at(position)).await?;
    let figures = vec![
        ("committed", found.committed),
        ("texts", found.texts),
        ("files", found.files),
        ("sealed", found.sealed),
        ("destroyed", found.destroyed),
    ];
    Ok((figures, found.divergence.map(wrong)))
}

async fn erasures(engine: &Engine, mut progress: Progress) -> Outcome {
    let found = engine.uncovered(|position| progress.at(position)).await?;
    let figures = vec![("events", found.events), ("readable", found.readable), ("covered", found.covered)];
    let failure = found.uncovered.map(|Uncovered { position, field, key, gap }| {
        let (expected, found) = match gap {
            Gap::Unexplained | Gap::Missing => ("an event that destroyed its key", "none"),
            Gap::Changed => ("what was committed to", "something that does not open to it"),
            Gap::StillOpens => ("a destroyed key", "one that opens"),
        };
        let found = format!("{found}: {field} under {key}");
        let what = gap.what().to_owned();
        Wrong { what, position: Some(position), expected: Some(expected.to_owned()), found: Some(found) }
    });
    Ok((figures, failure))
}

async fn views(engine: &Engine, mut progress: Progress) -> Outcome {
    engine.views().catch_up().await?;
    let folder = tempfile::tempdir()?;
    let found = engine.views().against_rebuild(folder.path(), |position| progress.at(position)).await?;
    let figures = vec![("views", found.views), ("tables", found.tables), ("rows", found.rows)];
    let failure = found.difference.map(|(view, difference)| {
        let row = |row: Option<serde_json::Value>| {
            Some(row.map_or_else(|| "no such row".to_owned(), |row| row.to_string()))
        };
        Wrong {
            what: format!(
                "table {} of the view {view} is not what follows from the events",
                difference.table
            ),
            position: None,
            expected: row(difference.expected),
            found: row(difference.found),
        }
    });
    Ok((figures, failure))
}

fn wrong(found: Divergence) -> Wrong {
    let Divergence { position, what, expected, found } = found;
    Wrong { what, position: Some(position), expected: Some(expected), found: Some(found) }
}

fn tell(audited: &Audited, output: &mut Output) -> std::io::Result<()> {
    if output.is_json() {
        return output.json(&json!({
            "status": audited.status,
            "at": audited.at,
            "events": audited.events,
            "checkpoint": audited.checkpoint,
            "checks": audited.checks,
        }));
    }
    for check in &audited.checks {
        match &check.failure {
            None => {
                for line in held(check, audited) {
                    output.line(format!("held: {line}"))?;
                }
            }
            Some(failure) => {
                let word = if check.status == Status::Failed { "FAILED" } else { "could not be checked" };
                output.line(format!("{word}: {}", failure.what))?;
                let position = failure.position.map(|position| position.to_string());
                let named = [
                    ("first position", &position),
                    ("expected", &failure.expected),
                    ("found", &failure.found),
                ];
                for (name, value) in named {
                    if let Some(value) = value {
                        output.line(format!("  {name}: {value}"))?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// What holds, in sentences.
fn held(check: &Check, audited: &Audited) -> Vec<String> {
    let figure = |name: &str| check.figures.get(name).copied().unwrap_or(0);
    match check.name.as_str() {
        "log" => log_held(figure, audited.checkpoint.as_ref()),
        "openings" => vec![format!(
            "of {} a sample is what was committed to: {}, {}, {} opened; {} of it destroyed",
            counted(figure("committed"), "commitment"),
            counted(figure("texts"), "text"),
            counted(figure("files"), "file"),
            counted(figure("sealed"), "sealed value"),
            figure("destroyed"),
        )],
        "erasures" => vec![format!(
            "every sealed field of {} opens or an event says why not: {} open, {} were destroyed",
            counted(figure("events"), "event"),
            figure("readable"),
            figure("covered"),
        )],
        "views" => vec![format!(
            "{} with {} and {} are what follows from the events",
            counted(figure("views"), "view"),
            counted(figure("tables"), "table"),
            counted(figure("rows"), "row"),
        )],
        _ => Vec::new(),
    }
}

fn log_held(figure: impl Fn(&str) -> u64, checkpoint: Option<&Seen>) -> Vec<String> {
    let mut lines = vec![format!("{} are what their entries say", counted(figure("rows"), "row"))];
    if figure("opaque") > 0 {
        lines.push(format!("{} of them are of another program and count nowhere", figure("opaque")));
    }
    lines.push(match (figure("published"), checkpoint) {
        (published, Some(checkpoint)) if published > 0 => {
            let entries = if published == 1 { "entry is that" } else { "entries are those" };
            format!("{published} {entries} of the published checkpoint, root {}", checkpoint.root)
        }
        (_, _) => "nothing was published yet to compare them with".to_owned(),
    });
    if figure("continues") > 0 {
        lines.push(format!(
            "the log goes on from {} of earlier audits",
            counted(figure("continues"), "checkpoint")
        ));
    }
    lines
}
