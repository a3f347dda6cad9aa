//! What a person does with mouse and keyboard, and how much of it.

use std::ops::Sub;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use fantoccini::Locator;
use fantoccini::elements::Element;

use super::{Browser, PATIENCE, quoted};

/// How often somebody clicked, and how many keys were pressed. A click into a field before
/// something is typed there counts; so do both clicks on a list that opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Clicks.
    pub clicks: usize,
    /// Keys; a letter with Shift is one.
    pub keys: usize,
}

impl Sub for Effort {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self { clicks: self.clicks - before.clicks, keys: self.keys - before.keys }
    }
}

/// What was done so far.
#[derive(Debug, Default)]
pub(super) struct Hands(Mutex<Effort>);

impl Hands {
    fn did(&self, clicks: usize, keys: usize) {
        let mut effort = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        effort.clicks += clicks;
        effort.keys += keys;
    }
}

impl Browser {
    /// What was done since the window opened.
    pub fn effort(&self) -> Effort {
        *self.hands.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Clicks what a person would click: a link, a button or a fold with this text, or one
    /// that begins so.
    ///
    /// # Panics
    /// If there is none to be seen.
    pub async fn click(&self, text: &str) {
        // A part of the page that is loaded again meanwhile is looked for again.
        for _ in 0..5 {
            if self.click_once(text).await {
                return;
            }
        }
        panic!("{text:?} never stands still at {}", self.path().await)
    }

    async fn click_once(&self, text: &str) -> bool {
        let said = quoted(text);
        let tags = "self::a or self::button or self::summary";
        let starts = format!("//*[{tags}][starts-with(normalize-space(), {said})]");
        if self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&starts)).await.is_ok() {
            let exactly = format!("//*[{tags}][normalize-space() = {said}]");
            for xpath in [exactly, starts] {
                for element in self.client.find_all(Locator::XPath(&xpath)).await.expect("XPath") {
                    let shown = element.is_displayed().await;
                    let done = match shown {
                        Ok(true) => element.click().await,
                        Ok(false) => continue,
                        Err(error) => Err(error),
                    };
                    match done {
                        Ok(()) => self.hands.did(1, 0),
                        Err(error) if error.is_stale_element_reference() => return false,
                        Err(error) => panic!("{text:?} cannot be clicked: {error}"),
                    }
                    return true;
                }
            }
        }
        panic!("nothing called {text:?} to click at {}:\n{}", self.path().await, self.text().await)
    }

    /// Clicks an element.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn press(&self, css: &str) {
        let element = self.find(css).await;
        self.click_on(&element).await;
    }

    async fn click_on(&self, element: &Element) {
        self.hands.did(1, 0);
        element.click().await.unwrap_or_else(|error| panic!("it cannot be clicked: {error}"));
    }

    /// Types into a field, in place of what stands there.
    ///
    /// # Panics
    /// If there is none.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&format!("main :is(input, textarea)[name='{name}']:not([type=hidden])")).await;
        if field.attr("type").await.expect("an attribute").as_deref() == Some("date") {
            return self.fill_date(&field, value).await;
        }
        field.clear().await.expect("it is emptied");
        self.hands.did(1, value.chars().count());
        field.send_keys(value).await.expect("keys");
    }

    /// A date field takes keys in the order of the browser's language: that of Russia, or,
    /// where the machine does not know it, that of America.
    async fn fill_date(&self, field: &Element, date: &str) {
        let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] else { panic!("no date: {date}") };
        self.hands.did(1, 8);
        for keys in [format!("{day}{month}{year}"), format!("{month}{day}{year}")] {
            field.clear().await.expect("it is emptied");
            field.send_keys(&keys).await.expect("keys");
            if field.prop("value").await.expect("a value").as_deref() == Some(date) {
                return;
            }
        }
        panic!("{date} cannot be typed");
    }

    /// Chooses an option of a list by its value.
    ///
    /// # Panics
    /// If there is none.
    pub async fn choose(&self, name: &str, value: &str) {
        let option = self.find(&format!("select[name='{name}'] option[value='{value}']")).await;
        self.hands.did(2, 0);
        option.click().await.expect("it can be chosen");
    }

    /// Attaches a file.
    ///
    /// # Panics
    /// If there is no such field.
    pub async fn attach(&self, name: &str, file: &Path) {
        let field = self.find(&format!("input[type=file][name='{name}']")).await;
        self.hands.did(1, 0);
        field.send_keys(&file.to_string_lossy()).await.expect("a path");
    }

    /// Types where the focus is, as a keyboard does. `\t` and `\n` are the keys Tab and
    /// Enter.
    ///
    /// # Panics
    /// If the browser is gone.
    pub async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        self.hands.did(0, keys.chars().count());
        let keys = keys.replace('\t', "\u{e004}").replace('\n', "\u{e007}");
        focused.send_keys(&keys).await.expect("keys");
    }
}
