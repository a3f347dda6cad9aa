//! Which crate may know which.

use super::Finding;
use crate::metadata::Metadata;

/// A package and those of the workspace it may name in its manifest.
struct Place {
    name: &'static str,
    knows: &'static [&'static str],
    /// Whether it states rules or answers, and so may not reach the world outside.
    pure: bool,
    /// Crates of [`OUTSIDE`] that it may name all the same.
    except: &'static [&'static str],
}

const fn place(name: &'static str, knows: &'static [&'static str]) -> Place {
    let (pure, except) = (false, &[]);
    Place { name, knows, pure, except }
}

const fn pure(name: &'static str, knows: &'static [&'static str], except: &'static [&'static str]) -> Place {
    let pure = true;
    Place { name, knows, pure, except }
}

/// What the engine stands on.
const CORE: &[&str] = &["desk", "journal", "ledger", "projections", "vault", "aggregates", "calendar"];
/// What the program stands on.
const ALL: &[&str] = &[
    "web",
    "simulation",
    "engine",
    "desk",
    "journal",
    "ledger",
    "projections",
    "vault",
    "aggregates",
    "calendar",
];

/// cli → {web, simulation} → engine → {desk, journal, ledger, projections, vault} → aggregates → calendar.
/// The journal knows nobody but the connection that desk and vault take too: all it handles is streams
/// and JSON text. Nor does the ledger: bytes in, bytes out. The verifier knows the ledger alone.
const PLACES: &[Place] = &[
    pure("calendar", &[], &[]),
    pure("aggregates", &["calendar"], &[]),
    pure("projections", &["aggregates", "calendar"], &["rusqlite"]),
    place("database", &[]),
    place("journal", &["database"]),
    pure("ledger", &[], &[]),
    place("verifier", &["ledger"]),
    place("vault", &["database", "aggregates", "calendar"]),
    place("engine", CORE),
    place("desk", &["database", "aggregates", "calendar"]),
    place("web", &["desk", "engine", "journal", "ledger", "projections", "vault", "aggregates", "calendar"]),
    place("simulation", &["engine", "projections", "aggregates", "calendar"]),
    place("cli", ALL),
    place("bench", ALL),
    place("tests", ALL),
    place("xtask", &[]),
];

/// Runtimes, databases, networks, clocks and random numbers.
const OUTSIDE: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "getrandom",
    "hyper",
    "libsqlite3-sys",
    "postgres",
    "postgres-es",
    "rand",
    "rand_chacha",
    "reqwest",
    "rusqlite",
    "smol",
    "sqlite-es",
    "sqlx",
    "time",
    "tokio",
    "tokio-postgres",
    "tower",
    "ureq",
];

pub(super) fn check(metadata: &Metadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata.members() {
        let Some(place) = PLACES.iter().find(|place| place.name == package.name) else {
            findings.push(format!("{}: has no place in xtask's table of who may know whom", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            if PLACES.iter().any(|other| other.name == name) && !place.knows.contains(&name) {
                findings.push(format!("{}: may not know {name}", package.name));
            }
            if place.pure && OUTSIDE.contains(&name) && !place.except.contains(&name) {
                findings.push(format!("{}: may not reach outside through {name}", package.name));
            }
        }
    }
    for place in PLACES {
        if !metadata.members().any(|package| package.name == place.name) {
            findings.push(format!("{}: stands in xtask's table, but is no package", place.name));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{PLACES, check};
    use crate::metadata::Metadata;

    fn workspace(manifests: &[(&str, &[&str])]) -> Metadata {
        let all = PLACES
            .iter()
            .map(|place| place.name)
            .filter(|name| manifests.iter().all(|(other, _)| other != name));
        let packages: Vec<_> = all
            .map(|name| (name, &[][..]))
            .chain(manifests.iter().copied())
            .map(|(name, dependencies)| {
                let dependencies: Vec<_> = dependencies.iter().map(|name| serde_json::json!({ "name": name })).collect();
                serde_json::json!({ "id": name, "name": name, "version": "0.1.0", "dependencies": dependencies })
            })
            .collect();
        let members: Vec<_> = packages.iter().map(|package| package["id"].clone()).collect();
        let metadata = serde_json::json!({ "packages": packages, "workspace_members": members });
        serde_json::from_value(metadata).unwrap()
    }

    #[test]
    fn knowledge_points_down_only() {
        assert_eq!(check(&workspace(&[("engine", &["journal", "tokio"])])), [""; 0]);
        assert_eq!(check(&workspace(&[("vault", &["engine"])])), ["vault: may not know engine"]);
        assert_eq!(check(&workspace(&[("projections", &["vault"])])), ["projections: may not know vault"]);
    }

    #[test]
    fn rules_and_answers_do_not_reach_outside() {
        let expected = ["aggregates: may not reach outside through rusqlite"];
        assert_eq!(
            check(&workspace(&[("aggregates", &["rusqlite"]), ("projections", &["rusqlite"])])),
            expected
        );
    }

    #[test]
    fn a_package_without_a_place_is_found() {
        let expected = ["helper: has no place in xtask's table of who may know whom"];
        assert_eq!(check(&workspace(&[("helper", &[])])), expected);
    }
}
