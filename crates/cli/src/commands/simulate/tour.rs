//! What a simulated country looks like: its funnel, one initiative's way, a worklist.

use std::collections::BTreeMap;

use aggregates::ids::{AuthorityId, InitiativeId};
use engine::Engine;
use projections::register::{Filter, Listed, list};

use crate::commands::funnel::Funnel;
use crate::commands::show::Show;
use crate::commands::work::Work;
use crate::exit::Failure;
use crate::output::Output;
use crate::settings::Settings;

/// How many initiatives are looked through for one worth showing.
const LOOKED_AT: u32 = 500;

/// One initiative that came far, and the authority with the most to do.
pub(super) struct Sights {
    initiative: Option<InitiativeId>,
    authority: Option<AuthorityId>,
}

impl Sights {
    /// Chosen from the register.
    pub(super) async fn choose(engine: &Engine) -> Result<Self, Failure> {
        let page = engine
            .views()
            .read("register", |view| list(view, &Filter::default(), None, LOOKED_AT, None))
            .await?;
        let mut busy: BTreeMap<&AuthorityId, usize> = BTreeMap::new();
        for listed in &page.items {
            if let Some(authority) = &listed.custody {
                *busy.entry(authority).or_default() += 1;
            }
        }
        let authority =
            busy.into_iter().max_by_key(|(_, cases)| *cases).map(|(authority, _)| authority.clone());
        let initiative = page.items.iter().max_by_key(|listed| came_far(listed)).map(|listed| listed.id);
        Ok(Self { initiative, authority })
    }

    /// As the commands of those names would show them.
    pub(super) async fn show(self, settings: &Settings, output: &mut Output) -> Result<(), Failure> {
        output.gap()?;
        Funnel::of_now().run(settings, output).await?;
        if let Some(initiative) = self.initiative {
            output.gap()?;
            Show::of_now(initiative).run(settings, output).await?;
        }
        if let Some(authority) = self.authority {
            output.gap()?;
            Work::of_now(authority).run(settings, output).await?;
        }
        Ok(())
    }
}

/// Still open, high up, and with a text the public reads.
fn came_far(listed: &Listed) -> (bool, u8, bool) {
    let open = listed.custody.is_some();
    (listed.text_version > 0, listed.level as u8, open)
}
