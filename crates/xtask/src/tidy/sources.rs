//! How long a source file may be, and what it may not be called.

use std::path::{Path, PathBuf};

use super::Finding;

/// Lines after which a file needs a reason.
const MOST: usize = 600;

/// Files longer than [`MOST`], each with its reason.
const LONG: &[(&str, &str)] = &[(
    "aggregates/src/initiative/event.rs",
    "everything that can happen to an initiative, as one closed list",
)];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "processor",
    "processors",
    "service",
    "services",
    "util",
    "utils",
];

pub(super) fn check(path: &Path, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    let excused = LONG.iter().any(|(long, _)| Path::new(long) == path);
    if lines > MOST && !excused {
        findings
            .push(format!("{}: {lines} lines; over {MOST} needs a reason in xtask's list", path.display()));
    }
    if lines <= MOST && excused {
        findings.push(format!("{}: {lines} lines; its reason in xtask's list can go", path.display()));
    }
    for part in path.with_extension("").components() {
        let part = part.as_os_str().to_string_lossy();
        if EMPTY_NAMES.contains(&part.as_ref()) {
            findings.push(format!(
                "{}: a module called {part} says nothing about what is inside",
                path.display()
            ));
        }
    }
    for (number, line) in text.lines().enumerate() {
        let inline =
            line.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod ");
        if let Some(name) = inline.and_then(|rest| rest.strip_suffix(" {"))
            && EMPTY_NAMES.contains(&name)
        {
            let place = format!("{}:{}", path.display(), number + 1);
            findings.push(format!("{place}: a module called {name} says nothing about what is inside"));
        }
    }
    findings
}

/// Reasons given for files that are not there any more.
pub(super) fn check_exceptions(files: &[PathBuf]) -> Vec<Finding> {
    LONG.iter()
        .filter(|(long, _)| !files.iter().any(|path| path == Path::new(long)))
        .map(|(long, _)| format!("{long}: stands in xtask's list of long files, but is not there"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{MOST, check};

    #[test]
    fn a_long_file_needs_a_reason() {
        assert_eq!(check(Path::new("a/src/lib.rs"), &"\n".repeat(MOST)), [""; 0]);
        assert_eq!(check(Path::new("a/src/lib.rs"), &"\n".repeat(MOST + 1)).len(), 1);
    }

    #[test]
    fn a_module_is_named_after_what_is_inside() {
        assert_eq!(check(Path::new("a/src/utils.rs"), "").len(), 1);
        assert_eq!(check(Path::new("a/src/helpers/date.rs"), "").len(), 1);
        assert_eq!(check(Path::new("a/src/lib.rs"), "pub mod common {\n}\n").len(), 1);
        assert_eq!(check(Path::new("a/src/customs.rs"), "mod commonwealth {\n}\n"), [""; 0]);
    }
}
