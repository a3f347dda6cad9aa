//! What the tests need from the machine: a PostgreSQL server, a browser, and the
//! programs of others that look at what we serve.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::server::{Failure, INSTALL, Server};

/// Where Debian has `golang.org/x/mod`.
const GO_MODULES: &str = "/usr/share/gocode/src/golang.org/x/mod";

/// Starts the server that all test binaries share, installing PostgreSQL
/// first where it is missing and this is root on Debian.
pub(crate) fn postgres() -> Result<Server, String> {
    match Server::start() {
        Err(Failure::Missing) => {
            install()?;
            Server::start()
        }
        started => started,
    }
    .map_err(|failure| failure.to_string())
}

fn install() -> Result<(), String> {
    debian("a PostgreSQL server of version 13 or newer (initdb, pg_ctl, postgres)", INSTALL)
}

/// What several machines with one primary take: their tests run it on loopback.
pub(crate) fn machines() -> Result<(), String> {
    // Not on the PATH of everybody.
    let haproxy = answers("haproxy", "-v") || answers("/usr/sbin/haproxy", "-v");
    if runs("etcd") && runs("patroni") && haproxy {
        return Ok(());
    }
    let packages = "apt-get install -y --no-install-recommends etcd-server patroni haproxy";
    without_services(|| debian("etcd, Patroni and haproxy (etcd, patroni, haproxy)", packages))
}

/// Installs what would start services that nobody asked for, without starting them: Debian
/// asks this file whether it may.
fn without_services(install: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let policy = Path::new("/usr/sbin/policy-rc.d");
    // Where somebody has said already what may start, it is his to say.
    if policy.exists() || !is_root()? {
        return install();
    }
    let written = std::fs::write(policy, "#!/bin/sh\nexit 101\n");
    let written = written.and_then(|()| std::fs::set_permissions(policy, Permissions::from_mode(0o755)));
    let installed = written.map_err(|error| error.to_string()).and_then(|()| install());
    let removed = std::fs::remove_file(policy);
    installed.and(removed.map_err(|error| format!("{}: {error}", policy.display())))
}

/// Chromium and its driver.
pub(crate) fn browser() -> Result<(), String> {
    if runs("chromedriver") && runs("chromium") {
        return Ok(());
    }
    debian(
        "Chromium and ChromeDriver (chromium, chromedriver)",
        "apt-get install -y --no-install-recommends chromium chromium-driver",
    )
}

/// Go with its own implementation of transparency logs, as Debian has it: it verifies ours.
pub(crate) fn go() -> Result<(), String> {
    let go = Command::new("go").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if go.is_ok_and(|status| status.success()) && Path::new(GO_MODULES).join("sumdb/tlog").exists() {
        return Ok(());
    }
    debian(
        "Go and golang.org/x/mod in /usr/share/gocode",
        "apt-get install -y --no-install-recommends golang-go golang-golang-x-mod-dev",
    )
}

/// A library that shows a program another time than it is, as Debian has it.
pub(crate) fn faketime() -> Result<(), String> {
    let there = |folder: std::fs::DirEntry| folder.path().join("faketime/libfaketimeMT.so.1").exists();
    if std::fs::read_dir("/usr/lib").is_ok_and(|mut folders| folders.any(|folder| folder.is_ok_and(there))) {
        return Ok(());
    }
    debian("libfaketime in /usr/lib", "apt-get install -y --no-install-recommends faketime")
}

/// What counts a program's calls to the system and kills it at the one that is asked for.
pub(crate) fn strace() -> Result<(), String> {
    if runs("strace") {
        return Ok(());
    }
    debian("strace", "apt-get install -y --no-install-recommends strace")
}

/// Clients that are not ours: `tests/outside/package.json` and `requirements.txt`.
pub(crate) fn outside(root: &Path) -> Result<(), String> {
    if !runs("node") || !runs("npm") {
        debian("Node.js and npm (node, npm)", "apt-get install -y --no-install-recommends nodejs npm")?;
    }
    let folder = root.join("tests/outside");
    unless_done(&folder.join("package-lock.json"), &folder.join("node_modules/.installed"), || {
        let npm = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        command(Command::new("npm").args(npm).current_dir(&folder), "npm ci")
    })?;
    let python = root.join("target/outside/python");
    let list = folder.join("requirements.txt");
    unless_done(&list, &python.join(".installed"), || {
        let made = command(Command::new("python3").args(["-m", "venv"]).arg(&python), "python3 -m venv");
        if made.is_err() {
            debian("Python with venv (python3 -m venv)", "apt-get install -y python3-venv")?;
            command(Command::new("python3").args(["-m", "venv"]).arg(&python), "python3 -m venv")?;
        }
        let mut pip = Command::new(python.join("bin/python"));
        command(pip.args(["-m", "pip", "install", "--quiet", "-r"]).arg(&list), "pip install")
    })
}

/// Does something once for each content of a list of packages.
fn unless_done(list: &Path, mark: &Path, work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let wanted = std::fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
    if std::fs::read_to_string(mark).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    work()?;
    std::fs::write(mark, wanted).map_err(|error| format!("{}: {error}", mark.display()))
}

fn runs(program: &str) -> bool {
    answers(program, "--version")
}

fn answers(program: &str, flag: &str) -> bool {
    let found = Command::new(program).arg(flag).stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

fn command(command: &mut Command, name: &str) -> Result<(), String> {
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| format!("cannot run {name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}

/// Installs packages where this is root on Debian; elsewhere says what is needed.
fn debian(what: &str, install: &str) -> Result<(), String> {
    if !Path::new("/etc/debian_version").exists() {
        return Err(format!("the tests need {what} on the PATH; on Debian it is: {install}"));
    }
    if !is_root()? {
        return Err(format!("the tests need {what}, and installing it needs root: sudo {install}"));
    }
    println!("installing {what}: {install}");
    if apt_get(&install["apt-get ".len()..])? {
        return Ok(());
    }
    // The lists of a fresh machine are empty or old.
    if apt_get("update")? && apt_get(&install["apt-get ".len()..])? {
        return Ok(());
    }
    Err(format!("could not install {what}; try it by hand: {install}"))
}

fn apt_get(arguments: &str) -> Result<bool, String> {
    Command::new("apt-get")
        .args(["-o", "DPkg::Lock::Timeout=300", "-q"])
        .args(arguments.split(' '))
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .map(|status| status.success())
        .map_err(|error| format!("cannot run apt-get: {error}"))
}

fn is_root() -> Result<bool, String> {
    let id = Command::new("id").arg("-u").output().map_err(|error| format!("cannot run id: {error}"))?;
    Ok(id.stdout.trim_ascii() == b"0")
}
