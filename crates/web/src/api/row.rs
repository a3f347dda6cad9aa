//! One row of the table: an address with everything that is said of it. The router and
//! the OpenAPI document are both made of it, so that they cannot differ.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method;
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use super::answer::{Answer, Listing};
use super::bodies::Body;
use super::call::Call;
use super::shape::{Book, Shape};
use super::{command, shape};
use crate::problem::Problem;

/// What somebody has to be to use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing; with a token one may see more.
    Nothing,
    /// A token with the scope `read`.
    Reading,
    /// A participant, and a token with the scope `participate`.
    Participant,
    /// An official, and a token with the scope `office`.
    Official,
    /// One of the two. With the scope `office` an official acts for his authority.
    Either,
}

pub(super) type Running = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;
pub(super) type Handler = Arc<dyn Fn(Call) -> Running + Send + Sync>;
type Describe = fn(&mut Book) -> RefOr<Schema>;

/// What is sent along.
#[derive(Clone)]
pub(super) enum Sent {
    /// Nothing.
    Nothing,
    /// JSON.
    Json {
        shape: Describe,
        example: fn() -> Value,
        /// Fields that may stand beside those of the shape.
        beside: &'static [&'static str],
    },
    /// The bytes of a file.
    File,
}

/// What comes back.
#[derive(Clone)]
pub(super) enum Given {
    Json(Describe),
    /// The receipt of a command. `makes` says that it brings something new.
    Receipt {
        makes: bool,
    },
    /// The description of a file that is kept now.
    Kept(Describe),
    /// The bytes of a file.
    File,
    /// JSON, one object of that shape a line.
    Lines(Describe),
}

/// A row of the table.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// The operation's name in the document and of its cursors.
    pub(super) name: &'static str,
    pub(super) tag: &'static str,
    pub(super) about: &'static str,
    /// Who may, where the scope does not say it all.
    pub(super) who: &'static str,
    pub(super) needs: Needs,
    pub(super) query: Option<Describe>,
    /// Takes `cursor` and `limit`.
    pub(super) pages: bool,
    /// Takes `as_of`.
    pub(super) as_of: bool,
    pub(super) sent: Sent,
    pub(super) given: Given,
    /// Nothing where another part of the program answers, and this only describes it.
    pub(super) run: Option<Handler>,
}

/// The query of an address that has none of its own.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoQuery {}

impl Shape for NoQuery {
    fn shape(_: &mut Book) -> RefOr<Schema> {
        shape::Members::default().schema("")
    }
}

impl Row {
    fn bare(
        method: Method,
        path: &'static str,
        name: &'static str,
        about: &'static str,
        run: Handler,
    ) -> Self {
        Self {
            method,
            path,
            name,
            tag: "",
            about,
            who: "",
            needs: Needs::Nothing,
            query: None,
            pages: false,
            as_of: false,
            sent: Sent::Nothing,
            given: Given::File,
            run: Some(run),
        }
    }

    /// An address that the feeds answer: described here with the others.
    pub(super) fn lines(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        query: Describe,
        line: Describe,
    ) -> Self {
        let run: Handler = Arc::new(|_| Box::pin(async { Err(Problem::not_found()) }));
        let row = Self::bare(Method::GET, path, name, about, run);
        Self { query: Some(query), given: Given::Lines(line), run: None, ..row }
    }

    /// A question to the views.
    pub(super) fn get<Q, A, F>(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        handler: impl Fn(Call, Q) -> F + Send + Sync + Clone + 'static,
    ) -> Self
    where
        Q: DeserializeOwned + Shape + Send + 'static,
        A: Serialize + Shape + Send + 'static,
        F: Future<Output = Result<Answer<A>, Problem>> + Send + 'static,
    {
        let run: Handler = Arc::new(move |mut call: Call| -> Running {
            let handler = handler.clone();
            Box::pin(async move {
                let query = call.query()?;
                let reached = call.reached();
                Ok(handler(call, query).await?.respond(reached))
            })
        });
        let row = Self::bare(Method::GET, path, name, about, run);
        Self { query: Some(Q::shape), given: Given::Json(A::shape), ..row }
    }

    /// A question that is answered in pages.
    pub(super) fn list<Q, T, F>(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        handler: impl Fn(Call, Q) -> F + Send + Sync + Clone + 'static,
    ) -> Self
    where
        Q: DeserializeOwned + Shape + Send + 'static,
        T: Serialize + Shape + Send + 'static,
        F: Future<Output = Result<Answer<Listing<T>>, Problem>> + Send + 'static,
    {
        Self { pages: true, ..Self::get(path, name, about, handler) }
    }

    /// A command whose body is `B`.
    pub(super) fn post<B: Body>(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        needs: Needs,
    ) -> Self {
        let run: Handler = Arc::new(|call: Call| -> Running { Box::pin(command::give::<B>(call)) });
        let sent = Sent::Json { shape: B::shape, example: B::example, beside: B::BESIDE };
        let given = Given::Receipt { makes: false };
        Self { needs, sent, given, ..Self::bare(Method::POST, path, name, about, run) }
    }

    /// Takes JSON, does something, and answers with JSON.
    pub(super) fn answered<B: Shape, A: Shape, F>(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        needs: Needs,
        handler: fn(Call) -> F,
    ) -> Self
    where
        F: Future<Output = Result<Response, Problem>> + Send + 'static,
    {
        let run: Handler = Arc::new(move |call: Call| -> Running { Box::pin(handler(call)) });
        let sent = Sent::Json { shape: B::shape, example: B::example, beside: &[] };
        Self { needs, sent, given: Given::Json(A::shape), ..Self::bare(Method::POST, path, name, about, run) }
    }

    /// Takes in a file, and answers what it is.
    pub(super) fn upload<F>(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        kept: Describe,
        handler: fn(Call) -> F,
    ) -> Self
    where
        F: Future<Output = Result<Response, Problem>> + Send + 'static,
    {
        let run: Handler = Arc::new(move |call: Call| -> Running { Box::pin(handler(call)) });
        let (sent, given) = (Sent::File, Given::Kept(kept));
        Self { needs: Needs::Either, sent, given, ..Self::bare(Method::POST, path, name, about, run) }
    }

    /// Gives out a file.
    pub(super) fn download<F>(
        path: &'static str,
        name: &'static str,
        about: &'static str,
        handler: fn(Call) -> F,
    ) -> Self
    where
        F: Future<Output = Result<Response, Problem>> + Send + 'static,
    {
        let run: Handler = Arc::new(move |call: Call| -> Running { Box::pin(handler(call)) });
        Self { needs: Needs::Reading, ..Self::bare(Method::GET, path, name, about, run) }
    }

    /// It brings something new into being: 201.
    pub(super) fn makes(mut self) -> Self {
        self.given = Given::Receipt { makes: true };
        self
    }

    /// It can be asked as of an earlier moment.
    pub(super) fn timed(mut self) -> Self {
        self.as_of = true;
        self
    }

    /// It needs a token.
    pub(super) fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }

    /// Who may, in words.
    pub(super) fn who(mut self, who: &'static str) -> Self {
        self.who = who;
        self
    }

    /// Whether it changes something.
    pub(super) fn is_command(&self) -> bool {
        self.method == Method::POST
    }
}

/// Rows under one heading.
pub(super) fn under(tag: &'static str, rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(|row| Row { tag, ..row }).collect()
}
