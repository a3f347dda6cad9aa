//! `veche officials`: to find the id that `act --as` asks for.

use aggregates::ids::AuthorityId;
use clap::Args;
use projections::directory::{self, Official};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;
use crate::store;
use crate::table::Table;

/// Whose.
#[derive(Debug, Args)]
pub(crate) struct Officials {
    /// An authority, for instance 71826000.administration
    #[arg(value_name = "AUTHORITY")]
    authority: AuthorityId,
}

impl Officials {
    /// Everybody who acts or acted for it.
    pub(crate) async fn run(self, settings: &Settings, output: &mut Output) -> Result<Exit, Failure> {
        let engine = store::caught_up(settings).await?;
        let authority = self.authority.clone();
        let (known, officials) = engine
            .views()
            .read("directory", move |view| {
                let known = directory::authority(view, &authority, None)?.is_some();
                Ok((known, directory::officials_of(view, &authority, None)?))
            })
            .await?;
        if !known {
            return Err(super::unknown_authority(&self.authority));
        }
        if output.is_json() {
            output.json(&officials)?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(["id", "roles", "name"]);
        for official in &officials {
            table.row([official.id.to_string(), roles(official), official.name.clone().unwrap_or_default()]);
        }
        if table.is_empty() {
            output.line(format!("Nobody acts for {} yet.", self.authority))?;
        }
        table.write(output)?;
        Ok(Exit::Done)
    }
}

fn roles(official: &Official) -> String {
    let roles: Vec<String> = official
        .roles
        .iter()
        .map(|held| {
            let acting = if held.acting { "acting " } else { "" };
            let until = held.until.map_or_else(String::new, |until| format!(" to {until}"));
            format!("{acting}{} from {}{until}", held.role, held.from)
        })
        .collect();
    match official.dismissed_on {
        Some(on) => format!("{}; dismissed on {on}", roles.join(", ")),
        None => roles.join(", "),
    }
}
