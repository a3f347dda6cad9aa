//! The routes of pages and feeds, as their sources declare them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Method and address of every route that is not the API's table: pages in Russian only,
/// since both languages are one router.
pub(crate) fn routes() -> BTreeSet<(String, String)> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/web/src");
    let mut files = Vec::new();
    collect(&web, &mut files);
    let mut found = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source of web");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let folder = if file.starts_with(web.join("pages")) { "/ru" } else { "" };
        for (method, path) in declared(text) {
            found.insert((method, format!("{folder}{path}")));
        }
    }
    assert!(found.len() > 5, "routes are declared in another way now: {found:?}");
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of web") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The calls of `.route("address", get(…).post(…))` in a source.
///
/// # Panics
///
/// For a call that does not say its address and its methods there: the table could not
/// be kept.
fn declared(source: &str) -> Vec<(String, String)> {
    let mut routes = Vec::new();
    for call in source.split(".route(").skip(1) {
        let call = whole(call);
        // The API's own table, and the front page beside its router: it is a page like others.
        if call.starts_with("path,") || call.starts_with("&format!(\"{lang}/\")") {
            continue;
        }
        let path = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
        let path = path.unwrap_or_else(|| panic!("a route without its address in words: {call}"));
        let handlers = call.split_once(',').map(|(_, handlers)| handlers.trim()).unwrap_or_default();
        let handlers = named_before(source, handlers).unwrap_or(handlers);
        let methods: Vec<&str> = [("get(", "GET"), ("post(", "POST"), ("any(", "GET")]
            .into_iter()
            .filter(|(word, _)| {
                let first = handlers.strip_prefix("axum::").unwrap_or(handlers);
                let first = first.strip_prefix("routing::").unwrap_or(first);
                first.starts_with(word) || handlers.contains(&format!(".{word}"))
            })
            .map(|(_, method)| method)
            .collect();
        assert!(!methods.is_empty(), "a route without its methods in words: {call}");
        routes.extend(methods.into_iter().map(|method| (method.to_owned(), path.to_owned())));
    }
    routes
}

/// What a name stands for that was given to methods before: by `let`, or by a function.
fn named_before<'s>(source: &'s str, handlers: &str) -> Option<&'s str> {
    let name = handlers.split(['.', '(', ',', '\n']).next()?.trim();
    let by_let = source.split(&format!("let {name} = ")).nth(1).and_then(|rest| rest.split(";\n").next());
    by_let.or_else(|| {
        let body = source.split(&format!("fn {name}() -> ")).nth(1)?.split("\n}").next()?;
        body.split_once("{\n").map(|(_, body)| body.trim())
    })
}

/// A call up to its closing bracket.
fn whole(call: &str) -> &str {
    let mut depth = 0;
    for (place, letter) in call.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return &call[..place],
            ')' => depth -= 1,
            _ => {}
        }
    }
    call
}

#[test]
fn routes_are_read_from_sources() {
    let source = r#"
        let send = post(four::send);
        Router::new()
            .route("/four", send.layer(limit()))
            .route("/five", page())
            .route("/one", axum::routing::get(show))
            .route("/two/{id}",
                get(two::show).post(two::send).layer(limit()))
            .route("/three", post(three::send))
            .route(path, route)
        }
fn page() -> MethodRouter<App> {
    get(show)
}
    "#;
    let expected = [
        ("POST", "/four"),
        ("GET", "/five"),
        ("GET", "/one"),
        ("GET", "/two/{id}"),
        ("POST", "/two/{id}"),
        ("POST", "/three"),
    ];
    let expected = expected.map(|(method, path)| (method.to_owned(), path.to_owned()));
    assert_eq!(declared(source), expected);
}
