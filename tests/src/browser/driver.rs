//! ChromeDriver: one for all tests of the binary.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

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

/// The address of the driver, which is started with the first window.
pub(super) fn url() -> &'static str {
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
