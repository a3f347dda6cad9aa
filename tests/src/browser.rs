//! A real browser: Debian's Chromium, driven through ChromeDriver.
//!
//! One driver serves all tests of the binary; each test takes a window of its own with
//! a profile of its own. Both end with the process that started them.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

/// How long a page may take to show what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);

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
    _profile: tempfile::TempDir,
}

struct Driver {
    url: String,
    _process: Ended,
    _guard: Child,
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn driver() -> &'static str {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    let driver = DRIVER.get_or_init(|| {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("chromedriver does not start ({error}); `cargo xtask test` installs it")
            });
        let output = BufReader::new(process.stdout.take().expect("its output was piped"));
        let mut lines = output.lines().map_while(Result::ok);
        let port = lines
            .find_map(|line| {
                let port = line.split("started successfully on port ").nth(1)?;
                port.trim().trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says its port");
        // Whatever else it says has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        // The driver ends with this process: statics are not dropped.
        let guard = guard(process.id());
        Driver { url: format!("http://127.0.0.1:{port}"), _process: Ended(process), _guard: guard }
    });
    &driver.url
}

/// Ends a process when this one has ended, however it did.
fn guard(pid: u32) -> Child {
    let own = std::process::id();
    let script = format!("while kill -0 {own} 2>/dev/null; do sleep 0.5; done; kill {pid} 2>/dev/null");
    Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh runs")
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
            "--lang=ru".to_owned(),
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
            .connect(driver())
            .await
            .expect("a window opens");
        if window.width < 500 {
            client.set_window_size(window.width, 1000).await.expect("a narrow window");
        }
        // Chromium keeps `Secure` cookies of http://localhost, and not of 127.0.0.1.
        Self { client, url: url.replace("127.0.0.1", "localhost"), _profile: profile }
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

    /// Clicks what a person would click: a link or button with this text.
    ///
    /// # Panics
    /// If there is none.
    pub async fn click(&self, text: &str) {
        let xpath = format!(
            "(//a[normalize-space()={0}] | //button[normalize-space()={0}] | //summary[normalize-space()={0}] \
             | //a[starts-with(normalize-space(),{0})] | //button[starts-with(normalize-space(),{0})])[1]",
            quoted(text)
        );
        match self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&xpath)).await {
            Ok(element) => element.click().await.expect("it can be clicked"),
            Err(_) => {
                panic!("nothing called {text:?} to click at {}:\n{}", self.path().await, self.text().await)
            }
        }
    }

    /// Clicks an element.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn press(&self, css: &str) {
        self.find(css).await.click().await.expect("it can be clicked");
    }

    /// Types into a field, in place of what stands there.
    ///
    /// # Panics
    /// If there is none.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&format!("[name='{name}']:not([type=hidden])")).await;
        let kind = field.attr("type").await.expect("an attribute").unwrap_or_default();
        if kind == "date" {
            // A date field takes keys by the browser's language: day, month, year in Russian.
            let parts: Vec<&str> = value.split('-').collect();
            field.send_keys(&format!("{}{}{}", parts[2], parts[1], parts[0])).await.expect("keys");
            return;
        }
        field.clear().await.expect("it is emptied");
        field.send_keys(value).await.expect("keys");
    }

    /// Chooses an option of a select by its value.
    ///
    /// # Panics
    /// If there is none.
    pub async fn choose(&self, name: &str, value: &str) {
        let option = self.find(&format!("select[name='{name}'] option[value='{value}']")).await;
        option.click().await.expect("it can be chosen");
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

    /// Signs in.
    ///
    /// # Panics
    /// If it does not work.
    pub async fn sign_in(&self, lang: &str, login: &str, password: &str) {
        self.goto(&format!("/{lang}/sign-in")).await;
        self.fill("login", login).await;
        self.fill("password", password).await;
        self.press("main form button").await;
        self.find("form[action$='/sign-out']").await;
    }

    /// Keeps a picture of the whole page under `target/screenshots`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder");
        let png = self.client.screenshot().await.expect("a picture");
        let path = folder.join(format!("{name}.png"));
        std::fs::write(&path, png).expect("the picture is written");
        path
    }

    /// What axe-core finds wrong for people with disabilities (WCAG 2.0 to 2.2, A and
    /// AA), as one line each; only what it calls serious or critical.
    ///
    /// # Panics
    /// If axe-core is missing or does not run.
    pub async fn accessibility(&self) -> Vec<String> {
        static AXE: OnceLock<String> = OnceLock::new();
        let axe = AXE.get_or_init(|| {
            let file = crate::outside::folder().join("node_modules/axe-core/axe.min.js");
            std::fs::read_to_string(&file)
                .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask test` installs it", file.display()))
        });
        self.client.execute(axe, Vec::new()).await.expect("axe-core loads");
        let run = "const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})
               .then(r => done(r.violations), e => done(String(e)));";
        let found = self.client.execute_async(run, Vec::new()).await.expect("axe-core runs");
        let found = found.as_array().unwrap_or_else(|| panic!("axe-core failed: {found}"));
        found
            .iter()
            .filter(|it| matches!(it["impact"].as_str(), Some("serious" | "critical")))
            .map(|it| {
                let nodes = it["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
                let places: Vec<String> =
                    nodes.iter().take(3).map(|node| format!("{} {}", node["target"], node["html"])).collect();
                format!("{}: {} {places:?}", it["id"], it["help"])
            })
            .collect()
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
