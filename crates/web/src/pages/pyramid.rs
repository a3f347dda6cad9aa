//! The inverted pyramid: where initiatives are, drawn from the funnel. Wide at the top,
//! where things begin, and narrow at the bottom, with the federation. Each slice is a
//! link to the initiatives it counts.

use aggregates::level::Level;
use aggregates::procedure::StageName;
use maud::{Markup, html};
use projections::funnel::{Funnel, LevelFigures};

use super::phrases;
use crate::asked::address;
use crate::visitor::Visitor;

/// What of a funnel a link narrows the register to, besides level and stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Within {
    pub(crate) territory: Option<String>,
    pub(crate) as_of: Option<String>,
}

impl Within {
    fn link(
        &self,
        visitor: &Visitor,
        level: Option<Level>,
        stage: Option<StageName>,
        overdue: bool,
    ) -> String {
        address(
            &visitor.to("/initiatives"),
            &[
                ("level", level.map(|level| level.to_string())),
                ("stage", stage.map(|stage| stage.to_string())),
                ("territory", self.territory.clone()),
                ("overdue", overdue.then(|| "yes".to_owned())),
                ("as_of", self.as_of.clone()),
            ],
        )
    }
}

/// One slice of the drawing.
struct Slice {
    class: &'static str,
    level: Level,
    label: String,
    count: u64,
    /// Nothing for a slice that leads nowhere.
    link: Option<String>,
    height: u32,
    /// Space above it.
    gap: u32,
}

/// In units of the drawing.
struct Measures {
    width: f64,
    /// What is left of the width at the bottom.
    narrowest: f64,
    row: u32,
    head: u32,
    class: &'static str,
}

const WIDE: Measures = Measures { width: 720.0, narrowest: 0.46, row: 30, head: 42, class: "pyramid wide" };
const NARROW: Measures = Measures { width: 360.0, narrowest: 0.72, row: 34, head: 44, class: "pyramid slim" };

/// The drawing, for wide and for narrow screens, and the same figures as a table.
pub(crate) fn pyramid(visitor: &Visitor, funnel: &Funnel, within: &Within) -> Markup {
    let say = visitor.say();
    html! {
        figure.pyramid {
            (drawing(visitor, funnel, within, &WIDE))
            (drawing(visitor, funnel, within, &NARROW))
            figcaption { details { summary { (say.t("pyramid-as-table")) } (table(visitor, funnel, within)) } }
        }
    }
}

fn slices(visitor: &Visitor, funnel: &Funnel, within: &Within, measures: &Measures) -> Vec<Slice> {
    let say = visitor.say();
    let mut slices = Vec::new();
    for figures in &funnel.levels {
        let here = here(figures);
        let level = Some(figures.level);
        let class = match figures.level {
            Level::Municipality => "level-1",
            Level::Region => "level-2",
            Level::Federation => "level-3",
        };
        let link = |stage, overdue| Some(within.link(visitor, level, stage, overdue));
        slices.push(Slice {
            class: "head",
            level: figures.level,
            label: phrases::word(say, "pyramid-level", figures.level),
            count: here,
            link: link(None, false).filter(|_| here > 0),
            height: measures.head,
            gap: if slices.is_empty() { 0 } else { 10 },
        });
        if figures.overdue > 0 {
            slices.push(Slice {
                class: "late",
                level: figures.level,
                label: say.t("pyramid-overdue"),
                count: figures.overdue,
                link: link(None, true),
                height: measures.row,
                gap: 2,
            });
        }
        for (stage, count) in figures.stages.iter().filter(|(_, count)| **count > 0) {
            let over = *stage == StageName::Closed;
            slices.push(Slice {
                class: if over { "over" } else { class },
                level: figures.level,
                label: phrases::word(say, "stage", *stage),
                count: *count,
                link: link(Some(*stage), false),
                height: measures.row,
                gap: 2,
            });
        }
    }
    slices
}

/// All that is at a level, or ended there.
fn here(figures: &LevelFigures) -> u64 {
    figures.stages.values().sum()
}

fn drawing(visitor: &Visitor, funnel: &Funnel, within: &Within, measures: &Measures) -> Markup {
    let slices = slices(visitor, funnel, within, measures);
    let height: u32 = slices.iter().map(|slice| slice.height + slice.gap).sum();
    let most =
        slices.iter().filter(|slice| slice.class != "head").map(|slice| slice.count).max().unwrap_or(1);
    let total = f64::from(height.max(1));
    let half = |y: u32| measures.width / 2.0 * (1.0 - (1.0 - measures.narrowest) * f64::from(y) / total);
    let middle = measures.width / 2.0;
    let mut y = 0;
    let placed: Vec<(u32, &Slice)> = slices
        .iter()
        .map(|slice| {
            let top = y + slice.gap;
            y = top + slice.height;
            (top, slice)
        })
        .collect();
    html! {
        svg class=(measures.class) viewBox=(format!("0 0 {} {height}", measures.width)) role="group"
            aria-label=(visitor.say().t("pyramid-label")) {
            @for (top, slice) in placed {
                @let shape = band(middle, half(top), half(top + slice.height), top, slice.height);
                // How much of the widest this slice is: a darker band in its middle.
                @let share = slice.count as f64 / most.max(1) as f64;
                @let share = if slice.class == "head" { 0.0 } else { share };
                @let bar = band(
                    middle, half(top) * share, half(top + slice.height) * share, top, slice.height,
                );
                @let baseline = f64::from(top) + f64::from(slice.height) / 2.0;
                @let text = html! {
                    path.shape d=(shape) {}
                    path.bar d=(bar) {}
                    text x=(middle) y=(baseline) dominant-baseline="central" text-anchor="middle" {
                        (slice.label) " " tspan.count { (visitor.say().number(slice.count)) }
                    }
                };
                @match &slice.link {
                    Some(link) => {
                        a class=(slice.class) href=(link)
                            aria-label=(told(visitor, slice)) { (text) }
                    }
                    None => g class=(slice.class) { (text) },
                }
            }
        }
    }
}

/// A slice for those who do not see above which others it stands.
fn told(visitor: &Visitor, slice: &Slice) -> String {
    let level = phrases::word(visitor.say(), "pyramid-level", slice.level);
    let label = if level == slice.label { level } else { format!("{level}, {}", slice.label) };
    format!("{label}: {}", slice.count)
}

/// A slice of a triangle that stands on its head.
fn band(middle: f64, above: f64, below: f64, top: u32, height: u32) -> String {
    let bottom = top + height;
    format!(
        "M{:.1} {top}L{:.1} {top}L{:.1} {bottom}L{:.1} {bottom}Z",
        middle - above,
        middle + above,
        middle + below,
        middle - below
    )
}

fn table(visitor: &Visitor, funnel: &Funnel, within: &Within) -> Markup {
    let say = visitor.say();
    let figure = |count: u64, link: String| {
        html! { @if count > 0 { a href=(link) { (say.number(count)) } } @else { span.soft { "0" } } }
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(say.t("pyramid-label")) {
            table {
                thead {
                    tr {
                        th scope="col" { (say.t("pyramid-stage")) }
                        @for figures in &funnel.levels {
                            th.num scope="col" { (phrases::word(say, "pyramid-level", figures.level)) }
                        }
                    }
                }
                tbody {
                    @for stage in StageName::ALL {
                        tr {
                            th scope="row" { (phrases::word(say, "stage", *stage)) }
                            @for figures in &funnel.levels {
                                td.num {
                                    (figure(
                                        figures.stages.get(stage).copied().unwrap_or(0),
                                        within.link(visitor, Some(figures.level), Some(*stage), false),
                                    ))
                                }
                            }
                        }
                    }
                    tr {
                        th scope="row" { (say.t("pyramid-all-here")) }
                        @for figures in &funnel.levels {
                            td.num { (figure(here(figures), within.link(visitor, Some(figures.level), None, false))) }
                        }
                    }
                    tr {
                        th scope="row" { (say.t("pyramid-overdue")) }
                        @for figures in &funnel.levels {
                            td.num { (figure(figures.overdue, within.link(visitor, Some(figures.level), None, true))) }
                        }
                    }
                    tr {
                        th scope="row" { (say.t("pyramid-reached")) }
                        @for figures in &funnel.levels { td.num { (say.number(figures.reached)) } }
                    }
                    tr {
                        th scope="row" { (say.t("pyramid-adopted")) }
                        @for figures in &funnel.levels { td.num { (say.number(figures.adopted)) } }
                    }
                }
            }
        }
        p.hint { (say.t("pyramid-explained")) }
    }
}
