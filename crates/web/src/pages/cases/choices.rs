//! What can be chosen from in a form.

use aggregates::ids::{AuthorityId, InitiativeId};
use aggregates::initiative::Verb;
use aggregates::procedure::{StageName, TermKind};
use projections::{correspondence, directory, register};

use super::file::CaseFile;
use super::form::{What, fields};
use super::redaction::{CaseText, texts_of};
use crate::problem::Problem;
use crate::visitor::Visitor;

/// What can be chosen from, as far as the form asks for it.
#[derive(Default)]
pub(super) struct Choices {
    pub(super) authorities: Vec<(AuthorityId, String)>,
    pub(super) cases: Vec<(InitiativeId, String)>,
    pub(super) texts: Vec<CaseText>,
    /// The outgoing number that would be next.
    pub(super) outgoing_number: Option<String>,
}

impl Choices {
    /// Looks up what the form of an action needs.
    ///
    /// # Errors
    ///
    /// If a view or the journal cannot be read.
    pub(super) async fn of(visitor: &Visitor, case: &CaseFile, verb: Verb) -> Result<Self, Problem> {
        let mut choices = Self::default();
        for field in fields(verb).unwrap_or_default() {
            match field.what {
                What::Authority => choices.authorities = near(visitor, case).await?,
                What::OtherCase => choices.cases = others(visitor, case).await?,
                What::CaseText => choices.texts = texts_of(visitor, case).await?,
                What::Letter => choices.outgoing_number = Some(next_number(visitor, case).await?),
                What::Line
                | What::Text
                | What::Questions
                | What::Date
                | What::Time
                | What::Number(_)
                | What::Ground
                | What::Theme
                | What::NationalProject
                | What::Colleague
                | What::Missed
                | What::OneOf(..) => {}
            }
        }
        Ok(choices)
    }
}

/// The authorities of the places around: of the way up from home, and of what lies
/// directly in each of them. Others are found by name.
async fn near(visitor: &Visitor, case: &CaseFile) -> Result<Vec<(AuthorityId, String)>, Problem> {
    let path = case.page.path.clone();
    let own = case.office.authority.id.clone();
    let found = visitor.app.engine().views().read("directory", move |view| {
        let mut found = directory::authority(view, &own, None)?.into_iter().collect::<Vec<_>>();
        for territory in &path {
            found.extend(directory::authorities_of(view, territory, None)?);
        }
        // Not what lies in the federation: too many.
        for territory in path.iter().rev().skip(1) {
            for child in directory::children(view, territory, None)? {
                found.extend(directory::authorities_of(view, &child.id, None)?);
            }
        }
        Ok(found)
    });
    let mut near: Vec<(AuthorityId, String)> = Vec::new();
    for authority in found.await? {
        if authority.accepts_on(case.office.today) && near.iter().all(|(id, _)| *id != authority.id) {
            let name = authority.name.unwrap_or_else(|| authority.id.to_string());
            near.push((authority.id, name));
        }
    }
    Ok(near)
}

/// Cases of the same authority that another could go on in.
async fn others(visitor: &Visitor, case: &CaseFile) -> Result<Vec<(InitiativeId, String)>, Problem> {
    let (own, id) = (case.office.authority.id.clone(), case.page.id);
    let listed = visitor.app.engine().views().read("register", move |view| {
        let mut found = Vec::new();
        for stage in [StageName::UnderReview, StageName::Refused] {
            let filter =
                register::Filter { custody: Some(own.clone()), stage: Some(stage), ..Default::default() };
            found.extend(register::list(view, &filter, None, 200, None)?.items);
        }
        Ok(found)
    });
    let label = |listed: register::Listed| {
        let number = listed.numbers.last().map(|number| number.number.clone()).unwrap_or_default();
        (listed.id, format!("{number} {}", listed.title.unwrap_or_default()))
    };
    Ok(listed.await?.into_iter().filter(|listed| listed.id != id).map(label).collect())
}

/// One more than what this year's book of outgoing letters holds.
async fn next_number(visitor: &Visitor, case: &CaseFile) -> Result<String, Problem> {
    let (own, year) = (case.office.authority.id.clone(), case.office.today.year());
    let asked = own.clone();
    let years = visitor
        .app
        .engine()
        .views()
        .read("correspondence", move |view| correspondence::years(view, &asked, None))
        .await?;
    let sent = years.iter().find(|it| it.year == year).map_or(0, |it| it.outgoing);
    let number = u32::try_from(sent + 1).unwrap_or(u32::MAX);
    Ok(case.office.authority.number_format.write(number, year, &own).replace('_', "-"))
}

/// The letters that an official's authority owes in a case, oldest first.
pub(super) fn letters_owed(case: &CaseFile) -> impl Iterator<Item = &projections::initiative::Explained> {
    case.page.obligations.iter().filter(|it| {
        it.obligation.term.kind == TermKind::Dispatch
            && it.obligation.is_open()
            && it.obligation.term.obliged.authority() == Some(&case.office.authority.id)
    })
}
