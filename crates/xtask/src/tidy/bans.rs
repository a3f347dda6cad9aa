//! Licences, banned crates and sources, as `deny.toml` has them.
//!
//! The same file serves `cargo deny`; here the parts of it that must hold on a
//! machine without that program are checked, in cargo-deny's own terms.

use std::collections::BTreeSet;

use semver::VersionReq;
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use super::Finding;
use crate::metadata::{Metadata, Package};

#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Ban {
    /// A name, or `name:requirement`.
    #[serde(rename = "crate")]
    spec: String,
    #[serde(default)]
    reason: String,
    /// The crate itself is welcome, once.
    #[serde(default)]
    deny_multiple_versions: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

pub(super) fn check(metadata: &Metadata, deny: &str) -> Result<Vec<Finding>, String> {
    let deny: Deny = toml::from_str(deny).map_err(|error| format!("deny.toml: {error}"))?;
    let mut findings = Vec::new();
    for ban in &deny.bans.deny {
        let (name, versions) = match ban.spec.split_once(':') {
            Some((name, versions)) => (name, versions),
            None => (ban.spec.as_str(), "*"),
        };
        let versions =
            VersionReq::parse(versions).map_err(|error| format!("deny.toml: {}: {error}", ban.spec))?;
        let found: Vec<&Package> = metadata
            .packages
            .iter()
            .filter(|package| package.name == name && versions.matches(&package.version))
            .collect();
        if !ban.deny_multiple_versions {
            findings.extend(
                found.iter().map(|package| format!("{name} {}: banned: {}", package.version, ban.reason)),
            );
        } else if found.len() > 1 {
            let versions: Vec<_> = found.iter().map(|package| package.version.to_string()).collect();
            findings.push(format!("{name}: more than one version: {}", versions.join(", ")));
        }
    }
    for package in &metadata.packages {
        findings.extend(licence(package, &deny.licenses.allow));
        if let Some(source) = &package.source
            && !deny.sources.allow_registry.iter().any(|allowed| source == &format!("registry+{allowed}"))
        {
            findings.push(format!("{} {}: comes from {source}", package.name, package.version));
        }
    }
    Ok(findings)
}

fn licence(package: &Package, allowed: &BTreeSet<String>) -> Option<Finding> {
    let (name, version) = (&package.name, &package.version);
    let Some(licence) = &package.license else {
        return Some(format!("{name} {version}: names no licence"));
    };
    match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) if expression.evaluate(|asked| allowed.contains(&asked.to_string())) => None,
        Ok(_) => Some(format!("{name} {version}: its licence {licence} is not in deny.toml")),
        Err(error) => {
            Some(format!("{name} {version}: its licence {licence} cannot be read: {}", error.reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::metadata::Metadata;

    const DENY: &str = r#"
        [licenses]
        allow = ["MIT", "Unicode-3.0"]
        [bans]
        deny = [
            { crate = "sqlx:>=0.9", reason = "postgres-es needs 0.8" },
            { crate = "sqlx", deny-multiple-versions = true },
            { crate = "openssl", reason = "rustls" },
        ]
        [sources]
        allow-registry = ["https://registry"]
    "#;

    fn found(packages: &[(&str, &str, &str)]) -> Vec<String> {
        let packages: Vec<_> = packages
            .iter()
            .map(|(name, version, licence)| {
                serde_json::json!({
                    "id": name, "name": name, "version": version, "license": licence,
                    "source": "registry+https://registry", "dependencies": [],
                })
            })
            .collect();
        let metadata = serde_json::json!({ "packages": packages, "workspace_members": [] });
        let metadata: Metadata = serde_json::from_value(metadata).unwrap();
        check(&metadata, DENY).unwrap()
    }

    #[test]
    fn one_sqlx_below_0_9_and_no_openssl() {
        assert_eq!(found(&[("sqlx", "0.8.6", "MIT")]), [""; 0]);
        assert_eq!(found(&[("sqlx", "0.9.1", "MIT")]), ["sqlx 0.9.1: banned: postgres-es needs 0.8"]);
        assert_eq!(
            found(&[("sqlx", "0.8.6", "MIT"), ("sqlx", "0.7.4", "MIT")]),
            ["sqlx: more than one version: 0.8.6, 0.7.4"]
        );
        assert_eq!(found(&[("openssl", "0.10.1", "MIT")]), ["openssl 0.10.1: banned: rustls"]);
    }

    #[test]
    fn a_licence_expression_must_be_satisfiable_by_the_list() {
        assert_eq!(
            found(&[("a", "1.0.0", "MIT/Apache-2.0"), ("b", "1.0.0", "(MIT OR ISC) AND Unicode-3.0")]),
            [""; 0]
        );
        assert_eq!(
            found(&[("c", "1.0.0", "MIT AND GPL-3.0-only")]),
            ["c 1.0.0: its licence MIT AND GPL-3.0-only is not in deny.toml"]
        );
    }
}
