//! The web side as it is served: on a port of this machine, with people who sign in.
//!
//! [`Served`] answers in this process until it is dropped. [`Client`] is a browser
//! without a screen: it keeps cookies, follows redirects, and sends the forms it finds.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aggregates::ids::{OfficialId, ParticipantId};
use desk::{Desk, NewAccount, Scope, Token};
use engine::{Engine, Keeper};
use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use scraper::{ElementRef, Html, Selector};
use tokio::net::TcpListener;
use web::{App, DemoAccount, Settings};

/// The password of every account made here.
pub const PASSWORD: &str = "correct-horse-battery";

/// A served app. Stops when dropped.
#[derive(Debug)]
pub struct Served {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    app: App,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.tasks.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

impl Served {
    /// Serves an engine and a desk on any free port.
    ///
    /// # Panics
    /// Where no port can be taken.
    pub async fn start(engine: Engine, desk: Desk) -> Self {
        Self::with(engine, desk, |_| {}).await
    }

    /// As [`Self::start`], with other settings.
    ///
    /// # Panics
    /// Where no port can be taken.
    pub async fn with(engine: Engine, desk: Desk, change: impl FnOnce(&mut Settings)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let mut settings = Settings {
            base_url: url.clone(),
            root: "RU".to_owned(),
            behind_proxy: false,
            demo: Vec::<DemoAccount>::new(),
            openid: None,
            witnesses: Vec::new(),
            webhooks: web::Webhooks::default(),
            rates: web::Rates::default(),
        };
        change(&mut settings);
        let keeper = Keeper::open(&engine, desk.clone()).await.expect("the log opens");
        let app = App::new(engine, keeper, desk, settings);
        let serving = tokio::spawn({
            let app = app.clone();
            async move {
                web::serve(app, listener, std::future::pending()).await.expect("it serves");
            }
        });
        let views = tokio::spawn({
            let engine = app.engine().clone();
            async move { engine.views().run().await }
        });
        let keeping = tokio::spawn({
            let keeper = app.keeper().clone();
            async move { keeper.run().await }
        });
        Self { url, app, tasks: vec![serving, views, keeping] }
    }

    /// The app that is served.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The engine behind it.
    pub fn engine(&self) -> &Engine {
        self.app.engine()
    }

    /// Makes an account for an official.
    ///
    /// # Panics
    /// If the login is taken.
    pub async fn account_of_official(&self, login: &str, id: OfficialId) -> uuid::Uuid {
        self.account(NewAccount { login: Some(login.to_owned()), official: Some(id), ..hashed() }).await
    }

    /// Makes an account for a participant.
    ///
    /// # Panics
    /// If the login is taken.
    pub async fn account_of_participant(&self, login: &str, id: ParticipantId) -> uuid::Uuid {
        self.account(NewAccount { login: Some(login.to_owned()), participant: Some(id), ..hashed() }).await
    }

    async fn account(&self, new: NewAccount) -> uuid::Uuid {
        let engine = self.engine();
        let id = engine.entropy().uuid_v4();
        self.app.desk().open_account(id, new, engine.now()).await.expect("the login is free").id
    }

    /// A token of an account for everything it may do.
    ///
    /// # Panics
    /// If the desk fails.
    pub async fn token(&self, account: uuid::Uuid) -> String {
        let engine = self.engine();
        let secret = format!("test-{}", engine.entropy().uuid_v4());
        let token = Token {
            id: engine.entropy().uuid_v4(),
            name: "test".to_owned(),
            scopes: Scope::ALL.to_vec(),
            created_at: engine.now(),
            expires_at: None,
            revoked_at: None,
        };
        self.app.desk().issue_token(account, &token, &secret).await.expect("a token");
        secret
    }

    /// Somebody with a browser who is not signed in.
    pub fn visitor(&self) -> Client {
        Client::of(&self.url)
    }

    /// Somebody who has signed in, in Russian.
    ///
    /// # Panics
    /// If he cannot.
    pub async fn signed_in(&self, login: &str) -> Client {
        self.signed_in_with(login, PASSWORD).await
    }

    /// As [`Self::signed_in`], with another password.
    ///
    /// # Panics
    /// If he cannot.
    pub async fn signed_in_with(&self, login: &str, password: &str) -> Client {
        let client = self.visitor();
        let page = client.get("/ru/sign-in").await;
        let form = page.form("/sign-in").set("login", login).set("password", password);
        let page = client.send(form).await;
        assert_eq!(page.status, 200, "{login} cannot sign in: {}", page.text());
        client
    }
}

/// One hash for all: it costs, and the password is the same.
fn hashed() -> NewAccount {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let hash = HASH.get_or_init(|| web::hash_password(PASSWORD, &engine::Entropy::seeded(1)));
    NewAccount { password: Some(hash.clone()), ..NewAccount::default() }
}

/// A browser without a screen. Cheap to clone; clones share the cookies.
#[derive(Clone, Debug)]
pub struct Client {
    url: String,
    http: reqwest::Client,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// What came back, after redirects.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The path and query that answered.
    pub path: String,
    /// The body.
    pub body: String,
}

impl Client {
    /// A browser for whatever answers at that address.
    ///
    /// # Panics
    /// If no client can be made.
    pub fn of(url: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .expect("a client");
        Self { url: url.to_owned(), http, cookies: Arc::default() }
    }

    /// A cookie that it holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Changes or adds a cookie, as somebody with ill will could.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page.
    ///
    /// # Panics
    /// If nothing answers.
    pub async fn get(&self, path: &str) -> Answer {
        self.run(self.http.get(format!("{}{path}", self.url)), path).await
    }

    /// Takes a file: the status, and its bytes.
    ///
    /// # Panics
    /// If nothing answers.
    pub async fn download(&self, path: &str) -> (u16, Vec<u8>) {
        let request = self.request(reqwest::Method::GET, path).header(COOKIE, self.cookies());
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.bytes().await.expect("a body").to_vec())
    }

    fn cookies(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// A request of any kind to a path, for what a form cannot say. Cookies go along.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request made with [`Self::request`].
    ///
    /// # Panics
    /// If nothing answers.
    pub async fn run(&self, request: reqwest::RequestBuilder, path: &str) -> Answer {
        let mut answer = self.once(request, path).await;
        for _ in 0..5 {
            let Some(to) = answer.headers.get(LOCATION).filter(|_| (300..400).contains(&answer.status))
            else {
                break;
            };
            let to = to.to_str().expect("an address").to_owned();
            let to = to.strip_prefix(&self.url).unwrap_or(&to).to_owned();
            if !to.starts_with('/') {
                break;
            }
            answer = self.once(self.http.get(format!("{}{to}", self.url)), &to).await;
        }
        answer
    }

    /// Sends a request and follows nothing.
    ///
    /// # Panics
    /// If nothing answers.
    pub async fn once(&self, request: reqwest::RequestBuilder, path: &str) -> Answer {
        let response = request.header(COOKIE, self.cookies()).send().await.expect("an answer");
        for cookie in response.headers().get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().expect("ASCII").split_once('=').expect("a name");
            let value = rest.split(';').next().unwrap_or_default();
            let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.expect("a body");
        Answer { status, headers, path: path.to_owned(), body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Sends a form as a browser does.
    ///
    /// # Panics
    /// If nothing answers.
    pub async fn send(&self, form: Form) -> Answer {
        let path = form.action.clone();
        let url = format!("{}{path}", self.url);
        let request = match (form.get, form.multipart) {
            (true, _) => self.http.get(url).query(&form.fields),
            (false, false) => self.http.post(url).form(&form.fields),
            (false, true) => {
                let mut parts = reqwest::multipart::Form::new();
                for (name, value) in form.fields {
                    parts = parts.text(name, value);
                }
                for (name, file, kind, bytes) in form.files {
                    let part = reqwest::multipart::Part::bytes(bytes).file_name(file);
                    parts = parts.part(name, part.mime_str(&kind).expect("a media type"));
                }
                self.http.post(url).multipart(parts)
            }
        };
        self.run(request, &path).await
    }
}

impl Answer {
    /// The page as a person reads it: without markup.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.body);
        let text =
            html.select(&selector("main")).next().map(|main| main.text().collect::<Vec<_>>().join(" "));
        text.unwrap_or_else(|| self.body.clone()).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The addresses that the page links to.
    pub fn links(&self) -> Vec<String> {
        let html = Html::parse_document(&self.body);
        html.select(&selector("a[href]")).filter_map(|a| a.value().attr("href")).map(str::to_owned).collect()
    }

    /// The form whose action ends so, with what is filled in already.
    ///
    /// # Panics
    /// If the page has none.
    pub fn form(&self, action: &str) -> Form {
        self.maybe_form(action).unwrap_or_else(|| {
            panic!("{} ({}) has no form for {action}: {}", self.path, self.status, self.text())
        })
    }

    /// As [`Self::form`], if there is one.
    pub fn maybe_form(&self, action: &str) -> Option<Form> {
        let html = Html::parse_document(&self.body);
        let own = self.path.split('?').next().unwrap_or_default();
        html.select(&selector("form"))
            .find(|form| {
                form.value()
                    .attr("action")
                    .unwrap_or(own)
                    .split('?')
                    .next()
                    .is_some_and(|it| it.ends_with(action))
            })
            .map(|form| Form::read(form, own))
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// A form with what is filled in.
#[derive(Clone, Debug)]
pub struct Form {
    action: String,
    get: bool,
    multipart: bool,
    fields: Vec<(String, String)>,
    files: Vec<(String, String, String, Vec<u8>)>,
}

impl Form {
    fn read(form: ElementRef<'_>, own: &str) -> Self {
        let mut fields = Vec::new();
        for field in form.select(&selector("input[name], select[name], textarea[name]")) {
            let (tag, attr) = (field.value().name(), |name| field.value().attr(name));
            let name = attr("name").unwrap_or_default().to_owned();
            match (tag, attr("type")) {
                ("input", Some("checkbox" | "radio")) if attr("checked").is_none() => {}
                ("input", Some("file" | "submit")) => {}
                ("input", _) => fields.push((name, attr("value").unwrap_or_default().to_owned())),
                ("textarea", _) => fields.push((name, field.text().collect())),
                (_, _) => {
                    let chosen = field.select(&selector("option[selected]")).next();
                    let option = chosen.or_else(|| field.select(&selector("option")).next());
                    let value = option.map(|option| {
                        option.value().attr("value").map_or_else(|| option.text().collect(), str::to_owned)
                    });
                    fields.push((name, value.unwrap_or_default()));
                }
            }
        }
        Self {
            action: form.value().attr("action").unwrap_or(own).to_owned(),
            get: !form.value().attr("method").is_some_and(|it| it.eq_ignore_ascii_case("post")),
            multipart: form.value().attr("enctype") == Some("multipart/form-data"),
            fields,
            files: Vec::new(),
        }
    }

    /// Fills a field in, in place of what stood there.
    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a value to those of a field.
    #[must_use]
    pub fn add(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// Takes a field out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: &str, file: &str, kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.to_owned(), file.to_owned(), kind.to_owned(), bytes.into()));
        self
    }

    /// What a field holds.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Where it goes.
    pub fn action(&self) -> &str {
        &self.action
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("the selectors here are fixed")
}
