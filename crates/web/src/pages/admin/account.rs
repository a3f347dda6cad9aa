//! `POST /admin/officials/{id}/account`: lets an official sign in. The password is shown
//! once, and kept only as its hash.

use aggregates::ids::OfficialId;
use aggregates::official::Role;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::NewAccount;
use engine::Entropy;
use maud::{Markup, html};
use projections::directory;
use serde::Deserialize;

use super::form::Refused;
use super::{officials, page};
use crate::layout::{csrf, problem_box};
use crate::password;
use crate::posted::Posted;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// The login of a new account; nothing where there is one and only a password is wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    #[serde(default)]
    login: Option<String>,
}

/// The form: for a new account, or for another password.
///
/// # Errors
///
/// If the desk cannot be read.
pub(super) async fn form(
    visitor: &Visitor,
    official: OfficialId,
    refused: Option<&Refused<'_>>,
) -> Result<Markup, Problem> {
    let account = visitor.app.desk().account_of_official(official).await?;
    let say = visitor.say();
    let refused = refused.filter(|refused| refused.verb == "account");
    let action = visitor.to(&format!("/admin/officials/{official}/account"));
    Ok(html! {
        @if let Some(refused) = refused { (problem_box(visitor, refused.problem)) }
        form.narrow method="post" action=(action) {
            (csrf(visitor))
            @match &account {
                Some(account) => {
                    p { (say.with("admin-account-there", &[("login", account.login.clone().unwrap_or_default().into())])) }
                    button.plain { (say.t("admin-account-reset")) }
                }
                None => {
                    p.soft { (say.t("admin-account-none")) }
                    label for="account-login" { (say.t("field-login")) }
                    input #account-login name="login" required autocomplete="off" autocapitalize="none"
                        value=[refused.and_then(|refused| refused.typed.get("login"))];
                    button { (say.t("admin-account-make")) }
                }
            }
        }
    })
}

pub(super) async fn make(Path(id): Path<String>, posted: Posted<Form>) -> Result<Response, Problem> {
    let Posted { visitor, fields: Form { login }, typed, .. } = posted;
    visitor.office_as(Role::Administrator)?;
    let official: OfficialId = id.parse().map_err(|_| Problem::not_found())?;
    match open(&visitor, official, login).await {
        Ok((login, password)) => Ok(shown_once(&visitor, official, &login, &password)),
        Err(problem) => {
            let refused = Refused { verb: "account", typed: &typed, problem: &problem };
            officials::page(&visitor, &id, None, Some(&refused)).await
        }
    }
}

/// Login and password.
async fn open(
    visitor: &Visitor,
    official: OfficialId,
    login: Option<String>,
) -> Result<(String, String), Problem> {
    let app = &visitor.app;
    let find = move |view: &_| directory::official(view, official, None);
    let found = app.engine().views().read("directory", find).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    if found.dismissed_on.is_some() {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "official_dismissed",
            "this official has left office",
        ));
    }
    let password = generated(app.engine().entropy());
    let (text, entropy) = (password.clone(), app.engine().entropy().clone());
    let hashed = tokio::task::spawn_blocking(move || password::hash(&text, &entropy)).await;
    let hashed = hashed.map_err(|error| Problem::failed(&error, "hash_failed"))?;
    if let Some(account) = app.desk().account_of_official(official).await? {
        app.desk().set_password(account.id, &hashed).await?;
        return Ok((account.login.unwrap_or_default(), password));
    }
    let login = login.ok_or_else(|| Problem::field("login", "field_missing", "this has to be filled in"))?;
    let new = NewAccount {
        login: Some(login),
        password: Some(hashed),
        official: Some(official),
        ..NewAccount::default()
    };
    let id = app.engine().entropy().uuid_v4();
    let account = app.desk().open_account(id, new, app.engine().now()).await?;
    Ok((account.login.unwrap_or_default(), password))
}

/// Sixteen letters and digits that cannot be taken for each other: 80 bits.
fn generated(entropy: &Entropy) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let bytes: [u8; 16] = entropy.bytes();
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    let groups: Vec<String> = bytes.chunks(4).map(|group| group.iter().map(letter).collect()).collect();
    groups.join("-")
}

fn shown_once(visitor: &Visitor, official: OfficialId, login: &str, password: &str) -> Response {
    let say = visitor.say();
    let body = html! {
        div.notice role="status" {
            p { (say.t("admin-account-once")) }
            dl.facts {
                dt { (say.t("field-login")) } dd { code { (login) } }
                dt { (say.t("field-password")) } dd { code { (password) } }
            }
        }
        p { a href=(visitor.to(&format!("/admin/officials/{official}"))) { (say.t("admin-back-to-official")) } }
    };
    page(visitor, "officials", &say.t("admin-account"), StatusCode::OK, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_can_be_read_out_and_is_another_each_time() {
        let entropy = Entropy::seeded(3);
        let (one, other) = (generated(&entropy), generated(&entropy));
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
        assert!(!one.contains(['1', 'l', 'o', 'i']), "{one}");
    }
}
