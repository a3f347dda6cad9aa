//! `veche funnel`: the inverted pyramid, broad where the people are.

use aggregates::ids::TerritoryId;
use clap::Args;
use engine::Engine;
use projections::directory;
use projections::funnel::{Dimension, Funnel as Figures, LevelFigures, funnel};
use serde_json::json;

use crate::exit::{Exit, Failure};
use crate::moment::{HOW_TO_WRITE, Moment, Then};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;
use crate::words::{counted, spaced};

/// Columns of the broadest bar.
const BROADEST: usize = 56;

/// Of when, and of where.
#[derive(Debug, Args)]
#[command(
    after_help = "Each bar is as broad as the number of initiatives that ever came to that level to be decided.\n\
Below it stands what is there now, or ended there.\n\n\
Examples:\n  veche funnel\n  veche funnel --territory 71800000 --as-of 2027-03-01"
)]
pub(crate) struct Funnel {
    #[arg(long, value_name = "T", help = HOW_TO_WRITE)]
    as_of: Option<Moment>,
    /// Only what is about this territory or a part of it, by code
    #[arg(long, value_name = "CODE")]
    territory: Option<TerritoryId>,
}

impl Funnel {
    /// Of the whole country, now.
    pub(crate) fn of_now() -> Self {
        Self { as_of: None, territory: None }
    }

    /// Asks the view and draws.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let then = store::then(&engine, self.as_of).await?;
        as_of(&engine, self.territory.as_ref(), then, output).await
    }
}

/// The funnel of a territory, or of all, at a point of the journal; nothing means now.
pub(crate) async fn as_of(
    engine: &Engine,
    territory: Option<&TerritoryId>,
    then: Option<Then>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let position = then.map(|then| then.position);
    let of = match territory {
        Some(id) => name(engine, id.clone(), position).await?,
        None => "the whole country".to_owned(),
    };
    let asked = territory.cloned();
    let figures = engine
        .views()
        .read("funnel", move |view| match &asked {
            Some(id) => funnel(view, Dimension::Territory, id.as_str(), position),
            None => funnel(view, Dimension::All, "", position),
        })
        .await?;
    if output.is_json() {
        let as_of = then.map(|then| then.at);
        output.json(
            &json!({ "as_of": as_of, "position": position, "territory": territory, "funnel": figures }),
        )?;
        return Ok(Exit::Done);
    }
    let when = then.map_or_else(String::new, |then| format!(" as of {}", then.at));
    output.title(format!(
        "{of}{when}: {}, {} with a missed duty",
        counted(figures.total, "initiative"),
        figures.overdue
    ))?;
    draw(&figures, output)?;
    Ok(Exit::Done)
}

async fn name(engine: &Engine, id: TerritoryId, position: Option<u64>) -> Result<String, Failure> {
    let code = id.clone();
    let territory =
        engine.views().read("directory", move |view| directory::territory(view, &id, position)).await?;
    match territory {
        Some(territory) => Ok(territory.name.unwrap_or_else(|| code.to_string())),
        None => Err(Failure::input("not_found", format!("there is no territory {code}"))),
    }
}

fn draw(figures: &Figures, output: &mut Output) -> std::io::Result<()> {
    let most = figures.levels.iter().map(|level| level.reached).max().unwrap_or(0);
    for level in &figures.levels {
        output.gap()?;
        output.line(format!(
            "{:<13} {}  {} came here, {} adopted",
            level.level.as_str(),
            bar(level.reached, most),
            level.reached,
            level.adopted
        ))?;
        output.paragraph(14, &standing(level))?;
    }
    Ok(())
}

/// Centred, so that the three together are the pyramid.
fn bar(reached: u64, most: u64) -> String {
    let breadth = match most {
        0 => 0,
        _ => usize::try_from(reached.saturating_mul(BROADEST as u64).div_ceil(most)).unwrap_or(BROADEST),
    };
    let before = (BROADEST - breadth) / 2;
    format!("{}{}{}", " ".repeat(before), "█".repeat(breadth), " ".repeat(BROADEST - breadth - before))
}

fn standing(level: &LevelFigures) -> String {
    let stages: Vec<String> = level
        .stages
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(stage, count)| format!("{count} {}", spaced(stage.as_str())))
        .collect();
    let overdue =
        if level.overdue > 0 { format!(" · {} with a missed duty", level.overdue) } else { String::new() };
    if stages.is_empty() {
        format!("nothing is here{overdue}")
    } else {
        format!("{}{overdue}", stages.join(" · "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_centred_and_something_is_never_nothing() {
        assert_eq!(bar(4, 4), "█".repeat(BROADEST));
        assert_eq!(bar(1, 1_000_000).trim(), "█");
        assert_eq!(bar(0, 4).trim(), "");
        assert_eq!(bar(0, 0).trim(), "");
        assert_eq!(bar(2, 4), format!("{0}{1}{0}", " ".repeat(BROADEST / 4), "█".repeat(BROADEST / 2)));
    }
}
