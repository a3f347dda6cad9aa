//! A real browser: Debian's Chromium, driven through ChromeDriver.
//!
//! One driver serves all tests of the binary; each test takes a window of its own with
//! a profile of its own. Both end with the process that started them.

mod axe;
mod driver;
mod hands;

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

pub use hands::Effort;
use hands::Hands;

/// How long a page may take to show what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);

/// As many pixels of a page are on its picture.
const LONGEST: u64 = 6000;

/// What a test wants of its window.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Whether scripts run.
    pub scripts: bool,
    /// Width in pixels: 1280 for a desk, 390 for a phone.
    pub width: u32,
}

impl Window {
    /// At a desk, with scripts.
    pub const DESK: Self = Self { scripts: true, width: 1280 };
    /// The same without scripts.
    pub const PLAIN: Self = Self { scripts: false, width: 1280 };
    /// On a phone.
    pub const PHONE: Self = Self { scripts: true, width: 390 };
}

/// A window of the browser. Close it with [`Self::close`].
#[derive(Debug)]
pub struct Browser {
    /// For what is not offered here.
    pub client: Client,
    url: String,
    hands: Hands,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a window on a served app.
    ///
    /// # Panics
    /// Where Chromium does not start.
    pub async fn open(url: &str, window: Window) -> Self {
        let profile = tempfile::tempdir().expect("a directory");
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            // A page that is still scrolling cannot be clicked.
            "--force-prefers-reduced-motion".to_owned(),
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={},1400", window.width),
        ];
        let scripts = if window.scripts { 1 } else { 2 };
        let options = json!({
            "args": arguments,
            "prefs": { "profile.managed_default_content_settings.javascript": scripts },
        });
        let Value::Object(capabilities) = json!({ "goog:chromeOptions": options }) else {
            unreachable!("this is an object")
        };
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(driver::url())
            .await
            .expect("a window opens");
        if window.width < 500 {
            client.set_window_size(window.width, 1000).await.expect("a narrow window");
        }
        // Chromium keeps `Secure` cookies of http://localhost, and not of 127.0.0.1.
        Self {
            client,
            url: url.replace("127.0.0.1", "localhost"),
            hands: Hands::default(),
            _profile: profile,
        }
    }

    /// Goes to a page.
    ///
    /// # Panics
    /// If it does not load.
    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.url)).await.expect("the page loads");
    }

    /// The path it is at.
    ///
    /// # Panics
    /// If the browser is gone.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// Waits for an element.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn find(&self, css: &str) -> Element {
        match self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("no {css} at {}: {error}\n{}", self.path().await, self.text().await),
        }
    }

    /// All elements that are there now.
    ///
    /// # Panics
    /// If the browser is gone.
    pub async fn all(&self, css: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(css)).await.expect("elements")
    }

    /// What a person reads on the page.
    ///
    /// # Panics
    /// If the browser is gone.
    pub async fn text(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await.expect("a body");
        body.text().await.expect("its text")
    }

    /// Waits until the page says something.
    ///
    /// # Panics
    /// If it never does.
    pub async fn sees(&self, text: &str) {
        let xpath = format!("//*[contains(normalize-space(.), {})]", quoted(text));
        if self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&xpath)).await.is_err() {
            panic!("{text:?} is not to be seen at {}:\n{}", self.path().await, self.text().await);
        }
    }

    /// Keeps a picture of the whole page under `target/screenshots`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder");
        let (width, height) = self.client.get_window_size().await.expect("a size");
        let body = self.client.find(Locator::Css("html")).await.expect("a page");
        let (_, _, _, long) = body.rectangle().await.expect("its place");
        // Beside the page there is nothing but the edge of the window.
        let whole = (long as u64 + 150).clamp(height, LONGEST);
        self.client.set_window_size(width as u32, whole as u32).await.expect("a longer window");
        let png = self.client.screenshot().await.expect("a picture");
        self.client.set_window_size(width as u32, height as u32).await.expect("the window as it was");
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, png).expect("the picture is written");
        path
    }

    /// Closes the window.
    ///
    /// # Panics
    /// If the browser is gone already.
    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }
}

fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
