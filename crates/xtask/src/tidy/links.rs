//! Every link between documents leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Finding, read};

/// What one document offers and asks for.
#[derive(Debug, Default, PartialEq)]
struct Document {
    /// The anchors of its headings, as the forges make them.
    anchors: BTreeSet<String>,
    /// Line and target of each link and image.
    links: Vec<(usize, String)>,
}

pub(super) fn check(root: &Path, paths: &[PathBuf]) -> Result<Vec<Finding>, String> {
    let mut documents = BTreeMap::new();
    for path in paths {
        documents.insert(path.clone(), document(&read(root, path)?));
    }
    let mut findings = Vec::new();
    for (path, document) in &documents {
        for (line, link) in &document.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (target, anchor) = link.split_once('#').map_or((link.as_str(), None), |(t, a)| (t, Some(a)));
            let place = format!("{}:{line}", path.display());
            let target = if target.is_empty() { path.clone() } else { resolve(path, target) };
            if !root.join(&target).exists() {
                findings.push(format!("{place}: leads to {}, which is not there", target.display()));
            } else if let (Some(anchor), Some(found)) = (anchor, documents.get(&target))
                && !found.anchors.contains(anchor)
            {
                findings.push(format!("{place}: {} has no heading #{anchor}", target.display()));
            }
        }
    }
    Ok(findings)
}

fn document(text: &str) -> Document {
    let mut document = Document::default();
    let mut heading: Option<String> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                document.anchors.insert(anchor);
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let line = text[..range.start].matches('\n').count() + 1;
                document.links.push((line, dest_url.into_string()));
            }
            _ => {}
        }
    }
    document
}

fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// `target` as seen from the folder of `from`, without `.` and `..`.
fn resolve(from: &Path, target: &str) -> PathBuf {
    let mut path = PathBuf::new();
    let start = if target.starts_with('/') { Path::new("") } else { from.parent().unwrap_or(Path::new("")) };
    for part in start.join(target.trim_start_matches('/')).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{document, resolve};

    #[test]
    fn links_in_code_are_not_links() {
        let text = "# The `one` word, twice\n\n`[a](b.md)` and [c](d.md#e)\n\n```\n[f](g.md)\n```\n";
        let found = document(text);
        assert_eq!(found.links, [(3, "d.md#e".to_owned())]);
        assert!(found.anchors.contains("the-one-word-twice"));
    }

    #[test]
    fn a_target_is_seen_from_the_folder_of_its_document() {
        assert_eq!(
            resolve(Path::new("docs/decisions/0001.md"), "../glossary.md"),
            PathBuf::from("docs/glossary.md")
        );
        assert_eq!(resolve(Path::new("README.md"), "./docs"), PathBuf::from("docs"));
        assert_eq!(resolve(Path::new("docs/glossary.md"), "/LICENSE"), PathBuf::from("LICENSE"));
    }
}
