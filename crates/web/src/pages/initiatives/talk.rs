//! What residents say of it: comments, and how it turned out.

use maud::{Markup, html};

use super::case::{COMMENTS, Case};
use crate::asked::address;
use crate::pages::phrases;
use crate::visitor::Visitor;

/// Comments, oldest first.
pub(super) fn comments(visitor: &Visitor, case: &Case, after: Option<u64>) -> Markup {
    let say = visitor.say();
    let more = case.comments.len() > COMMENTS as usize;
    let shown = &case.comments[..case.comments.len().min(COMMENTS as usize)];
    let here = |after: Option<u64>| {
        let path = visitor.to(&format!("/initiatives/{}", case.seen.id));
        let after = after.map(|after| after.to_string());
        format!(
            "{}#comments",
            address(&path, &[("comments_after", after), ("as_of", case.as_of.in_address())])
        )
    };
    html! {
        @if !shown.is_empty() || after.is_some() {
            section #comments data-live aria-labelledby="comments-heading" {
                h2 #comments-heading { (say.t("case-comments")) }
                ol.comments {
                    @for comment in shown {
                        li id=(format!("e{}", comment.position)) {
                            p.meta {
                                span {
                                    @if case.seen.author == Some(comment.author) { (say.t("actor-author")) }
                                    @else { (say.t("actor-resident")) }
                                }
                                span { (say.date(comment.day)) }
                            }
                            @if comment.withheld {
                                p.soft { (say.t("comment-withheld")) }
                            } @else {
                                (phrases::text(say, &comment.text))
                            }
                        }
                    }
                }
                (crate::pages::lines::pages(
                    visitor,
                    shown.last().filter(|_| more).map(|last| here(Some(last.position))),
                    after.map(|_| here(None)),
                ))
            }
        }
    }
}

/// How well residents say it turned out.
pub(super) fn assessments(visitor: &Visitor, case: &Case) -> Markup {
    let say = visitor.say();
    let by_score = case.assessments.by_score;
    let given: u64 = by_score.iter().sum();
    html! {
        @if let Some(mean) = case.assessments.mean {
            section aria-labelledby="assessments-heading" {
                h2 #assessments-heading { (say.t("case-assessments")) }
                p {
                    (say.with("assessments-mean", &[
                        ("mean", decimal(visitor, mean).into()), ("count", given.into()),
                    ]))
                }
                table.scores {
                    thead.hidden { tr {
                        th scope="col" { (say.t("assessments-score")) } th.num scope="col" { (say.t("assessments-given")) }
                        th scope="col" { (say.t("assessments-share")) }
                    } }
                    tbody {
                        @for (score, count) in (1_u8..=5).zip(by_score).rev() {
                            tr {
                                th scope="row" { (score) }
                                td.num { (say.number(count)) }
                                td { progress max=(given.max(1)) value=(count) aria-label=(format!("{score}: {count}")) {} }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn decimal(visitor: &Visitor, number: f64) -> String {
    let text = format!("{number:.1}");
    match visitor.lang {
        crate::words::Lang::Ru => text.replace('.', ","),
        crate::words::Lang::En => text,
    }
}
