//! What an administrator can do to authorities, officials and territories: each act with
//! the fields of its form. What may be done is the aggregates' to say.

/// What an act is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun {
    Authority,
    Official,
    Territory,
}

impl Noun {
    /// As an intent names it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Official => "official",
            Self::Territory => "territory",
        }
    }

    /// The part of the address under which it stands.
    pub(super) const fn place(self) -> &'static str {
        match self {
            Self::Authority => "authorities",
            Self::Official => "officials",
            Self::Territory => "territories",
        }
    }

    /// The acts; the first makes a new one.
    pub(super) const fn acts(self) -> &'static [Act] {
        match self {
            Self::Authority => AUTHORITY,
            Self::Official => OFFICIAL,
            Self::Territory => TERRITORY,
        }
    }

    /// The act that makes a new one.
    pub(super) const fn begins(self) -> &'static Act {
        &self.acts()[0]
    }

    /// What can be done to one that is there.
    pub(super) fn changes(self) -> &'static [Act] {
        &self.acts()[1..]
    }
}

/// An act.
#[derive(Debug)]
pub(super) struct Act {
    /// As the action is called.
    pub(super) verb: &'static str,
    pub(super) fields: &'static [Field],
}

/// A field of its form.
#[derive(Debug)]
pub(super) struct Field {
    /// As the action calls it; `group.name` for one inside another.
    pub(super) name: &'static str,
    pub(super) what: What,
    pub(super) needed: bool,
}

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Line,
    Text,
    Date,
    Number,
    /// One of these words; the screens call them `<about>-<word>`.
    OneOf(&'static str, &'static [&'static str]),
    /// As many as one likes of these words.
    SomeOf(&'static str, &'static [&'static str]),
    /// Yes, or no.
    Tick,
    /// A theme each.
    Themes,
    /// An official of the authority.
    Colleague,
    /// Officials of the authority, in their order.
    Colleagues,
}

const fn needs(name: &'static str, what: What) -> Field {
    Field { name, what, needed: true }
}

const fn may(name: &'static str, what: What) -> Field {
    Field { name, what, needed: false }
}

const LEVELS: What = What::OneOf("level", &["municipality", "region", "federation"]);
const ROLES: What = What::OneOf("role", &["clerk", "officer", "head", "auditor", "administrator"]);
const BODIES: What = What::OneOf("authority-kind", &["administration", "council", "ministry", "government"]);
const PLACES: What = What::OneOf("territory-kind", &["settlement", "municipality", "region", "federation"]);
const TYPES: What = What::OneOf(
    "territory-type",
    &[
        "republic",
        "krai",
        "oblast",
        "autonomous_oblast",
        "autonomous_okrug",
        "federal_city",
        "municipal_district",
        "municipal_okrug",
        "urban_okrug",
        "intra_city",
        "urban_settlement",
        "rural_settlement",
    ],
);
const DISTRICTS: What = What::OneOf(
    "district",
    &["central", "northwestern", "southern", "north_caucasian", "volga", "ural", "siberian", "far_eastern"],
);

const AUTHORITY: &[Act] = &[
    Act {
        verb: "establish",
        fields: &[
            needs("id", What::Line),
            needs("name", What::Line),
            needs("territory", What::Line),
            needs("level", LEVELS),
            needs("kind", BODIES),
            needs("utc_offset", What::Line),
            may("number_format", What::Line),
            may("default_receiver", What::Tick),
            needs("accepts_from", What::Date),
        ],
    },
    Act { verb: "rename", fields: &[needs("name", What::Line)] },
    Act {
        verb: "set_contacts",
        fields: &[may("phone", What::Line), may("email", What::Line), may("address", What::Text)],
    },
    Act { verb: "set_letterhead", fields: &[needs("text", What::Text)] },
    Act { verb: "set_signatories", fields: &[may("officials", What::Colleagues)] },
    Act {
        verb: "set_competences",
        fields: &[
            may("competences.kinds", What::SomeOf("kind", &["work", "programme", "rule", "law"])),
            may("competences.themes", What::Themes),
        ],
    },
    Act { verb: "set_number_format", fields: &[needs("number_format", What::Line)] },
    Act { verb: "end_acceptance", fields: &[needs("on", What::Date)] },
    Act { verb: "abolish", fields: &[needs("on", What::Date), may("successor", What::Line)] },
];

const OFFICIAL: &[Act] = &[
    Act {
        verb: "appoint",
        fields: &[
            needs("name", What::Line),
            needs("authority", What::Line),
            needs("role", ROLES),
            needs("from", What::Date),
            may("until", What::Date),
            may("acting", What::Tick),
        ],
    },
    Act {
        verb: "grant_role",
        fields: &[
            needs("role", ROLES),
            needs("from", What::Date),
            may("until", What::Date),
            may("acting", What::Tick),
        ],
    },
    Act { verb: "end_role", fields: &[needs("role", ROLES), needs("on", What::Date)] },
    Act {
        verb: "substitute",
        fields: &[
            needs("in_place_of", What::Colleague),
            needs("role", What::OneOf("role", &["clerk", "officer", "head"])),
            needs("from", What::Date),
            needs("until", What::Date),
        ],
    },
    Act { verb: "set_contacts", fields: &[may("phone", What::Line), may("email", What::Line)] },
    Act { verb: "rename", fields: &[needs("name", What::Line)] },
    Act { verb: "dismiss", fields: &[needs("on", What::Date)] },
];

const TERRITORY: &[Act] = &[
    Act {
        verb: "create",
        fields: &[
            needs("id", What::Line),
            needs("name", What::Line),
            needs("kind", PLACES),
            may("parent", What::Line),
            may("type_code", TYPES),
            may("federal_district", DISTRICTS),
            may("iso", What::Line),
            may("population", What::Number),
            needs("utc_offset", What::Line),
        ],
    },
    Act { verb: "set_population", fields: &[needs("population", What::Number), needs("as_of", What::Date)] },
    Act { verb: "rename", fields: &[needs("name", What::Line)] },
    Act { verb: "merge", fields: &[needs("into", What::Line), needs("on", What::Date)] },
    Act { verb: "abolish", fields: &[needs("on", What::Date)] },
];
