//! Feeds see no row of a view: only what `open` has taken the private parts out of.

use std::path::Path;

use super::Finding;

pub(super) fn check(path: &Path, text: &str) -> Vec<Finding> {
    if !path.starts_with("crates/web/src/feeds") {
        return Vec::new();
    }
    let named = text.lines().enumerate().filter(|(_, line)| {
        let code = line.split("//").next().unwrap_or_default();
        code.contains("projections") || code.contains("rusqlite")
    });
    named
        .map(|(at, _)| {
            format!(
                "{}:{}: a feed takes what it tells from `open::reading`, not from a view",
                path.display(),
                at + 1
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_that_names_a_view_is_found_and_other_places_may() {
        let text = "//! Not projections.\nuse projections::events;\n";
        assert_eq!(check(Path::new("crates/web/src/feeds/atom/news.rs"), text).len(), 1);
        assert_eq!(check(Path::new("crates/web/src/open/reading.rs"), text).len(), 0);
    }
}
