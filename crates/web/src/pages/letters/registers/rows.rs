//! The lines of the books.

use aggregates::ids::AuthorityId;
use maud::{Markup, html};
use projections::correspondence::{self, Case, Incoming, Outgoing, Year};

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

/// A part of a book.
pub(super) enum Lines {
    Incoming(Vec<Incoming>, Option<u64>),
    Outgoing(Vec<Outgoing>, Option<u64>),
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
    let lines = visitor
        .app
        .engine()
        .views()
        .read("correspondence", move |view| {
            Ok(match book {
                Book::Incoming => {
                    let page = correspondence::incoming(view, &authority, year, after, limit, None)?;
                    Lines::Incoming(page.items, page.next)
                }
                Book::Outgoing => {
                    let page = correspondence::outgoing(view, &authority, year, after, limit, None)?;
                    Lines::Outgoing(page.items, page.next)
                }
            })
        })
        .await?;
    Ok(lines)
}

impl Lines {
    pub(super) const fn next(&self) -> Option<u64> {
        match self {
            Self::Incoming(_, next) | Self::Outgoing(_, next) => *next,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Incoming(lines, _) => lines.is_empty(),
            Self::Outgoing(lines, _) => lines.is_empty(),
        }
    }

    /// The heads of the columns, as keys of the texts.
    pub(super) const fn heads(&self) -> &'static [&'static str] {
        match self {
            Self::Incoming(..) => &[
                "registers-number",
                "registers-registered",
                "registers-case",
                "registers-home",
                "registers-came-by",
                "registers-note",
            ],
            Self::Outgoing(..) => &[
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
        match self {
            Self::Incoming(lines, _) => lines.iter().map(|line| (&line.case, incoming(line, say))).collect(),
            Self::Outgoing(lines, _) => lines.iter().map(|line| (&line.case, outgoing(line, say))).collect(),
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

fn incoming(line: &Incoming, say: Say<'_>) -> Vec<String> {
    vec![
        line.number.clone(),
        say.short_date(line.registered_on),
        title(&line.case, say),
        line.case.home.to_string(),
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
