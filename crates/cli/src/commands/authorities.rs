//! `veche authorities`: to find the code that `work` and `officials` ask for.

use aggregates::territory::TerritoryKind;
use clap::Args;
use projections::directory::{self, Authority};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;
use crate::table::Table;

/// What to look for.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  veche authorities Сургут")]
pub(crate) struct Authorities {
    /// A part of the name or code of the authority or its territory; all if left out
    #[arg(value_name = "TEXT")]
    text: Option<String>,
}

impl Authorities {
    /// Looks through the directory.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let found: Vec<Authority> = engine
            .views()
            .read("directory", move |view| {
                let wanted = self.text.unwrap_or_default().to_lowercase();
                let matches = |text: &str| text.to_lowercase().contains(&wanted);
                let mut found = Vec::new();
                for kind in [
                    TerritoryKind::Federation,
                    TerritoryKind::Region,
                    TerritoryKind::Municipality,
                    TerritoryKind::Settlement,
                ] {
                    for territory in directory::territories(view, kind, None)? {
                        let place = territory.name.as_deref().is_some_and(matches);
                        let authorities = directory::authorities_of(view, &territory.id, None)?;
                        found.extend(authorities.into_iter().filter(|authority| {
                            place
                                || matches(authority.id.as_str())
                                || authority.name.as_deref().is_some_and(matches)
                        }));
                    }
                }
                Ok(found)
            })
            .await?;
        if output.is_json() {
            output.json(&found)?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(["code", "level", "time", "name"]);
        for authority in &found {
            table.row([
                authority.id.to_string(),
                authority.level.to_string(),
                format!("UTC{}", authority.utc_offset),
                authority.name.clone().unwrap_or_default(),
            ]);
        }
        if table.is_empty() {
            output.line("No authority has this in its name or code.")?;
        }
        table.write(output)?;
        Ok(Exit::Done)
    }
}
