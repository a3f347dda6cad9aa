//! Opening what is sealed of a case: which fields, and why.
//!
//! The reason is one of a closed list: words about a person would themselves be personal
//! data, and everybody may read them.

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Each once.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name, as in JSON.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }
    };
}

coded! {
    /// What is sealed of a case.
    SealedField {
        /// Who the author is: name and birth date.
        Identity = "identity",
        /// His phone and e-mail.
        Contacts = "contacts",
        /// The letter as it came on paper.
        Letter = "letter",
        /// The files that he sent, and scans of signature sheets.
        Attachments = "attachments",
    }
}

coded! {
    /// Why somebody has to read it.
    OpeningReason {
        /// To make sure who the author is.
        Identification = "identification",
        /// To ask or tell him something.
        Contact = "contact",
        /// To decide what he proposes.
        Review = "review",
        /// To write or send the answer.
        Answer = "answer",
        /// A court or an authority has asked for it.
        Inquiry = "inquiry",
        /// To check how the case was worked.
        Audit = "audit",
    }
}
