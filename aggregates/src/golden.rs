//! One golden file for every event type and version: `golden/<aggregate>/<Event>-<version>.json`.
//!
//! Event names and shapes are for ever. A file that no longer parses, or comes
//! back different, means that stored journals would not either. `VECHE_BLESS=1`
//! writes the files of the current versions; older versions are never rewritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::event::Named;
use crate::upcast::upcast;

/// Compares the golden files of an aggregate with `samples`, which must hold every
/// event type at least once; of several samples of a type the first is the golden one.
pub(crate) fn check<E: Named>(aggregate: &str, samples: Vec<E>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(aggregate);
    let mut current: BTreeMap<String, E> = BTreeMap::new();
    for sample in samples {
        let name = format!("{}-{}.json", sample.event_type(), sample.event_version());
        current.entry(name).or_insert(sample);
    }
    every_type_has_a_sample::<E>(current.values());
    if std::env::var_os("VECHE_BLESS").is_some() {
        fs::create_dir_all(&folder).expect("the golden folder can be made");
        for (name, sample) in &current {
            fs::write(folder.join(name), written(sample)).expect("the golden file can be written");
        }
    }
    let mut missing: BTreeSet<&String> = current.keys().collect();
    for file in files(&folder) {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .expect("golden files have ASCII names")
            .to_owned();
        let text = fs::read_to_string(&file).expect("the golden file can be read");
        missing.remove(&name);
        match current.get(&name) {
            Some(sample) => comes_back_the_same(&name, &text, sample),
            None => is_an_older_version::<E>(aggregate, &name, &text),
        }
    }
    assert!(missing.is_empty(), "{aggregate}: no golden file {missing:?}; VECHE_BLESS=1 writes it");
}

fn every_type_has_a_sample<'a, E: Named + 'a>(samples: impl Iterator<Item = &'a E>) {
    let sampled: BTreeSet<String> = samples.map(|sample| sample.event_type()).collect();
    let named: BTreeSet<String> = E::NAMES.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(sampled, named, "samples and event types differ");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    files.sort();
    files
}

fn written<E: Named>(event: &E) -> String {
    serde_json::to_string_pretty(event).expect("an event is JSON") + "\n"
}

fn comes_back_the_same<E: Named>(name: &str, text: &str, sample: &E) {
    let read: E =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{name} no longer parses: {error}"));
    assert_eq!(written(&read), text, "{name} comes back different");
    assert_eq!(&read, sample, "{name} is not the sample");
}

fn is_an_older_version<E: Named>(aggregate: &str, name: &str, text: &str) {
    let (event_type, version) = name
        .strip_suffix(".json")
        .and_then(|stem| stem.rsplit_once('-'))
        .unwrap_or_else(|| panic!("{name} is not named <Event>-<version>.json"));
    assert!(E::NAMES.contains(&event_type), "{name} has no event");
    let payload = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name} is not JSON: {error}"));
    let (now, payload) =
        upcast(aggregate, event_type, version, payload).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_ne!(now, version, "{name} is no current version and nothing upcasts it");
    let read: E =
        serde_json::from_value(payload).unwrap_or_else(|error| panic!("{name} does not upcast: {error}"));
    assert_eq!(
        (read.event_type().as_str(), read.event_version()),
        (event_type, now),
        "{name} became another event"
    );
}
