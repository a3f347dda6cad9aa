//! Supports, comments, assessments.

use aggregates::assessment;
use aggregates::assessment::Score;
use aggregates::comment;
use aggregates::ids::{ParticipantId, SupportId};
use aggregates::initiative::fields::{Basis, Channel};
use aggregates::kept::Typed;
use aggregates::support::{self, InvalidationGround};
use engine::Intent;

use super::{Body, actions};
use crate::api::ids::Ids;
use crate::api::shape::asked;
use crate::problem::Problem;

asked! {
    /// Somebody stands behind it.
    GiveSupport {
        /// `web` by the person; another way through a clerk.
        channel: Channel,
        /// Whose it is, where a clerk enters it from paper.
        supporter: Option<ParticipantId> = serde_json::Value::Null,
    }
    /// Somebody stands behind the revised text too.
    ConfirmSupport {
        /// The version he has read: it must be the current one.
        version: u32,
        /// Whose it is, where a clerk enters it from paper.
        supporter: Option<ParticipantId> = serde_json::Value::Null,
    }
    /// Somebody takes his support back.
    WithdrawSupport {
        /// Whose it is, where a clerk enters it from paper.
        supporter: Option<ParticipantId> = serde_json::Value::Null,
    }
    /// A clerk strikes a support out.
    InvalidateSupport {
        /// Why.
        ground: InvalidationGround,
        /// Whose it is, where it is known.
        supporter: Option<ParticipantId> = serde_json::Value::Null,
        /// Which, where its giver is not known.
        tag: Option<SupportId>,
    }
}

macro_rules! supports {
    ($($body:ident { $($field:ident),* } $([$tag:ident])? => $action:expr;)*) => {$(
        impl Body for $body {
            fn intent(self, ids: &Ids) -> Result<Intent, Problem> {
                let Self { supporter $(, $field)* $(, $tag)? } = self;
                #[allow(unused_mut, unused_assignments, reason = "only one names a tag")]
                let mut named = None;
                $(named = $tag;)?
                let initiative = ids.get("initiative")?;
                Ok(Intent::Support { initiative, supporter, tag: named, action: $action })
            }
        }
    )*};
}

supports! {
    GiveSupport { channel } => support::Action::Give { channel };
    ConfirmSupport { version } => support::Action::Confirm { version };
    WithdrawSupport {} => support::Action::Withdraw;
    InvalidateSupport { ground } [tag] => support::Action::Invalidate { ground };
}

actions! {
    comment, beside ["confirmed"], |ids, action| {
        let initiative = ids.get("initiative")?;
        let id = ids.maybe("comment")?;
        Ok(Intent::Comment { id, initiative, action })
    };
    /// A comment.
    Receive {
        /// Up to 4000 characters.
        text: Typed,
    }
    /// A clerk makes a comment unreadable.
    Withhold {
        /// On what legal basis.
        basis: Basis,
    }
}

actions! {
    assessment, beside ["confirmed"], |ids, action| {
        Ok(Intent::Assessment { initiative: ids.get("initiative")?, action })
    };
    /// How well it turned out; once per person.
    Assess {
        /// From 1, badly, to 5, well.
        score: Score,
        /// What he adds.
        text: Option<Typed>,
    }
}
