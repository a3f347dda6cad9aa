//! Every view, as of every position of a long story, is what it was when that
//! position was the last.

use aggregates::actor::Actor;
use aggregates::assessment::AssessmentEvent;
use aggregates::assessment::event::Score;
use aggregates::authority::AuthorityEvent;
use aggregates::comment::CommentEvent;
use aggregates::ids::CommentId;
use aggregates::initiative::event::{Closing, Fact, Review};
use aggregates::initiative::fields::{Basis, Channel};
use aggregates::initiative::obligation::TermChange;
use aggregates::initiative::stage::{CustodyRule, EscalationCause, Moved, Stage, SupportWindow};
use aggregates::level::Level;
use aggregates::official::OfficialEvent;
use aggregates::official::role::Role;
use aggregates::participant::ParticipantEvent;
use aggregates::procedure::TermKind;
use aggregates::support::{InvalidationGround, SupportEvent};
use aggregates::territory::TerritoryEvent;
use jiff::ToSpan;
use jiff::civil::date;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::story::{AUTHOR, BRIDGE, CLERK, FRIEND, Kept, LIGHT, PLAYGROUND, Story, authority, territory};
use crate::{
    Event, Projection, Reader, correspondence, directory, events, funnel, hearings, initiative, performance,
    register, search, supports, worklist,
};

/// Three initiatives, each going another way, and changes in the directory between.
pub(crate) fn long_story() -> Story {
    let mut story = Story::new();
    story.country();
    light(&mut story);
    bridge(&mut story);
    playground(&mut story);
    reorganisation(&mut story);
    story
}

fn light(story: &mut Story) {
    story.submitted(LIGHT, "Свет на улице", "Темно");
    story.days_pass(1);
    story.registered(LIGHT, 1, "streets");
    story.happens(LIGHT, Story::clerk(), Fact::Assigned { official: CLERK }, |_| {});
    story.published(LIGHT, None);
    story.commented(0xc0, LIGHT, "Давно пора");
    story.supported("tag-l1", LIGHT, &["71826000", "71800000", "RU"]);
    story.days_pass(5);
    let due = story.today().checked_add(26.days()).expect("a date");
    let reason = story.text("Комиссия");
    story.happens(LIGHT, Story::clerk(), Fact::DeadlineExtended { nth: 4, reason }, |event| {
        let missed_from = calendar::midnight_after(due, calendar::UtcOffset::moscow());
        event.terms = vec![TermChange::Moved { nth: 4, due, missed_from }];
    });
    story.days_pass(40);
    let grace = story.term(LIGHT, TermKind::Grace, Some("m"), 5);
    story.missed(LIGHT, 4, TermKind::ReviewMunicipality, due, vec![grace]);
    story.days_pass(7);
    story.goes_up(LIGHT, EscalationCause::Silence, vec![TermChange::Elapsed { nth: 7 }]);
    story.days_pass(7);
    let (document, on) = (story.text("Журнал"), due);
    story.happens(LIGHT, Story::clerk(), Fact::MissAnnotated { nth: 4, done_on: on, document }, |event| {
        event.terms = vec![TermChange::Annotated { nth: 4, done_on: on }];
    });
    let (position, on) = (story.text("Мнение"), story.today());
    story.happens(
        LIGHT,
        Story::clerk(),
        Fact::PositionFiled { nth: 4, authority: authority("m"), position },
        |event| {
            event.terms = vec![TermChange::Met { nth: 4, on, late: true }];
        },
    );
}

fn bridge(story: &mut Story) {
    story.submitted(BRIDGE, "Мост", "Брод размыло");
    story.happens(
        BRIDGE,
        Actor::Participant(FRIEND),
        Fact::CoInitiatorJoined { participant: FRIEND },
        |_| {},
    );
    story.registered(BRIDGE, 2, "roads");
    let questions = story.text("Где?");
    let clarify = story.term(BRIDGE, TermKind::Clarify, Some("author"), 10);
    let mut custody = story.custody("m", Level::Municipality, CustodyRule::Submitted);
    custody.awaited = aggregates::initiative::stage::Awaited::Author;
    let stage = Stage::AwaitingPublication { level: Level::Municipality };
    let fact = Fact::ReturnedForClarification { level: Level::Municipality, questions };
    story.happens(BRIDGE, Story::clerk(), fact, |event| {
        event.moved = Some(Moved { stage, custody: Some(custody.clone()) });
        event.terms = vec![clarify, TermChange::Paused { nth: 2 }, TermChange::Paused { nth: 4 }];
    });
    story.days_pass(2);
    let (answer, fields) = (story.text("У школы"), story.fields("Мост у школы", "Брод размыло"));
    custody.awaited = aggregates::initiative::stage::Awaited::Authority;
    let (due, on) = (story.today().checked_add(9.days()).expect("a date"), story.today());
    let missed_from = calendar::midnight_after(due, calendar::UtcOffset::moscow());
    let fact = Fact::Clarified { answer, fields: Some(fields) };
    story.happens(BRIDGE, Actor::Participant(AUTHOR), fact, |event| {
        event.moved = Some(Moved { stage, custody: Some(custody.clone()) });
        event.terms = vec![
            TermChange::Met { nth: 5, on, late: false },
            TermChange::Resumed { nth: 2, due, missed_from },
            TermChange::Resumed { nth: 4, due, missed_from },
        ];
    });
    let masked = story.fields("Мост у школы", "Брод [скрыто]");
    story.published(BRIDGE, Some(masked));
    for tag in ["tag-1", "tag-2", "tag-3"] {
        story.supported(tag, BRIDGE, &["71826000", "71800000", "RU"]);
        story.days_pass(1);
    }
    story.supported("tag-4", BRIDGE, &["77000000", "RU"]);
    story.happens(
        BRIDGE,
        Actor::Engine,
        Fact::ThresholdReached { level: Level::Municipality, count: 3, needed: 2 },
        |_| {},
    );
    let what = story.text("Дешевле");
    let answer = story.term(BRIDGE, TermKind::RevisionAnswer, Some("author"), 10);
    let on = story.today();
    let fact = Fact::ReviewedByMunicipality { outcome: Review::RevisionOffered { what } };
    story.happens(BRIDGE, Story::clerk(), fact, |event| {
        event.moved = Some(Moved { stage: Stage::RevisionOffered, custody: Some(custody.clone()) });
        event.supports = Some(SupportWindow::Suspended { version: 1 });
        event.terms = vec![TermChange::Met { nth: 4, on, late: false }, answer];
    });
    let fields = story.fields("Пешеходный мост", "Брод размыло совсем");
    let again = story.term(BRIDGE, TermKind::ReviewAgain, Some("m"), 30);
    story.happens(BRIDGE, Actor::Participant(AUTHOR), Fact::Revised { version: 2, fields }, |event| {
        let stage = Stage::UnderReview { level: Level::Municipality };
        event.moved = Some(Moved { stage, custody: Some(custody.clone()) });
        event.supports = Some(SupportWindow::Open { version: 2 });
        event.terms = vec![TermChange::Met { nth: 8, on, late: false }, again];
    });
    for tag in ["tag-1", "tag-2"] {
        let event = SupportEvent::SupportConfirmed { version: 2, day: story.today() };
        story.tell("support", tag, "SupportConfirmed", Event::Support(event));
    }
    story.happens(
        BRIDGE,
        Actor::Engine,
        Fact::ThresholdReached { level: Level::Municipality, count: 2, needed: 2 },
        |_| {},
    );
    let event = SupportEvent::SupportWithdrawn { day: story.today() };
    story.tell("support", "tag-2", "SupportWithdrawn", Event::Support(event));
    let event =
        SupportEvent::SupportInvalidated { ground: InvalidationGround::NotResident, day: story.today() };
    story.tell("support", "tag-4", "SupportInvalidated", Event::Support(event));
    let (reasons, on) = (story.text("Нет средств"), story.today());
    let dispatch = story.term(BRIDGE, TermKind::Dispatch, Some("m"), 3);
    let ground = "M2".parse().expect("a code");
    let fact = Fact::ReviewedByMunicipality { outcome: Review::Refused { ground, reasons, link: None } };
    story.happens(BRIDGE, Story::clerk(), fact, |event| {
        let stage = Stage::Refused { level: Level::Municipality, admitted: true };
        event.moved = Some(Moved { stage, custody: Some(custody.clone()) });
        event.terms = vec![TermChange::Met { nth: 9, on, late: false }, dispatch];
    });
    story.happens(
        BRIDGE,
        Actor::Engine,
        Fact::ThresholdUnreached { level: Level::Municipality, count: 1, needed: 2 },
        |_| {},
    );
    story.goes_up(BRIDGE, EscalationCause::Threshold, Vec::new());
    story.happens(BRIDGE, Actor::Participant(AUTHOR), Fact::AuthorSteppedDown, |_| {});
    story.happens(BRIDGE, Actor::Participant(FRIEND), Fact::AuthorReplaced { by: FRIEND }, |_| {});
}

fn playground(story: &mut Story) {
    story.days_pass(3);
    story.submitted(PLAYGROUND, "Площадка", "Детям негде играть");
    story.registered(PLAYGROUND, 3, "children");
    let fact = Fact::Reclassified {
        theme: "sport".parse().expect("a code"),
        national_project: None,
        kind: aggregates::initiative::fields::Kind::Programme,
    };
    story.happens(PLAYGROUND, Story::clerk(), fact, |_| {});
    story.published(PLAYGROUND, None);
    let place = story.text("Дом культуры");
    let fact = Fact::HearingAnnounced { on: date(2027, 5, 5), starts_at: 1080, place };
    story.happens(PLAYGROUND, Story::clerk(), fact, |_| {});
    let protocol = story.text("Все за");
    let fact = Fact::HearingRecorded {
        held_on: date(2027, 5, 5),
        protocol,
        present: 30,
        votes_for: 29,
        votes_against: 0,
    };
    story.happens(PLAYGROUND, Story::clerk(), fact, |_| {});
    let question = story.text("Можете?");
    let asked = story.term(PLAYGROUND, TermKind::Opinion, Some("r"), 15);
    story.happens(
        PLAYGROUND,
        Story::clerk(),
        Fact::OpinionRequested { authority: authority("r"), question },
        |event| {
            event.terms = vec![asked];
        },
    );
    let (opinion, on) = (story.text("Можем"), story.today());
    let fact = Fact::OpinionGiven { authority: authority("r"), agrees: true, opinion };
    story.happens(PLAYGROUND, Story::clerk(), fact, |event| {
        event.terms = vec![TermChange::Met { nth: 7, on, late: false }];
    });
    let reasons = story.text("Нужно");
    let fact = Fact::ReviewedByMunicipality { outcome: Review::Adopted { reasons } };
    story.happens(PLAYGROUND, Story::clerk(), fact, |event| {
        event.terms = vec![TermChange::Met { nth: 4, on, late: false }];
    });
    let custody = story.custody("m", Level::Municipality, CustodyRule::Executor);
    let fact = Fact::ExecutorAssigned { executor: authority("m"), until: date(2027, 9, 1) };
    story.happens(PLAYGROUND, Story::clerk(), fact, |event| {
        event.moved = Some(Moved { stage: Stage::InExecution, custody: Some(custody.clone()) });
        event.supports = Some(SupportWindow::Closed);
        event.terms = vec![TermChange::Cancelled { nth: 6 }];
    });
    story.happens(PLAYGROUND, Story::clerk(), Fact::Completed { on }, |event| {
        event.moved = Some(Moved { stage: Stage::Completed, custody: Some(custody.clone()) });
    });
    for (tag, score) in [("a1", 5), ("a2", 4)] {
        let score = Score::try_from(score).expect("a score");
        let event = AssessmentEvent::ResultAssessed {
            initiative: PLAYGROUND,
            score,
            text: None,
            day: on,
            confirmed: Vec::new(),
        };
        story.tell("assessment", tag, "ResultAssessed", Event::Assessment(event));
    }
    let how = Closing::CarriedOut;
    story.happens(PLAYGROUND, Actor::Engine, Fact::Closed { how }, |event| {
        event.moved = Some(Moved { stage: Stage::Closed { how }, custody: None });
    });
    let fact = Fact::AnswerDispatched {
        nth: 9,
        outgoing_number: "1".to_owned(),
        channel: Channel::Web,
        letter: None,
    };
    story.happens(PLAYGROUND, Story::clerk(), fact, |_| {});
    let event = CommentEvent::CommentWithheld {
        text: aggregates::ids::TextId(Uuid::from_u128(0xdead)),
        basis: Basis::CourtOrder,
        by: Story::clerk(),
        day: on,
    };
    story.tell("comment", CommentId(Uuid::from_u128(0xc0)), "CommentWithheld", Event::Comment(event));
}

fn reorganisation(story: &mut Story) {
    let on = story.today();
    let name = story.text("Surgut okrug");
    story.tell(
        "territory",
        "71826000",
        "TerritoryRenamed",
        Event::Territory(TerritoryEvent::TerritoryRenamed { name }),
    );
    let event = TerritoryEvent::PopulationSet { population: 61, as_of: on };
    story.tell("territory", "71826000", "PopulationSet", Event::Territory(event));
    let event = OfficialEvent::RoleGranted { role: Role::Head, from: on, until: None, acting: true };
    story.tell("official", CLERK, "RoleGranted", Event::Official(event));
    let event = OfficialEvent::Dismissed { on };
    story.tell("official", CLERK, "Dismissed", Event::Official(event));
    let event = ParticipantEvent::PersonalDataErased { basis: Basis::CourtOrder, on };
    story.tell("participant", AUTHOR, "PersonalDataErased", Event::Participant(event));
    let event = AuthorityEvent::AuthorityAbolished { on, successor: Some(authority("r")) };
    story.tell("authority", "m", "AuthorityAbolished", Event::Authority(event));
    story.tell("BankAccount", "b", "MoneyPaidIn", Event::Foreign);
}

fn shown(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("an answer is JSON")
}

const ALL: [aggregates::ids::InitiativeId; 3] = [LIGHT, BRIDGE, PLAYGROUND];

fn directory_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    let home = territory("71826000");
    let last = date(2028, 1, 1);
    Ok(json!([
        directory::path(view, &home, as_of)?,
        directory::children(view, &territory("RU"), as_of)?,
        directory::territories(view, aggregates::territory::kind::TerritoryKind::Region, as_of)?,
        directory::authority(view, &authority("m"), as_of)?,
        directory::authorities_of(view, &home, as_of)?,
        directory::custodians(view, &home, date(2027, 2, 1), as_of)?,
        directory::custodians(view, &home, last, as_of)?,
        directory::officials_of(view, &authority("m"), as_of)?,
        directory::officials(view, None, 10, as_of)?,
        directory::authorities(view, None, None, 10, as_of)?,
        directory::administrators(view, as_of)?,
        directory::participant(view, AUTHOR, as_of)?,
        directory::installation(view, as_of)?,
        directory::adopted(view, as_of)?,
    ]))
}

fn register_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    use register::Filter;
    let all = Filter::default;
    let filters = [
        all(),
        Filter { stage: Some(aggregates::procedure::StageName::UnderReview), ..all() },
        Filter { custody: Some(authority("r")), level: Some(Level::Region), ..all() },
        Filter { within: Some(territory("71800000")), overdue: Some(true), ..all() },
        Filter { theme: Some("roads".parse().expect("a code")), published: Some(true), ..all() },
        Filter { number: Some("3/2027".to_owned()), author: Some(AUTHOR), ..all() },
        Filter { co_initiator: Some(FRIEND), procedure_public: Some(true), ..all() },
        Filter { assigned: Some(CLERK), among: Some(vec![LIGHT, BRIDGE]), ..all() },
    ];
    let mut pages = Vec::new();
    for filter in &filters {
        let first = register::list(view, filter, None, 2, as_of)?;
        let second = first.next.map(|next| register::list(view, filter, Some(next), 2, as_of)).transpose()?;
        pages.push(shown((first, second)));
    }
    let each = ALL.map(|id| register::find(view, id, as_of));
    for one in each {
        pages.push(shown(one?));
    }
    Ok(shown(pages))
}

fn initiative_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    let mut pages = Vec::new();
    for id in ALL {
        pages.push(shown(initiative::page(view, id, as_of)?));
        // What a withheld comment said is unreadable at every position.
        let comments = initiative::comments(view, id, None, 10, as_of)?;
        pages.push(shown(comments.iter().map(|comment| (comment.id, comment.withheld)).collect::<Vec<_>>()));
        pages.push(shown(initiative::assessments(view, id, as_of)?));
    }
    Ok(shown(pages))
}

fn worklist_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    let mut lists = Vec::new();
    for code in ["m", "r", "f"] {
        lists.push(worklist::worklist(view, &authority(code), 50, as_of)?);
    }
    Ok(shown(lists))
}

fn misses_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    use worklist::Filter;
    let mine = Filter { authority: Some(authority("m")), ..Filter::default() };
    let owed = Filter { open_only: true, within: Some(territory("RU")), ..Filter::default() };
    let mut pages = Vec::new();
    for filter in [Filter::default(), mine, owed] {
        pages.push(worklist::misses(view, &filter, None, 10, as_of)?);
    }
    Ok(shown(pages))
}

fn supports_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    let mut all = Vec::new();
    for id in ALL {
        all.push(shown(supports::supports(view, id, as_of)?));
        all.push(shown(supports::thresholds(view, id, as_of)?));
        all.push(shown(supports::total(view, id, as_of)?));
        for version in [1, 2] {
            all.push(shown(supports::days(view, id, version, &territory("71826000"), as_of)?));
            all.push(shown(supports::count(view, id, version, &territory("RU"), as_of)?));
        }
    }
    for tag in ["tag-1", "tag-2", "tag-4"] {
        all.push(shown(supports::standing(view, &tag.parse().expect("a tag"), as_of)?));
    }
    Ok(shown(all))
}

fn funnel_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    use funnel::Dimension;
    let mut all = vec![shown(funnel::funnel(view, Dimension::All, "", as_of)?)];
    for by in [Dimension::Theme, Dimension::NationalProject, Dimension::Territory, Dimension::District] {
        all.push(shown(funnel::breakdown(view, by, as_of)?));
    }
    Ok(shown(all))
}

fn performance_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    let (first, last) = ("2027-01".parse().expect("a month"), "2028-12".parse().expect("a month"));
    let mut all = Vec::new();
    for code in ["m", "r", "f"] {
        all.push(shown(performance::performance(view, &authority(code), first, last, as_of)?));
    }
    all.push(shown(performance::ranking(view, Level::Municipality, first, last, as_of)?));
    Ok(shown(all))
}

fn events_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    use events::{Filter, Order, Window};
    let all = Filter::default;
    let filters = [
        all(),
        Filter { authority: Some(authority("r")), ..all() },
        Filter { within: Some(territory("71826000")), event_type: Some("SupportGiven".to_owned()), ..all() },
        Filter { initiative: Some(BRIDGE), ..all() },
        Filter { stream_kind: Some("support".to_owned()), ..all() },
    ];
    let mut pages = Vec::new();
    for filter in &filters {
        for order in [Order::NewestFirst, Order::OldestFirst] {
            let page = events::list(view, filter, Window { order, ..Window::default() }, 4, as_of)?;
            // Titles, texts and what the public may read are today's.
            let lines: Vec<_> = page
                .items
                .into_iter()
                .map(|line| (line.position, line.by, line.initiative, line.custody, line.published_by_then))
                .collect();
            pages.push(shown((lines, page.next)));
        }
    }
    Ok(shown(pages))
}

fn correspondence_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    let mut books = Vec::new();
    for code in ["m", "r"] {
        let code = authority(code);
        books.push(shown(correspondence::years(view, &code, as_of)?));
        books.push(shown(correspondence::incoming(view, &code, 2027, None, 10, as_of)?));
        books.push(shown(correspondence::outgoing(view, &code, 2027, None, 10, as_of)?));
    }
    Ok(shown(books))
}

fn hearings_at(view: &Reader, as_of: Option<u64>) -> rusqlite::Result<Value> {
    use hearings::Filter;
    let there = Filter { within: Some(territory("RU")), published_only: true, ..Filter::default() };
    let mut pages = Vec::new();
    for filter in [Filter::default(), there] {
        pages.push(hearings::list(view, &filter, None, 10, as_of)?);
    }
    Ok(shown(pages))
}

type Answer = fn(&Reader, Option<u64>) -> rusqlite::Result<Value>;

fn holds_at_every_position(projection: &'static dyn Projection, answer: Answer) {
    let story = long_story();
    let mut growing = Kept::empty(projection);
    let mut then = Vec::new();
    let reader = growing.read();
    for record in &story.records {
        growing.view.apply(std::slice::from_ref(record)).expect("it applies");
        then.push(answer(&reader, None).expect("it answers"));
    }
    let whole = Kept::of(projection, &story);
    let reader = whole.read();
    let mut changes = 0;
    for (record, then) in story.records.iter().zip(&then) {
        let now = answer(&reader, Some(record.position)).expect("it answers");
        assert_eq!(now, *then, "{} as of {} {}", projection.name(), record.position, record.event_type);
        changes +=
            usize::from(then != &shown(answer(&reader, Some(record.position - 1)).expect("it answers")));
    }
    assert!(changes > 1, "the story says nothing to {}", projection.name());
}

#[test]
fn the_directory_as_of_a_position_is_the_directory_of_that_day() {
    holds_at_every_position(&directory::Directory, directory_at);
}

#[test]
fn the_register_as_of_a_position_is_the_register_of_that_day() {
    holds_at_every_position(&register::Register, register_at);
}

#[test]
fn an_initiative_as_of_a_position_is_the_initiative_of_that_day() {
    holds_at_every_position(&initiative::Initiatives, initiative_at);
}

#[test]
fn a_worklist_as_of_a_position_is_the_worklist_of_that_day() {
    holds_at_every_position(&worklist::Worklist, worklist_at);
}

#[test]
fn the_register_of_misses_as_of_a_position_is_that_of_that_day() {
    holds_at_every_position(&worklist::Worklist, misses_at);
}

#[test]
fn supports_as_of_a_position_are_the_supports_of_that_day() {
    holds_at_every_position(&supports::Supports, supports_at);
}

#[test]
fn the_funnel_as_of_a_position_is_the_funnel_of_that_day() {
    holds_at_every_position(&funnel::Funnels, funnel_at);
}

#[test]
fn performance_as_of_a_position_is_the_performance_of_that_day() {
    holds_at_every_position(&performance::Performance, performance_at);
}

#[test]
fn events_as_of_a_position_are_those_of_that_day() {
    holds_at_every_position(&events::Events, events_at);
}

#[test]
fn correspondence_as_of_a_position_is_that_of_that_day() {
    holds_at_every_position(&correspondence::Correspondence, correspondence_at);
}

#[test]
fn hearings_as_of_a_position_are_those_of_that_day() {
    holds_at_every_position(&hearings::Hearings, hearings_at);
}

#[test]
fn search_takes_the_whole_story_too() {
    let kept = Kept::of(&search::Search, &long_story());
    let found = search::search(&kept.read(), "мосты", 10, None).expect("it answers");
    assert_eq!(found.hits.iter().map(|hit| hit.initiative).collect::<Vec<_>>(), [BRIDGE]);
}
