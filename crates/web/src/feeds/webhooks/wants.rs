//! Which events a receiver wants.

use aggregates::ids::{AuthorityId, InitiativeId, TerritoryId};
use desk::DeskError;
use engine::Engine;
use serde::{Deserialize, Serialize};

use super::WebhookError;
use crate::open::reading::{self, Scope};
use crate::words::{Lang, Words, kebab};

/// Which events a receiver wants; everything that is given has to hold. Nothing given means
/// all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wants {
    /// Of initiatives at home in this territory or part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryId>,
    /// What this authority does, and what happens to what it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<AuthorityId>,
    /// Of one initiative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiative: Option<InitiativeId>,
    /// Of these names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
}

impl Wants {
    pub(super) fn scope(&self) -> Scope {
        let Self { territory, authority, initiative, types: _ } = self;
        Scope { within: territory.clone(), authority: authority.clone(), initiative: *initiative }
    }

    /// As it is stored.
    pub(super) fn stored(&self) -> String {
        serde_json::to_string(self).expect("codes and names are what JSON can say")
    }

    /// From the store.
    ///
    /// # Errors
    ///
    /// If it is not what [`Self::stored`] wrote.
    pub fn read(stored: &str) -> Result<Self, DeskError> {
        serde_json::from_str(stored).map_err(|_| DeskError::Damaged { what: "a webhook's events".to_owned() })
    }

    /// Whether there is anything of these codes and names: a slip of the pen would be a
    /// receiver that hears nothing for ever.
    pub(super) async fn check(&self, engine: &Engine) -> Result<(), WebhookError> {
        let unknown = |field: &str, value: &dyn ToString| {
            Err(WebhookError::WantsUnknown { what: format!("the {field} {}", value.to_string()) })
        };
        let views = engine.views();
        if let Some(id) = &self.territory
            && reading::territory_name(views, id.clone()).await?.is_none()
        {
            return unknown("territory", id);
        }
        if let Some(id) = &self.authority
            && reading::authority_name(views, id.clone()).await?.is_none()
        {
            return unknown("authority", id);
        }
        if let Some(id) = &self.initiative
            && engine.initiative(*id).await?.is_none()
        {
            return unknown("initiative", id);
        }
        let words = Words::new();
        // Every event has a name in words.
        let known =
            |name: &&String| words.of(Lang::En).maybe(&format!("event-{}", kebab(name)), &[]).is_some();
        match self.types.iter().find(|name| !known(name)) {
            Some(name) => unknown("event type", name),
            None => Ok(()),
        }
    }
}
