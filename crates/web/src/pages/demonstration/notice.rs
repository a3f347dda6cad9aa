//! The strip under the head of every page of a demonstration.

use maud::{Markup, html};

use crate::layout::csrf;
use crate::visitor::Visitor;

/// Days that time can be moved on by, with the words for it.
const LEAPS: [(u8, &str); 2] = [(1, "demo-day"), (7, "demo-week")];

/// That nothing here is real; whoever is signed in can move time on: comments stay open
/// for days, and nobody who tries the whole way out wants to wait for them.
pub(crate) fn notice(visitor: &Visitor) -> Markup {
    let (app, say) = (&visitor.app, visitor.say());
    let simulated = visitor.signed.is_some() && app.engine().clock().simulation().is_some();
    let today = calendar::local_date(app.engine().now(), calendar::UtcOffset::moscow());
    html! {
        @if !app.settings().demo.is_empty() {
            div.demo {
                span { (say.t("demo-notice")) " " a href=(visitor.to("/sign-in")) { (say.t("demo-accounts")) } }
                @if simulated {
                    form method="post" action=(visitor.to("/demonstration/leap")) {
                        (csrf(visitor))
                        input type="hidden" name="back" value=(visitor.here);
                        (say.with("demo-today", &[("date", say.date(today).into())])) " "
                        @for (days, key) in LEAPS { button.link name="days" value=(days) { (say.t(key)) } " " }
                    }
                }
            }
        }
    }
}
