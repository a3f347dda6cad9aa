use aggregates::initiative::event::Fact;
use aggregates::initiative::fields::Basis;
use aggregates::initiative::stage::EscalationCause;
use aggregates::procedure::TermKind;
use aggregates::support::SupportEvent;
use jiff::ToSpan;
use serde_json::json;

use super::*;
use crate::record::Event;
use crate::story::{BRIDGE, CLERK, FRIEND, Kept, LIGHT, Story, authority, territory};

fn begun() -> Story {
    let mut story = Story::new();
    story.country();
    story.submitted(LIGHT, "Light", "Dark");
    story.registered(LIGHT, 1, "streets");
    story.submitted(BRIDGE, "Bridge", "The ford is gone");
    story.published(LIGHT, None);
    story
}

fn found(story: &Story, filter: &Filter) -> Vec<String> {
    let page = list(&Kept::of(&Events, story).read(), filter, Window::default(), 50, None);
    page.expect("it answers").items.into_iter().map(|line| line.event_type).collect()
}

fn last(story: &Story) -> Line {
    let position = story.records.len() as u64;
    event(&Kept::of(&Events, story).read(), position).expect("it answers").expect("it is there")
}

#[test]
fn every_position_has_a_line_and_pages_meet_in_both_orders() {
    let story = begun();
    let view = Kept::of(&Events, &story);
    let view = view.read();
    for order in [Order::NewestFirst, Order::OldestFirst] {
        let (mut seen, mut window) = (Vec::new(), Window { order, ..Window::default() });
        loop {
            let page = list(&view, &Filter::default(), window, 3, None).expect("it answers");
            seen.extend(page.items.iter().map(|line| line.position));
            let Some(next) = page.next else { break };
            match order {
                Order::NewestFirst => window.before = Some(next),
                Order::OldestFirst => window.after = Some(next),
            }
        }
        let mut all: Vec<u64> = (1..=story.records.len() as u64).collect();
        if order == Order::NewestFirst {
            all.reverse();
        }
        assert_eq!(seen, all);
    }
}

#[test]
fn a_support_names_its_initiative_and_nobody_who_gave_it() {
    let mut story = begun();
    story.supported("tag", LIGHT, &["71826000", "71800000", "RU"]);
    story.records.last_mut().expect("it was told").actor = Some("resident".to_owned());
    assert_eq!((last(&story).initiative, last(&story).by), (Some(LIGHT), Some(Who::Resident)));
    let day = story.today();
    let event = SupportEvent::SupportWithdrawn { day };
    story.tell("support", "tag", "SupportWithdrawn", Event::Support(event));
    assert_eq!(last(&story).initiative, Some(LIGHT), "the first event of the stream says which");
    assert_eq!(last(&story).title.as_deref(), Some("Light"));
}

#[test]
fn who_acts_is_told_by_the_event_or_by_the_metadata() {
    let mut story = begun();
    let clerk = Who::Official { official: CLERK, authority: Some(authority("m")) };
    assert_eq!(last(&story).by, Some(clerk.clone()));
    let number = aggregates::register::RegisterEvent::NumberAssigned {
        number: 2,
        initiative: BRIDGE,
        on: story.today(),
    };
    story.tell("register", "m/2027", "NumberAssigned", Event::Register(number));
    story.records.last_mut().expect("it was told").actor = Some(format!("official:{CLERK}"));
    assert_eq!((last(&story).by, last(&story).initiative), (Some(clerk), Some(BRIDGE)));
    assert_eq!(last(&story).details["number"], 2);
    let acts = Filter { actor: Some(Actor::Official(CLERK)), ..Filter::default() };
    assert_eq!(found(&story, &acts), ["NumberAssigned", "Published", "Registered"]);
    let none = Filter { actor: Some(Actor::Participant(FRIEND)), ..Filter::default() };
    assert_eq!(found(&story, &none), [""; 0]);
}

#[test]
fn an_authority_has_what_it_does_and_what_happens_to_its_cases_then() {
    let mut story = begun();
    let due = story.today();
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, Vec::new());
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    story.supported("tag", LIGHT, &["71826000", "71800000", "RU"]);
    let of = |code| Filter { authority: Some(authority(code)), ..Filter::default() };
    assert_eq!(found(&story, &of("r")), ["SupportGiven", "EscalatedToRegion"]);
    let m = found(&story, &of("m"));
    assert_eq!(m[..2], ["EscalatedToRegion", "DeadlineMissed"]);
    assert!(!m.contains(&"SupportGiven".to_owned()), "the region had it by then");
}

#[test]
fn a_territory_has_the_events_of_initiatives_at_home_in_it() {
    let mut story = begun();
    story.supported("tag", LIGHT, &["77000000", "RU"]);
    let within = |code| Filter { within: Some(territory(code)), ..Filter::default() };
    let there = ["SupportGiven", "Published", "Submitted", "Registered", "Submitted"];
    assert_eq!(found(&story, &within("71800000")), there);
    assert_eq!(found(&story, &within("77000000")), [""; 0], "where a supporter lives is no home");
    let both = Filter { event_type: Some("Submitted".to_owned()), ..within("RU") };
    assert_eq!(found(&story, &both), ["Submitted", "Submitted"]);
}

#[test]
fn pages_of_a_territory_and_of_an_authority_meet_in_both_orders_over_many_blocks() {
    let mut story = begun();
    for number in 0..600 {
        let of = if number % 3 == 0 { LIGHT } else { BRIDGE };
        story.supported(&format!("tag{number}"), of, &["71826000", "71800000", "RU"]);
    }
    let kept = Kept::of(&Events, &story);
    let view = kept.read();
    let about = story.records.iter().filter(|record| {
        matches!(record.event, Event::Initiative(_) | Event::Register(_) | Event::Support(_))
    });
    let mut expected: Vec<u64> = about.map(|record| record.position).collect();
    let within = Some(territory("71800000"));
    for order in [Order::OldestFirst, Order::NewestFirst] {
        for authority in [None, Some(authority("m"))] {
            let filter = Filter { within: within.clone(), authority, ..Filter::default() };
            let (mut seen, mut window) = (Vec::new(), Window { order, ..Window::default() });
            loop {
                let page = list(&view, &filter, window, 70, None).expect("it answers");
                assert!(page.next.is_none() || page.items.len() == 70, "{filter:?}");
                seen.extend(page.items.iter().map(|line| line.position));
                match (page.next, order) {
                    (None, _) => break,
                    (next, Order::NewestFirst) => window.before = next,
                    (next, Order::OldestFirst) => window.after = next,
                }
            }
            assert_eq!(seen, expected, "{filter:?} {order:?}");
        }
        expected.reverse();
    }
    let last = Window { after: Some(expected[1]), ..Window::default() };
    let filter = Filter { within, ..Filter::default() };
    let page = list(&view, &filter, last, 70, Some(expected[3])).expect("it answers");
    let seen: Vec<u64> = page.items.iter().map(|line| line.position).collect();
    assert_eq!((&seen[..], page.next), (&[expected[3], expected[2]][..], None), "bounded on both sides");
}

#[test]
fn an_act_dated_back_is_recorded_late() {
    let mut story = begun();
    assert!(!last(&story).recorded_late);
    let yesterday = story.today().checked_sub(1.day()).expect("a date");
    story.happens(LIGHT, Story::clerk(), Fact::Assigned { official: CLERK }, |event| {
        event.done_on = yesterday;
    });
    assert!(last(&story).recorded_late);
    let late = Filter { recorded_late: true, ..Filter::default() };
    assert_eq!(found(&story, &late), ["Assigned"]);
}

#[test]
fn the_public_reads_a_proposal_as_submitted_only_where_it_was_published_so() {
    let mut story = begun();
    let first = |story: &Story, id| {
        let filter = Filter { initiative: Some(id), ..Filter::default() };
        let window = Window { order: Order::OldestFirst, ..Window::default() };
        let page = list(&Kept::of(&Events, story).read(), &filter, window, 1, None).expect("it answers");
        let line = page.items.into_iter().next().expect("it is there");
        (line.published_by_then, line.published_now, line.text_readable_by_public)
    };
    assert_eq!(first(&story, LIGHT), (false, true, true));
    assert_eq!(first(&story, BRIDGE), (false, false, false));
    story.registered(BRIDGE, 2, "roads");
    let masked = story.fields("Bridge", "The ford [hidden]");
    story.published(BRIDGE, Some(masked));
    assert_eq!(first(&story, BRIDGE), (false, true, false));
    let line = last(&story);
    assert!(line.published_by_then && line.text_readable_by_public);
    let answer = story.text("Call me");
    story.happens(BRIDGE, Story::clerk(), Fact::Clarified { answer, fields: None }, |_| {});
    assert!(!last(&story).text_readable_by_public, "what an author explains passes no gate");
}

#[test]
fn times_bound_what_is_found() {
    let story = begun();
    let at = story.records[story.records.len() - 2].at;
    let from = Filter { from: Some(at), ..Filter::default() };
    assert_eq!(found(&story, &from), ["Published", "Submitted"]);
    let until = Filter { until: Some(at), stream_kind: Some("initiative".to_owned()), ..Filter::default() };
    assert_eq!(found(&story, &until), ["Registered", "Submitted"]);
    let late = "2100-01-01T00:00:00Z".parse().expect("a time");
    assert_eq!(found(&story, &Filter { from: Some(late), ..Filter::default() }), [""; 0]);
}

#[test]
fn details_hold_todays_texts_and_nothing_sealed() {
    let mut story = begun();
    let mut kept = Kept::of(&Events, &story);
    let line = |kept: &Kept| {
        let filter = Filter { event_type: Some("Submitted".to_owned()), ..Filter::default() };
        let page = list(&kept.read(), &filter, Window::default(), 1, None).expect("it answers");
        page.items[0].details["fields"]["problem"].clone()
    };
    assert_eq!(line(&kept)["text"], "The ford is gone");
    assert!(!kept.holds("\"ciphertext\":\"sealed\""));
    let submitted = story.records.iter().rfind(|record| record.event_type == "Submitted").expect("it was");
    let text = *submitted.texts.iter().find(|(_, text)| text.contains("ford")).expect("it has it").0;
    let already = story.records.len();
    let fact = Fact::Redacted { text, masked: None, spans: Vec::new(), basis: Basis::CourtOrder };
    story.happens(BRIDGE, Story::clerk(), fact, |_| {});
    kept.view.apply(&story.records[already..]).expect("it applies");
    assert_eq!(line(&kept), json!({ "text": null, "redacted": true, "key": text.to_string() }));
    assert!(!kept.holds("The ford is gone"));
}

#[test]
fn every_sort_of_event_is_listed_once() {
    let types = types(&Kept::of(&Events, &begun()).read()).expect("it answers");
    let submitted = types.iter().find(|found| found.event_type == "Submitted").expect("it is listed");
    assert_eq!((submitted.stream_kind.as_str(), submitted.count), ("initiative", 2));
    assert!(types.iter().any(|found| found.event_type == "TerritoryCreated" && found.count == 3));
}

#[test]
fn no_filter_reads_the_whole_journal_or_sorts_what_it_found() {
    let kept = Kept::of(&Events, &begun());
    let view = kept.read();
    let within = Some(territory("RU"));
    let filters = [
        Filter::default(),
        Filter { within: within.clone(), ..Filter::default() },
        Filter { authority: Some(authority("m")), within: within.clone(), ..Filter::default() },
        Filter { initiative: Some(LIGHT), ..Filter::default() },
        Filter { stream_id: Some(LIGHT.to_string()), ..Filter::default() },
        Filter { actor: Some(Actor::Official(CLERK)), ..Filter::default() },
        Filter { recorded_late: true, ..Filter::default() },
        Filter { event_type: Some("Submitted".to_owned()), within, ..Filter::default() },
    ];
    for filter in filters {
        let plan = super::find::plan(&view, &filter).expect("it answers").join("; ");
        assert!(!plan.contains("TEMP B-TREE"), "{filter:?}: {plan}");
        // Positions that are given are gone through; no table is.
        let plan = plan.replace("SCAN p VIRTUAL TABLE", "");
        assert!(!plan.contains("SCAN"), "{filter:?}: {plan}");
    }
}

#[test]
fn a_publication_brings_the_text_that_may_be_read_from_there_on() {
    let mut story = begun();
    let published = |story: &Story| {
        let line = last(story);
        assert_eq!(line.event_type, "Published");
        line.published.expect("it brings it")
    };
    assert_eq!(published(&story)["problem"]["text"], "Dark", "as it was submitted");
    story.registered(BRIDGE, 2, "roads");
    let rewritten = story.fields("Bridge", "The ford is deep");
    let answer = story.text("Call me");
    story.happens(BRIDGE, Story::clerk(), Fact::Clarified { answer, fields: Some(rewritten) }, |_| {});
    story.published(BRIDGE, None);
    assert_eq!(published(&story)["problem"]["text"], "The ford is deep");
    let mut masked = begun();
    masked.registered(BRIDGE, 2, "roads");
    let fields = masked.fields("Bridge", "The ford [hidden]");
    masked.published(BRIDGE, Some(fields));
    assert_eq!(published(&masked)["problem"]["text"], "The ford [hidden]");
}

#[test]
fn a_redaction_names_the_event_in_which_its_text_can_be_read() {
    let mut story = begun();
    let publication = story.records.len() as u64;
    let line = last(&story);
    let key = line.published.expect("it brings it")["problem"]["key"].as_str().expect("a key").to_owned();
    let text = key.parse().expect("a key");
    let fact = Fact::Redacted { text, masked: None, spans: Vec::new(), basis: Basis::CourtOrder };
    story.happens(LIGHT, Story::clerk(), fact, |_| {});
    assert_eq!(last(&story).redacts, Some(publication));
    let kept = Kept::of(&Events, &story);
    let line = event(&kept.read(), publication).expect("it answers").expect("it is there");
    assert_eq!(line.published.expect("it brings it")["problem"]["text"], serde_json::Value::Null);
}

#[test]
fn who_had_it_before_is_known() {
    let mut story = begun();
    story.goes_up(LIGHT, EscalationCause::Silence, Vec::new());
    let position = story.records.len() as u64;
    let before = custody_before(&Kept::of(&Events, &story).read(), LIGHT, position).expect("it answers");
    assert_eq!((before, last(&story).custody), (Some(authority("m")), Some(authority("r"))));
}
