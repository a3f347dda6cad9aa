//! Who calls: a bearer token, or nobody in particular. Cookies mean nothing here, so that
//! no page can make a browser call in somebody's name.

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use desk::Scope;
use engine::Caller;

use super::row::Needs;
use crate::app::App;
use crate::problem::Problem;
use crate::visitor::{Visitor, address, signed};
use crate::words::Lang;

/// Whoever calls.
pub(super) struct Asker {
    /// As the rest of the program knows him. Without the scope `read` he sees what the
    /// public sees.
    pub(super) visitor: Visitor,
    pub(super) scopes: Vec<Scope>,
    caller: Option<Caller>,
}

impl Asker {
    /// Finds out who it is.
    ///
    /// # Errors
    ///
    /// 401 for a token that does not hold; 429 for too many of them.
    pub(super) async fn of(parts: &Parts, app: &App) -> Result<Self, Problem> {
        let here = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
        let address = address(parts, app.settings().behind_proxy);
        let nobody = Visitor { app: app.clone(), lang: Lang::En, here, signed: None, tie: None, address };
        let Some(header) = parts.headers.get(AUTHORIZATION) else {
            return Ok(Self { visitor: nobody, scopes: Vec::new(), caller: None });
        };
        let secret = header.to_str().ok().and_then(|text| {
            let (scheme, secret) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
        });
        let found = match secret {
            Some(secret) => app.desk().account_by_token(secret, app.engine().now()).await?,
            None => None,
        };
        let Some((account, scopes)) = found else {
            app.limits().anonymous(address)?;
            return Err(Problem::bad_token());
        };
        let signed = Some(signed(app, account)?);
        Ok(Self { visitor: Visitor { signed, ..nobody }, scopes, caller: None })
    }

    /// Whether the token has that scope.
    pub(super) fn has(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Checks what an address needs, and settles as whom he acts.
    ///
    /// # Errors
    ///
    /// 401 without a token; 403 with one that is not good for this, or for somebody who is
    /// not what it takes.
    pub(super) fn admitted(mut self, needs: Needs) -> Result<Self, Problem> {
        match needs {
            Needs::Nothing => {
                if !self.has(Scope::Read) {
                    self.visitor.signed = None;
                }
            }
            Needs::Reading => {
                self.visitor.signed()?;
                self.insist(Scope::Read)?;
            }
            Needs::Participant => self.caller = Some(self.as_participant()?),
            Needs::Official => self.caller = Some(self.as_official()?),
            Needs::Either => {
                self.visitor.signed()?;
                let office = self.has(Scope::Office) && self.visitor.office().is_ok();
                self.caller = Some(if office { self.as_official()? } else { self.as_participant()? });
            }
        }
        Ok(self)
    }

    /// As whom the engine knows him for this command.
    ///
    /// # Errors
    ///
    /// If the address is not one of commands.
    pub(super) fn caller(&self) -> Result<Caller, Problem> {
        self.caller.ok_or_else(Problem::sign_in)
    }

    fn as_participant(&self) -> Result<Caller, Problem> {
        self.visitor.signed()?;
        self.insist(Scope::Participate)?;
        self.visitor.as_participant()
    }

    fn as_official(&self) -> Result<Caller, Problem> {
        self.visitor.signed()?;
        self.insist(Scope::Office)?;
        self.visitor.as_official()
    }

    fn insist(&self, scope: Scope) -> Result<(), Problem> {
        if self.has(scope) { Ok(()) } else { Err(Problem::insufficient_scope(scope)) }
    }
}
