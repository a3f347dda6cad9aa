//! A proposal while it is written: its fields, and the inputs for them.

use aggregates::initiative::fields::{Fields, Kind};
use aggregates::kept::Typed as Words;
use maud::{Markup, html};
use projections::texts::Readable;
use serde::{Deserialize, Serialize};

use crate::visitor::Visitor;

/// What is typed of a proposal; anything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proposal {
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) problem: Option<String>,
    #[serde(default)]
    pub(crate) proposal: Option<String>,
    #[serde(default)]
    pub(crate) expected_result: Option<String>,
    #[serde(default)]
    pub(crate) cost_rubles: Option<u64>,
    #[serde(default)]
    pub(crate) own_contribution: Option<String>,
    #[serde(default)]
    pub(crate) draft_wording: Option<String>,
}

impl Proposal {
    /// As a command carries it. A title that is missing is blank there, which the
    /// engine refuses by its name.
    pub(crate) fn fields(&self) -> Fields<Words> {
        let words = |text: &Option<String>| text.clone().map(Words);
        Fields {
            title: Words(self.title.clone().unwrap_or_default()),
            problem: words(&self.problem),
            proposal: words(&self.proposal),
            expected_result: words(&self.expected_result),
            cost_rubles: self.cost_rubles,
            own_contribution: words(&self.own_contribution),
            draft_wording: words(&self.draft_wording),
        }
    }

    /// The text of a field, by the name that procedures use.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        match field {
            "title" => self.title.as_deref(),
            "problem" => self.problem.as_deref(),
            "proposal" => self.proposal.as_deref(),
            "expected_result" => self.expected_result.as_deref(),
            "own_contribution" => self.own_contribution.as_deref(),
            "draft_wording" => self.draft_wording.as_deref(),
            _ => None,
        }
    }
}

/// The texts of a proposal, in the order of the form.
pub(crate) const TEXTS: [&str; 6] =
    ["title", "problem", "proposal", "expected_result", "own_contribution", "draft_wording"];

/// What a version of the text says, to be changed.
pub(super) fn fields_of_text(fields: &Fields<Readable>) -> Proposal {
    let text = |it: &Option<Readable>| it.as_ref().and_then(|it| it.text.clone());
    Proposal {
        title: fields.title.text.clone(),
        problem: text(&fields.problem),
        proposal: text(&fields.proposal),
        expected_result: text(&fields.expected_result),
        cost_rubles: fields.cost_rubles,
        own_contribution: text(&fields.own_contribution),
        draft_wording: text(&fields.draft_wording),
    }
}

/// The inputs of a proposal. `prefix` keeps the ids of two forms on one page apart.
pub(crate) fn proposal_inputs(visitor: &Visitor, typed: &Proposal, kind: Kind, prefix: &str) -> Markup {
    let say = visitor.say();
    let id = |field: &str| format!("{prefix}-{}", field.replace('_', "-"));
    let key = |field: &str| format!("field-{}", field.replace('_', "-"));
    let area = |field: &'static str, required: bool| {
        html! {
            label for=(id(field)) { (say.t(&key(field))) @if !required { " " span.soft { (say.t("optional")) } } }
            p.hint id={ (id(field)) "-hint" } { (say.t(&format!("{}-hint", key(field)))) }
            textarea id=(id(field)) name=(field) aria-describedby={ (id(field)) "-hint" } {
                (typed.text(field).unwrap_or_default())
            }
        }
    };
    let wording = matches!(kind, Kind::Rule | Kind::Law);
    html! {
        label for=(id("title")) { (say.t("field-title")) }
        p.hint id={ (id("title")) "-hint" } { (say.t("field-title-hint")) }
        input id=(id("title")) name="title" maxlength="300" value=(typed.title.as_deref().unwrap_or_default())
            aria-describedby={ (id("title")) "-hint" };
        (area("problem", true))
        (area("proposal", true))
        (area("expected_result", true))
        label for=(id("cost_rubles")) { (say.t("field-cost-rubles")) " " span.soft { (say.t("optional")) } }
        p.hint id={ (id("cost_rubles")) "-hint" } { (say.t("field-cost-rubles-hint")) }
        input id=(id("cost_rubles")) name="cost_rubles" type="number" min="0" step="1" inputmode="numeric"
            value=[typed.cost_rubles] aria-describedby={ (id("cost_rubles")) "-hint" };
        (area("own_contribution", false))
        (area("draft_wording", wording))
    }
}
