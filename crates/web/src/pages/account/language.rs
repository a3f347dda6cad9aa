//! `POST /account/language`: in which language pages open after signing in. Letters stay in
//! Russian, the language of the office.

use axum::response::{IntoResponse, Redirect, Response};
use desk::Account;
use maud::{Markup, html};
use serde::Deserialize;

use crate::layout;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;
use crate::words::Lang;

/// What is chosen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    language: String,
}

/// The language that an account asked for; that of the page, where it asked for none.
///
/// # Errors
///
/// If the desk cannot be read.
pub(super) async fn of(visitor: &Visitor, account: &Account) -> Result<Lang, Problem> {
    let stored = visitor.app.desk().language(account.id).await?;
    Ok(stored.as_deref().and_then(named).unwrap_or(visitor.lang))
}

fn named(name: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.as_str() == name)
}

/// The form on the page of the account.
pub(super) fn form(visitor: &Visitor, chosen: Lang) -> Markup {
    let say = visitor.say();
    html! {
        form.narrow method="post" action=(visitor.to("/account/language")) {
            (layout::csrf(visitor))
            label for="language" { (say.t("language-of-pages")) }
            p.hint #language-hint { (say.t("language-hint")) }
            select #language name="language" aria-describedby="language-hint" {
                @for lang in Lang::ALL {
                    option value=(lang) lang=(lang) selected[lang == chosen] { (layout::name_of(lang)) }
                }
            }
            p { button { (say.t("language-set")) } }
        }
    }
}

/// Sets it, and goes on in it.
pub(super) async fn set(posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { language }, .. } = posted;
    let account = visitor.signed()?.account.id;
    let Some(lang) = named(&language) else {
        return Err(Problem::field("language", "field_unfit", "there are no pages in that language"));
    };
    visitor.app.desk().set_language(account, lang.as_str()).await?;
    Ok(Redirect::to(&format!("/{lang}/account?done=language")).into_response())
}
