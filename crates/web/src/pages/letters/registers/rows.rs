//! The lines of the books.

use aggregates::ids::AuthorityId;
use maud::{Markup, html};
use projections::correspondence::{self, Case, Incoming, IncomingPage, Outgoing, OutgoingPage, Year};

use crate::names::{Names, Wanted};
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::{Say, kebab};

/// One of the two books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Book {
    Incoming,
    Outgoing,
}

impl Book {
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Incoming, Self::Outgoing].into_iter().find(|book| book.as_str() == name)
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
        }
    }

    /// The key of its name.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Incoming => "registers-incoming",
            Self::Outgoing => "registers-outgoing",
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Incoming => Self::Outgoing,
            Self::Outgoing => Self::Incoming,
        }
    }

    pub(super) const fn count(self, year: &Year) -> u64 {
        match self {
            Self::Incoming => year.incoming,
            Self::Outgoing => year.outgoing,
        }
    }
}

/// A part of a book, and what its territories are called.
pub(super) struct Lines {
    part: Part,
    names: Names,
}

enum Part {
    Incoming(IncomingPage),
    Outgoing(OutgoingPage),
}

/// Reads a part of a book, from the position where the part before ended.
pub(super) async fn read(
    visitor: &Visitor,
    book: Book,
    authority: &AuthorityId,
    year: i16,
    after: Option<u64>,
    limit: u32,
) -> Result<Lines, Problem> {
    let authority = authority.clone();
    let part = visitor
        .app
        .engine()
        .views()
        .read("correspondence", move |view| {
            Ok(match book {
                Book::Incoming => {
                    Part::Incoming(correspondence::incoming(view, &authority, year, after, limit, None)?)
                }
                Book::Outgoing => {
                    Part::Outgoing(correspondence::outgoing(view, &authority, year, after, limit, None)?)
                }
            })
        })
        .await?;
    let homes = match &part {
        Part::Incoming(page) => page.items.iter().map(|line| &line.case.home).collect(),
        Part::Outgoing(_) => Vec::new(),
    };
    let names = Wanted::default().territories(homes).look_up(&visitor.app, None).await?;
    Ok(Lines { part, names })
}

impl Lines {
    pub(super) const fn next(&self) -> Option<u64> {
        match &self.part {
            Part::Incoming(page) => page.next,
            Part::Outgoing(page) => page.next,
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        match &self.part {
            Part::Incoming(page) => page.items.is_empty(),
            Part::Outgoing(page) => page.items.is_empty(),
        }
    }

    /// The heads of the columns, as keys of the texts.
    pub(super) const fn heads(&self) -> &'static [&'static str] {
        match self.part {
            Part::Incoming(_) => &[
                "registers-number",
                "registers-registered",
                "registers-case",
                "registers-home",
                "registers-came-by",
                "registers-note",
            ],
            Part::Outgoing(_) => &[
                "registers-number",
                "registers-sent",
                "registers-case",
                "registers-way",
                "registers-answers",
                "registers-due",
                "registers-note",
            ],
        }
    }

    /// The lines as texts, column by column, each with its initiative.
    pub(super) fn cells(&self, say: Say<'_>) -> Vec<(&Case, Vec<String>)> {
        match &self.part {
            Part::Incoming(page) => {
                page.items.iter().map(|line| (&line.case, incoming(line, &self.names, say))).collect()
            }
            Part::Outgoing(page) => page.items.iter().map(|line| (&line.case, outgoing(line, say))).collect(),
        }
    }

    pub(super) fn table(&self, visitor: &Visitor) -> Markup {
        let say = visitor.say();
        html! {
            table.register {
                thead { tr { @for head in self.heads() { th scope="col" { (say.t(head)) } } } }
                tbody {
                    @for (case, cells) in self.cells(say) {
                        tr {
                            @for (head, cell) in self.heads().iter().zip(cells) {
                                td {
                                    @if *head == "registers-case" {
                                        a href=(visitor.to(&format!("/desk/initiatives/{}", case.initiative))) { (cell) }
                                    } @else {
                                        (cell)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn incoming(line: &Incoming, names: &Names, say: Say<'_>) -> Vec<String> {
    vec![
        line.number.clone(),
        say.short_date(line.registered_on),
        title(&line.case, say),
        names.territory(&line.case.home).to_owned(),
        say.t(&format!("channel-{}", channel(line.case.came_by))),
        if line.again { say.t("registers-again") } else { String::new() },
    ]
}

fn outgoing(line: &Outgoing, say: Say<'_>) -> Vec<String> {
    let answers = line.answers.as_ref();
    let late = answers.is_some_and(|answers| line.sent_on > answers.due);
    vec![
        line.number.clone(),
        say.short_date(line.sent_on),
        title(&line.case, say),
        say.t(&format!("channel-{}", channel(line.channel))),
        answers.map(|answers| say.t(&format!("event-{}", kebab(&answers.event)))).unwrap_or_default(),
        answers.map(|answers| say.short_date(answers.due)).unwrap_or_default(),
        if late { say.t("registers-late") } else { String::new() },
    ]
}

fn title(case: &Case, say: Say<'_>) -> String {
    case.title.clone().unwrap_or_else(|| say.t("redacted"))
}

const fn channel(channel: aggregates::initiative::fields::Channel) -> &'static str {
    use aggregates::initiative::fields::Channel;
    match channel {
        Channel::Web => "web",
        Channel::Paper => "paper",
        Channel::Hearing => "hearing",
        Channel::Import => "import",
    }
}
