//! Somebody at a window, who reads and clicks in his language.

use std::cell::Cell;
use std::sync::LazyLock;

use tests::browser::{Browser, Effort, Window};
use tests::web::PASSWORD;
use web::words::{Lang, Say, Words};

use super::world::World;

static WORDS: LazyLock<Words> = LazyLock::new(Words::new);

/// He knows the words of the screens by their keys, so that a journey reads the same in
/// both languages.
pub(crate) struct Person {
    pub(crate) browser: Browser,
    pub(crate) say: Say<'static>,
    journey: String,
    pictures: Cell<u32>,
}

impl Person {
    /// At the front page, not signed in. Pictures of his way begin with the journey's name.
    pub(crate) async fn comes(world: &World, window: Window, lang: Lang, journey: &str) -> Self {
        let browser = Browser::open(&world.served.url, window).await;
        browser.goto(&format!("/{lang}/")).await;
        let journey = format!("{journey}-{lang}");
        Self { browser, say: WORDS.of(lang), journey, pictures: Cell::new(0) }
    }

    /// Signed in, by the link on the front page.
    pub(crate) async fn signs_in(
        world: &World,
        window: Window,
        lang: Lang,
        login: &str,
        journey: &str,
    ) -> Self {
        let person = Self::comes(world, window, lang, &format!("{journey}-{login}")).await;
        person.clicks("sign-in").await;
        person.browser.fill("login", login).await;
        person.browser.fill("password", PASSWORD).await;
        person.browser.press("main form button").await;
        person.browser.find("form[action$='/sign-out']").await;
        person
    }

    /// What the screens say.
    pub(crate) fn words(lang: Lang) -> Say<'static> {
        WORDS.of(lang)
    }

    /// What a key says.
    pub(crate) fn word(&self, key: &str) -> String {
        let word = self.say.t(key);
        assert_ne!(word, key, "no such text");
        word
    }

    /// Clicks the link or button with that text.
    pub(crate) async fn clicks(&self, key: &str) {
        self.browser.click(&self.word(key)).await;
    }

    /// Waits until the page says that.
    pub(crate) async fn reads(&self, key: &str) {
        self.browser.sees(&self.word(key)).await;
    }

    /// Ticks or chooses what has that id.
    pub(crate) async fn ticks(&self, id: &str) {
        self.browser.press(&format!("[id='{id}']")).await;
    }

    pub(crate) async fn fills(&self, name: &str, value: &str) {
        self.browser.fill(name, value).await;
    }

    /// Presses the button of the form whose address ends so.
    pub(crate) async fn sends(&self, action: &str) {
        self.browser.press(&format!("form[action$='{action}'] button:not(.offscreen):not(.plain)")).await;
    }

    /// Keeps a picture of the page.
    pub(crate) async fn picture(&self, step: &str) {
        let number = self.pictures.get() + 1;
        self.pictures.set(number);
        self.browser.screenshot(&format!("{}-{number:02}-{step}", self.journey)).await;
    }

    /// Clicks and keys of something.
    pub(crate) async fn effort_of(&self, what: impl Future<Output = ()>) -> Effort {
        let before = self.browser.effort();
        what.await;
        self.browser.effort() - before
    }

    pub(crate) async fn leaves(self) {
        self.browser.close().await;
    }
}
