//! The detector measured on texts with known answers: `corpus/*.txt`, whose heads
//! say how they are written. What is measured stands in docs/detector.md, and
//! `VECHE_BLESS=1` writes it there anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;

use super::FindingKind::{self, *};
use super::find;

const TUNED: &str = include_str!("../../corpus/tuned.txt");
const HELD_OUT: &str = include_str!("../../corpus/held_out.txt");
/// Relative to the crate.
const PAGE: &str = "../../docs/detector.md";

/// What may not be fallen below on the texts held out: precision and recall, per cent.
const FLOORS: [(FindingKind, usize, usize); 10] = [
    (Phone, 88, 82),
    (Email, 100, 85),
    (Snils, 100, 100),
    (Inn, 100, 100),
    (BankCard, 100, 100),
    (Passport, 85, 95),
    (CarPlate, 88, 80),
    (FullName, 90, 80),
    (Address, 85, 78),
    (BirthDate, 85, 65),
];
/// And on those that it was tuned by, for every kind.
const TUNED_FLOOR: usize = 95;

struct Example {
    text: String,
    expected: Vec<(FindingKind, Range<usize>)>,
    traps: Vec<(String, Range<usize>)>,
}

fn examples(corpus: &str) -> Vec<Example> {
    corpus.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(example).collect()
}

fn example(line: &str) -> Example {
    let (mut text, mut expected, mut traps) = (String::new(), Vec::new(), Vec::new());
    let line = line.replace('¶', "\n");
    let mut rest = line.as_str();
    while let Some((before, marked)) = rest.split_once('{') {
        text.push_str(before);
        let (marked, after) = marked.split_once('}').expect("every mark is closed");
        let (what, span) = marked.split_once(':').expect("every mark has a kind");
        let place = text.len()..text.len() + span.len();
        text.push_str(span);
        match what.strip_prefix('!') {
            Some(trap) => traps.push((trap.to_owned(), place)),
            None => {
                let kind = FindingKind::ALL.into_iter().find(|kind| kind.code() == what);
                expected.push((kind.unwrap_or_else(|| panic!("{what} is no kind")), place));
            }
        }
        rest = after;
    }
    text.push_str(rest);
    Example { text, expected, traps }
}

#[derive(Default)]
struct Count {
    expected: usize,
    found: usize,
    right: usize,
}

impl Count {
    /// Per cent, rounded down; all of nothing is all.
    fn precision(&self) -> usize {
        (100 * self.right).checked_div(self.found).unwrap_or(100)
    }

    fn recall(&self) -> usize {
        (100 * self.right).checked_div(self.expected).unwrap_or(100)
    }
}

/// How the detector did on a set of texts.
#[derive(Default)]
struct Measure {
    texts: usize,
    with_traps: usize,
    kinds: BTreeMap<FindingKind, Count>,
    /// How many of each sort, and how many were walked into.
    traps: BTreeMap<String, (usize, usize)>,
    failures: Vec<String>,
}

fn measure(corpus: &str) -> Measure {
    let mut measure = Measure::default();
    for Example { text, expected, traps } in examples(corpus) {
        let found: Vec<_> = find(&text).into_iter().map(|it| (it.kind, it.start..it.end)).collect();
        measure.texts += 1;
        measure.with_traps += usize::from(!traps.is_empty());
        for (kind, place) in &expected {
            let count = measure.kinds.entry(*kind).or_default();
            count.expected += 1;
            match found.contains(&(*kind, place.clone())) {
                true => count.right += 1,
                false => measure.failures.push(told("missed", *kind, &text, place)),
            }
        }
        for (kind, place) in &found {
            measure.kinds.entry(*kind).or_default().found += 1;
            if !expected.contains(&(*kind, place.clone())) {
                measure.failures.push(told("wrongly found", *kind, &text, place));
            }
        }
        for (trap, place) in traps {
            let (all, walked_into) = measure.traps.entry(trap).or_default();
            *all += 1;
            let touches =
                |(_, it): &(FindingKind, Range<usize>)| it.start < place.end && place.start < it.end;
            *walked_into += usize::from(found.iter().any(touches));
        }
    }
    measure
}

fn told(what: &str, kind: FindingKind, text: &str, place: &Range<usize>) -> String {
    let from = text.floor_char_boundary(place.start.saturating_sub(60));
    let to = text.ceil_char_boundary(place.end + 40);
    let (before, after) = (&text[from..place.start], &text[place.end..to]);
    let around = format!("{before}**{}**{after}", &text[place.clone()]).replace('\n', " ");
    format!("{what}, `{}`: …{around}…", kind.code())
}

/// The measured part of docs/detector.md.
fn tables(tuned: &Measure, held_out: &Measure) -> String {
    let mut page = format!(
        "Tuned on {} texts, {} of them with traps; held out {}, {} with traps.\n\n",
        tuned.texts, tuned.with_traps, held_out.texts, held_out.with_traps
    );
    page.push_str(
        "| kind | tuned: expected | precision | recall | held out: expected | precision | recall |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let nothing = Count::default();
    for kind in FindingKind::ALL {
        let _ = write!(page, "| `{}` |", kind.code());
        for measure in [tuned, held_out] {
            let count = measure.kinds.get(&kind).unwrap_or(&nothing);
            let _ = write!(page, " {} | {} % | {} % |", count.expected, count.precision(), count.recall());
        }
        page.push('\n');
    }
    page.push_str(
        "\n| trap | tuned | walked into | held out | walked into |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    let sorts: std::collections::BTreeSet<_> = tuned.traps.keys().chain(held_out.traps.keys()).collect();
    for sort in sorts {
        let of = |measure: &Measure| measure.traps.get(sort).copied().unwrap_or_default();
        let ((all, into), (all_held, into_held)) = (of(tuned), of(held_out));
        let _ = writeln!(page, "| {sort} | {all} | {into} | {all_held} | {into_held} |");
    }
    for (title, measure) in [("Tuned", tuned), ("Held out", held_out)] {
        let _ = write!(page, "\n{title}, every answer that is not right:\n\n");
        for failure in &measure.failures {
            let _ = writeln!(page, "- {failure}");
        }
        if measure.failures.is_empty() {
            page.push_str("- none\n");
        }
    }
    page
}

#[test]
fn the_page_says_what_is_measured() {
    const MARKS: [&str; 2] = ["<!-- measured -->\n", "<!-- end -->"];
    let measured = tables(&measure(TUNED), &measure(HELD_OUT));
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(MARKS[0]).expect("the page has a place for it");
    let (there, after) = rest.split_once(MARKS[1]).expect("the place ends");
    if std::env::var_os("VECHE_BLESS").is_some() {
        fs::write(&path, format!("{before}{}{measured}{}{after}", MARKS[0], MARKS[1])).unwrap();
        return;
    }
    assert_eq!(there, measured, "docs/detector.md is stale; VECHE_BLESS=1 writes it");
}

#[test]
fn no_kind_falls_below_its_floor() {
    let (tuned, held_out) = (measure(TUNED), measure(HELD_OUT));
    for (kind, precision, recall) in FLOORS {
        for (set, measure, precision, recall) in
            [("tuned", &tuned, TUNED_FLOOR, TUNED_FLOOR), ("held out", &held_out, precision, recall)]
        {
            let count = &measure.kinds[&kind];
            let (is_precision, is_recall) = (count.precision(), count.recall());
            assert!(
                is_precision >= precision && is_recall >= recall,
                "{set}, {}: precision {is_precision} %, recall {is_recall} %",
                kind.code(),
            );
        }
    }
}

#[test]
fn the_corpus_is_large_and_half_of_it_are_traps() {
    let (tuned, held_out) = (measure(TUNED), measure(HELD_OUT));
    let texts = tuned.texts + held_out.texts;
    assert!(texts >= 300, "{texts}");
    assert!(2 * (tuned.with_traps + held_out.with_traps) >= texts);
    assert!(FLOORS.iter().all(|(kind, ..)| held_out.kinds[kind].expected >= 5));
    assert_eq!(FLOORS.map(|(kind, ..)| kind), FindingKind::ALL, "every kind has a floor");
}
