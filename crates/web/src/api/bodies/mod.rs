//! What the bodies of commands hold: the fields of the action, as JSON.
//!
//! Each becomes an [`Intent`] by moving its fields into the action, so that an action
//! which gains a field does not build until its body has it too.

pub(super) mod initiative;
pub(super) mod office;
pub(super) mod people;
pub(super) mod places;
pub(super) mod voices;

use engine::Intent;
use serde::de::DeserializeOwned;

use super::ids::Ids;
use super::shape::Shape;
use crate::problem::Problem;

/// The body of a command.
pub(super) trait Body: DeserializeOwned + Shape + Send + 'static {
    /// Which of `done_on` and `confirmed` may stand beside its own fields.
    const BESIDE: &'static [&'static str] = &[];

    /// What it asks for, with the ids of the address.
    ///
    /// # Errors
    ///
    /// If an id of the address cannot be one.
    fn intent(self, ids: &Ids) -> Result<Intent, Problem>;
}

/// Bodies that are exactly one action: the name is the variant's. `+` gives fields that
/// are not the sender's to give.
macro_rules! actions {
    ($module:ident, beside $beside:expr, $to:expr; $($(#[doc = $about:literal])* $name:ident {
        $($(#[doc = $told:literal])* $field:ident $([$mark:ident])?: $type:ty $(= $example:expr)?),* $(,)?
    } $(+ { $($own:ident: $value:expr),* })?)*) => {
        $crate::api::shape::asked! {$(
            $(#[doc = $about])*
            $name { $($(#[doc = $told])* $field $([$mark])?: $type $(= $example)?,)* }
        )*}

        $(impl $crate::api::bodies::Body for $name {
            const BESIDE: &'static [&'static str] = &$beside;

            fn intent(
                self,
                ids: &$crate::api::ids::Ids,
            ) -> Result<engine::Intent, $crate::problem::Problem> {
                let Self { $($field),* } = self;
                let to: fn(
                    &$crate::api::ids::Ids,
                    _,
                ) -> Result<engine::Intent, $crate::problem::Problem> = $to;
                to(ids, $module::Action::$name { $($field,)* $($($own: $value,)*)? })
            }
        })*
    };
}

pub(super) use actions;
