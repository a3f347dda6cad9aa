//! How many support it at each level, against what is needed, and how the count grew.

use aggregates::initiative::stage::SupportWindow;
use jiff::civil::Date;
use maud::{Markup, html};
use projections::supports::{Day, ThresholdNow};

use super::case::Case;
use crate::pages::phrases;
use crate::visitor::Visitor;

/// The counts, the thresholds, and what this visitor can do about it.
pub(super) fn supports(visitor: &Visitor, case: &Case, actions: &Markup) -> Markup {
    let say = visitor.say();
    let total = total(case);
    html! {
        section.card #supports data-live aria-labelledby="supports-heading" {
            h2 #supports-heading { (say.t("case-supports")) }
            p.big { strong { (say.number(total)) } " " (say.count("supports-word", total)) }
            p.soft { (window(visitor, case)) }
            @for threshold in &case.thresholds { (level(visitor, case, threshold)) }
            (versions(visitor, case))
            (chart(visitor, &case.days))
        }
        (actions)
    }
}

/// All who support the version that counts; the root's count has them all.
fn total(case: &Case) -> u64 {
    let version = case.counted.iter().map(|counted| counted.version).max();
    let root = case.seen.path.last();
    let counted = case
        .counted
        .iter()
        .find(|counted| Some(counted.version) == version && Some(&counted.territory) == root);
    counted.map_or(0, |counted| counted.count)
}

fn window(visitor: &Visitor, case: &Case) -> String {
    let say = visitor.say();
    match case.seen.window {
        SupportWindow::NotOpened => say.t("window-not-opened"),
        SupportWindow::Open { .. } => {
            let until = case.seen.obligations.iter().find(|of| {
                of.obligation.term.kind == aggregates::procedure::TermKind::Support && of.obligation.is_open()
            });
            until.map_or_else(
                || say.t("window-open"),
                |of| say.with("window-open-until", &[("date", say.date(of.obligation.term.due.date).into())]),
            )
        }
        SupportWindow::Suspended { .. } => say.t("window-suspended"),
        SupportWindow::Closed => say.t("window-closed"),
    }
}

fn level(visitor: &Visitor, case: &Case, threshold: &ThresholdNow) -> Markup {
    let say = visitor.say();
    html! {
        div.level {
            p {
                (phrases::word(say, "level", threshold.level)) ", " (case.names.territory(&threshold.territory)) ": "
                strong { (say.number(threshold.count)) }
                @match threshold.needed {
                    Some(needed) => { " " (say.with("supports-of", &[("needed", say.number(needed).into())])) },
                    None => { " " span.soft { (say.t("supports-unknown")) } },
                }
                @if threshold.reached { " " span.tag.good { (say.t("supports-reached")) } }
            }
            @if let Some(needed) = threshold.needed {
                progress max=(needed.max(1)) value=(threshold.count.min(needed)) {}
            }
        }
    }
}

/// Where the text was revised, the counts of every version stay.
fn versions(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let root = case.seen.path.last();
    let all: Vec<_> = case.counted.iter().filter(|counted| Some(&counted.territory) == root).collect();
    html! {
        @if all.len() > 1 {
            p.small {
                (say.t("supports-by-version")) " "
                @for (nth, counted) in all.iter().enumerate() {
                    @if nth > 0 { "; " }
                    (say.count("version", u64::from(counted.version))) " — " (say.number(counted.count))
                }
            }
        }
    }
}

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 90.0;

fn chart(visitor: &Visitor, days: &[Day]) -> Markup {
    let say = visitor.say();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return html! {} };
    if days.len() < 2 {
        return html! {};
    }
    let label = say.with(
        "chart-label",
        &[
            ("from", say.date(first.day).into()),
            ("until", say.date(last.day).into()),
            ("count", last.count.max(0).unsigned_abs().into()),
        ],
    );
    html! {
        figure.chart {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(label) preserveAspectRatio="none" {
                path.area d=(area(days, first.day, last.day)) {}
            }
            figcaption.small.soft {
                span { (say.short_date(first.day)) } span { (say.short_date(last.day)) }
            }
        }
        details.small {
            summary { (say.t("chart-as-table")) }
            table {
                thead { tr { th scope="col" { (say.t("chart-day")) } th.num scope="col" { (say.t("chart-change")) }
                    th.num scope="col" { (say.t("chart-count")) } } }
                tbody {
                    @for day in days {
                        tr {
                            td { (say.short_date(day.day)) }
                            td.num { (format!("{:+}", day.change)) }
                            td.num { (say.number(day.count.max(0).unsigned_abs())) }
                        }
                    }
                }
            }
        }
    }
}

/// A count that stays where it is until a day changes it.
fn area(days: &[Day], first: Date, last: Date) -> String {
    let length = f64::from((last - first).get_days().max(1));
    let most = days.iter().map(|day| day.count).max().unwrap_or(1).max(1) as f64;
    let x = |day: Date| WIDTH * f64::from((day - first).get_days()) / length;
    let y = |count: i64| HEIGHT - (HEIGHT - 4.0) * count.max(0) as f64 / most;
    let mut path = format!("M0 {HEIGHT}");
    for day in days {
        path.push_str(&format!("H{:.1}V{:.1}", x(day.day), y(day.count)));
    }
    path.push_str(&format!("H{WIDTH}V{HEIGHT}Z"));
    path
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_chart_reaches_its_top_on_the_day_of_most_supports_and_keeps_within_its_frame() {
        let day = |day, change, count| Day { day: date(2027, 1, day), change, count };
        let path = area(&[day(1, 2, 2), day(6, 2, 4), day(11, -1, 3)], date(2027, 1, 1), date(2027, 1, 11));
        assert_eq!(path, "M0 90H0.0V47.0H160.0V4.0H320.0V25.5H320V90Z");
    }
}
