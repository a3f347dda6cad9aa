//! What all event enums have in common: a list of their own names.

use cqrs_es::DomainEvent;

/// An event enum that knows the names of all its variants.
pub trait Named: DomainEvent {
    /// Every event type, in the order of the enum.
    const NAMES: &'static [&'static str];
}

/// Implements [`Named`] and `DomainEvent` for an enum whose variants are all at
/// version 1.0. The match has no wildcard: a variant that is not listed here does
/// not compile.
macro_rules! event_names {
    ($event:ident { $($variant:ident),+ $(,)? }) => {
        impl $event {
            /// The event type: the variant's name.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => stringify!($variant),)+
                }
            }
        }

        impl $crate::event::Named for $event {
            const NAMES: &'static [&'static str] = &[$(stringify!($variant)),+];
        }

        impl cqrs_es::DomainEvent for $event {
            fn event_type(&self) -> String {
                self.name().to_owned()
            }

            fn event_version(&self) -> String {
                "1.0".to_owned()
            }
        }
    };
}

pub(crate) use event_names;
