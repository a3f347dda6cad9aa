//! What the tests need from the machine: a PostgreSQL server.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::server::{Failure, INSTALL, Server};

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
    if !Path::new("/etc/debian_version").exists() {
        return Err(format!(
            "the tests need a PostgreSQL server of version 13 or newer (initdb, pg_ctl, postgres) on the PATH; \
             on Debian it is: {INSTALL}"
        ));
    }
    if !is_root()? {
        return Err(format!("the tests need PostgreSQL, and installing it needs root: sudo {INSTALL}"));
    }
    println!("installing PostgreSQL: {INSTALL}");
    if apt_get(&INSTALL["apt-get ".len()..])? {
        return Ok(());
    }
    // The lists of a fresh machine are empty or old.
    if apt_get("update")? && apt_get(&INSTALL["apt-get ".len()..])? {
        return Ok(());
    }
    Err(format!("could not install PostgreSQL; try it by hand: {INSTALL}"))
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
