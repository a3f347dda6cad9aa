//! What is told of one event: `GET /log/entry/{position}`, `/log/proof/{position}.tlog-proof`,
//! `/log/evidence/{position}`, `/log/openings/{position}`.

use std::io::{Cursor, Write};

use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, HeaderValue};
use axum::response::Response;
use ledger::Inclusion;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{BRIEFLY, IMMUTABLE, answer, signed_for};
use crate::app::App;
use crate::open;
use crate::problem::Problem;

/// The proof, in the form of C2SP tlog-proof.
pub(super) async fn proof(State(app): State<App>, Path(file): Path<String>) -> Result<Response, Problem> {
    let position = file.strip_suffix(".tlog-proof").and_then(|number| number.parse().ok());
    let proof = proven(&app, position.ok_or_else(Problem::not_found)?).await?;
    Ok(answer("text/plain; charset=utf-8", BRIEFLY, proof.to_string()))
}

/// Entry, proof, key and a page in plain words, in one file that can be checked for ever.
pub(super) async fn bundle(State(app): State<App>, Path(position): Path<u64>) -> Result<Response, Problem> {
    let openings = open::openings(&app, position).await?;
    bundle_with(&app, position, &openings).await
}

/// The same with what only he may read who asks for it: nobody keeps it on the way.
///
/// # Errors
///
/// If the event is not signed for yet, or tiles cannot be read.
pub(crate) async fn private_bundle(
    app: &App,
    position: u64,
    openings: &[open::OpenText],
) -> Result<Response, Problem> {
    let mut response = bundle_with(app, position, openings).await?;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.remove(ACCESS_CONTROL_ALLOW_ORIGIN);
    Ok(response)
}

async fn bundle_with(app: &App, position: u64, openings: &[open::OpenText]) -> Result<Response, Problem> {
    let proof = proven(app, position).await?;
    let entry = app.keeper().entry(position).await?.ok_or_else(Problem::not_found)?;
    // The newest that signed this checkpoint: it may be older than a change of key.
    let policy = app.keeper().policy();
    let signed = policy.as_ref().map(|policy| proof.checkpoint.signed_by(policy.keys()));
    let key = signed.and_then(|keys| keys.ok()?.first().map(ToString::to_string)).unwrap_or_default();
    let origin = app.engine().origin();
    let files = [
        ("entry.json", entry),
        ("openings.json", serde_json::to_vec_pretty(&openings).expect("texts are JSON")),
        ("proof.tlog-proof", proof.to_string().into_bytes()),
        ("key.txt", format!("{key}\n").into_bytes()),
        ("README.txt", words(position, origin, &key).into_bytes()),
    ];
    let bytes = zipped(&files).map_err(|error| Problem::failed(&error, "evidence_failed"))?;
    let mut response = answer("application/zip", BRIEFLY, bytes);
    let name = format!("attachment; filename=\"evidence-{position}.zip\"");
    let name = HeaderValue::from_str(&name).expect("a number is ASCII");
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// One entry as it stands in the log: its leaf hash is SHA-256(0x00, these bytes).
pub(super) async fn entry(State(app): State<App>, Path(position): Path<u64>) -> Result<Response, Problem> {
    signed_for(&app, position).await?;
    let entry = app.keeper().entry(position).await?.ok_or_else(Problem::not_found)?;
    Ok(answer("application/json", IMMUTABLE, entry))
}

/// With what the texts of an event are checked, as far as everybody may read them today.
pub(super) async fn openings(State(app): State<App>, Path(position): Path<u64>) -> Result<Response, Problem> {
    let openings = open::openings(&app, position).await?;
    Ok(answer(
        "application/json",
        "no-cache",
        json!({ "position": position, "openings": openings }).to_string(),
    ))
}

async fn proven(app: &App, position: u64) -> Result<Inclusion, Problem> {
    signed_for(app, position).await?;
    app.keeper().inclusion(position).await?.ok_or_else(Problem::not_found)
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// How to check it, for a person.
fn words(position: u64, origin: &str, key: &str) -> String {
    format!(
        "Событие {position} в открытом журнале {origin}\n\
         \n\
         Здесь лежит запись о событии (entry.json) и доказательство, что она стоит в журнале\n\
         (proof.tlog-proof, формат C2SP tlog-proof). Проверить их можно без связи и без доверия\n\
         к тому, кто ведёт журнал:\n\
         \n\
         veche-verify evidence evidence-{position}.zip --key '{key}'\n\
         \n\
         Ключ сверьте с тем, что опубликован в других местах: ключ из этого же файла никому\n\
         ничего не доказывает. Программа сверит: хеш записи SHA-256(0x00, entry.json), путь от\n\
         него к корню дерева (RFC 6962) и подпись под корнем (Ed25519, C2SP signed-note).\n\
         \n\
         Event {position} in the public log {origin}\n\
         \n\
         Here are the entry of the event (entry.json) and the proof that it stands in the log\n\
         (proof.tlog-proof, C2SP tlog-proof). They can be checked offline and without trusting\n\
         whoever runs the log, with the command above. Compare the key with one published\n\
         elsewhere: a key out of this very file proves nothing to anybody. What is checked: the\n\
         hash of the entry, SHA-256(0x00, entry.json), the path from it to the root of the tree\n\
         (RFC 6962), and the signature on the root (Ed25519, C2SP signed-note).\n"
    )
}
