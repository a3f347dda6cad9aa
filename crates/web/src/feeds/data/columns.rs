//! The columns of each table.

/// What stands in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Uuid,
    Url,
    Date,
    Time,
    Count,
    /// Also less than nothing.
    Difference,
    YesOrNo,
}

/// A column.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// Whether it may be empty.
    pub(super) optional: bool,
    pub(super) about: &'static str,
}

const fn column(name: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { name, holds, optional: false, about }
}

const fn maybe(name: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { name, holds, optional: true, about }
}

/// A table.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    /// What tells its rows apart.
    pub(super) key: &'static [&'static str],
    pub(super) columns: &'static [Column],
}

pub(super) const INITIATIVES: Table = Table {
    name: "initiatives",
    title: "The register of initiatives",
    about: "Every initiative of the installation with where it stands now. Codes of territories are those of \
            the installation's directory (OKTMO in Russia); an authority's code names it for ever.",
    key: &["id"],
    columns: &[
        column("id", Holds::Uuid, "The initiative, the same through all levels"),
        column("url", Holds::Url, "Its page"),
        maybe("title", Holds::Text, "Its title; empty before it is published, and where it was redacted"),
        column("kind", Holds::Text, "What is asked for: work, programme, rule, law"),
        column("stage", Holds::Text, "Where it stands, as the procedure files call it"),
        maybe("closed_how", Holds::Text, "How it ended, once closed"),
        column("level", Holds::Text, "municipality, region or federation: of who has it, or had it last"),
        maybe("authority", Holds::Text, "The code of the authority that has it; empty once closed"),
        maybe("authority_since", Holds::Time, "Since when"),
        maybe("awaited", Holds::Text, "Whose turn it is: authority or author"),
        column("territory", Holds::Text, "The code of the territory it is about"),
        column("territories", Holds::Text, "That code and those it is part of, with spaces between them"),
        maybe("theme", Holds::Text, "Its theme, once registered"),
        maybe("national_project", Holds::Text, "The national project it belongs to"),
        column("procedure", Holds::Text, "The procedure it follows"),
        column("procedure_version", Holds::Count, "The version of that procedure"),
        column("channel", Holds::Text, "How it came: web, paper, hearing, import"),
        column("submitted_on", Holds::Date, "The day it came"),
        maybe("published_on", Holds::Date, "Since when the public may read it"),
        maybe("closed_on", Holds::Date, "When it ended"),
        column("text_version", Holds::Count, "0 until it is published, then the version that is read"),
        column("overdue", Holds::YesOrNo, "Whether somebody still owes a term that was missed"),
        column("supports", Holds::Count, "People who stand behind it, whatever the version"),
        column("comments", Holds::Count, "Comments that can be read"),
        column(
            "numbers",
            Holds::Text,
            "Registration numbers, oldest first, as authority=number, with ; between",
        ),
    ],
};

pub(super) const SUPPORTS: Table = Table {
    name: "supports-per-day",
    title: "Supports of initiatives, day by day",
    about: "For each version of the text of each published initiative, and each territory on the way up from \
            its home: how the count of supporters who live there changed. The root territory counts all. Days \
            without a change are left out.",
    key: &["initiative", "version", "territory", "day"],
    columns: &[
        column("initiative", Holds::Uuid, "The initiative"),
        column("version", Holds::Count, "The version of its text"),
        column("territory", Holds::Text, "The code of the territory whose residents are counted"),
        column("day", Holds::Date, "The local date"),
        column("change", Holds::Difference, "Given and confirmed less withdrawn and struck out on that day"),
        column("count", Holds::Count, "The count with all days up to this one"),
    ],
};
