//! What the shipped procedures say.

use std::collections::BTreeSet;

use calendar::Length;
use jiff::civil::date;

use super::*;

#[test]
fn every_shipped_file_loads() {
    assert_eq!(shipped().len(), 2);
    assert_eq!(shipped_calendar().version(), "ru-2013-2027");
    assert!(themes().iter().count() >= 15);
    assert_eq!(themes().national_projects().count(), 12);
}

#[test]
fn the_table_of_the_pyramid_has_every_row_of_the_model() {
    let rows: BTreeSet<u16> = pyramid().rows().iter().filter_map(|row| row.row).collect();
    assert_eq!(rows, (1..=46).collect());
}

#[test]
fn every_step_has_a_place_in_some_shipped_procedure() {
    let shipped = shipped();
    let rows = shipped.iter().flat_map(Procedure::rows);
    let used: BTreeSet<Step> = rows.flat_map(|row| row.with.iter().copied().chain([row.event])).collect();
    let all: BTreeSet<Step> = Step::ALL.iter().copied().collect();
    assert_eq!(all.difference(&used).collect::<Vec<_>>(), Vec::<&Step>::new());
}

#[test]
fn a_name_in_files_is_the_name_in_code() {
    let quoted = |text: &str| format!("\"{text}\"");
    for step in Step::ALL {
        assert_eq!(serde_json::to_string(step).unwrap(), quoted(step.as_str()));
    }
    for stage in StageName::ALL {
        assert_eq!(serde_json::to_string(stage).unwrap(), quoted(stage.as_str()));
    }
    for kind in TermKind::ALL {
        assert_eq!(serde_json::to_string(kind).unwrap(), quoted(kind.as_str()));
    }
    for doer in Doer::ALL {
        assert_eq!(serde_json::to_string(doer).unwrap(), quoted(doer.as_str()));
    }
    for outcome in Outcome::ALL {
        assert_eq!(serde_json::to_string(outcome).unwrap(), quoted(outcome.as_str()));
    }
}

#[test]
fn what_the_table_does_not_list_is_not_allowed() {
    let procedure = pyramid();
    assert!(procedure.allows(Step::Published, StageName::AwaitingPublication));
    assert!(!procedure.allows(Step::Published, StageName::UnderReview));
    assert!(!procedure.allows(Step::Answered, StageName::UnderReview));
    assert!(
        !procedure.allows(Step::ExecutorAssigned, StageName::UnderReview),
        "only together with a decision"
    );
    assert_eq!(procedure.doers(Step::Answered, StageName::UnderReview).count(), 0);
    let doers: Vec<Doer> = procedure.doers(Step::AppealDecided, StageName::UnderAppeal).copied().collect();
    assert_eq!(doers, [Doer::HeadAbove, Doer::Engine]);
    let refused: Vec<StageName> =
        StageName::ALL.iter().copied().filter(|stage| procedure.allows(Step::Withdrawn, *stage)).collect();
    assert_eq!(refused, StageName::ALL[..6]);
}

#[test]
fn after_the_end_only_the_record_itself_changes_and_owed_letters_are_missed() {
    let procedure = pyramid();
    let after: Vec<&str> = Step::ALL
        .iter()
        .filter(|step| procedure.allows(**step, StageName::Closed))
        .map(|step| step.as_str())
        .collect();
    assert_eq!(
        after,
        [
            "DeadlineMissed",
            "AnswerDispatched",
            "DecisionCorrected",
            "Redacted",
            "PersonalDataErased",
            "PositionFiled",
            "MissAnnotated"
        ]
    );
}

#[test]
fn the_terms_of_the_pyramid_are_those_of_the_model() {
    let procedure = pyramid();
    let lengths: Vec<String> = procedure
        .terms()
        .iter()
        .map(|rule| {
            let length = rule.length.map_or("decision".to_owned(), |length| length.to_string());
            let asked: Vec<&str> = rule.asked.iter().map(|kind| kind.as_str()).collect();
            if asked.len() == 4 {
                format!("{} {length}", rule.id)
            } else {
                format!("{} {length} {}", rule.id, asked.join("+"))
            }
        })
        .collect();
    assert_eq!(
        lengths,
        [
            "T1 3 cd",
            "T2 3 wd",
            "T3 5 wd",
            "T4 7 cd",
            "T5 30 cd work+programme+law",
            "T5 3 mo rule",
            "T6 30 cd work+programme+rule",
            "T6 3 mo law",
            "T7 2 mo work+programme+rule",
            "T7 3 mo law",
            "T8 3 wd",
            "T9 10 wd",
            "T10 10 wd",
            "T11 30 cd",
            "T12 30 cd",
            "T13 5 wd",
            "T14 30 cd",
            "T15 30 cd",
            "T16 15 cd",
            "T17 12 mo",
            "T18 decision",
            "T19 90 cd",
            "T20 30 cd",
            "T21 30 cd",
            "T22 10 wd",
        ]
    );
    let graced: Vec<&str> = procedure
        .terms()
        .iter()
        .filter(|rule| rule.when_missed == WhenMissed::Grace && rule.asked.contains(&Kind::Work))
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(graced, ["T5", "T6", "T12", "T15"]);
}

#[test]
fn surgut_by_the_rules_of_the_pyramid() {
    let (procedure, calendar) = (pyramid(), shipped_calendar());
    let due = |kind, trigger| {
        let rule = procedure.term(kind, Kind::Work, trigger).unwrap();
        calendar.due(trigger, rule.length.unwrap(), rule.roll).date
    };
    assert_eq!(due(TermKind::Register, date(2027, 1, 1)), date(2027, 1, 11));
    assert_eq!(due(TermKind::Publish, date(2027, 1, 11)), date(2027, 1, 14));
    assert_eq!(due(TermKind::Comments, date(2027, 1, 14)), date(2027, 1, 21));
    assert_eq!(due(TermKind::ReviewMunicipality, date(2027, 1, 11)), date(2027, 2, 10));
    assert_eq!(due(TermKind::Grace, date(2027, 2, 10)), date(2027, 2, 17));
    let rule = procedure.term(TermKind::ReviewMunicipality, Kind::Work, date(2027, 1, 11)).unwrap();
    assert!(rule.extension.unwrap().allows_days(30));
    assert!(!rule.extension.unwrap().allows_days(31));
}

#[test]
fn what_is_asked_for_decides_how_long_a_review_takes() {
    let procedure = pyramid();
    let on = date(2027, 1, 11);
    let length = |kind, asked| procedure.term(kind, asked, on).unwrap().length;
    assert_eq!(length(TermKind::ReviewMunicipality, Kind::Rule), Some(Length::Months(3)));
    assert_eq!(length(TermKind::ReviewMunicipality, Kind::Law), Some(Length::CalendarDays(30)));
    assert_eq!(length(TermKind::ReviewRegion, Kind::Law), Some(Length::Months(3)));
    assert_eq!(length(TermKind::Execution, Kind::Work), None);
}

#[test]
fn thresholds_are_shares_and_people_as_the_model_says() {
    let procedure = pyramid();
    let [municipality, region, federation] = Level::ALL;
    assert_eq!(procedure.threshold(municipality, Some(1_000)), Some(50));
    assert_eq!(procedure.threshold(municipality, Some(1_001)), Some(51), "a part of a person is a person");
    assert_eq!(procedure.threshold(municipality, Some(0)), Some(1));
    assert_eq!(procedure.threshold(municipality, None), None);
    assert_eq!(procedure.threshold(region, Some(2_000_000)), Some(100_000));
    assert_eq!(procedure.threshold(region, Some(1_000_000)), Some(50_000));
    assert_eq!(procedure.threshold(region, Some(5_833_002)), Some(100_000));
    assert_eq!(procedure.threshold(region, None), None);
    assert_eq!(procedure.threshold(federation, None), Some(100_000));
    assert_eq!(appeal().threshold(municipality, Some(1_000)), None);
}

#[test]
fn grounds_belong_to_their_list_and_level() {
    let procedure = pyramid();
    for n in 1..=9 {
        assert!(procedure.ground_not_admitted(&ground(&format!("N{n}"))).is_some());
    }
    for (level, letter) in Level::ALL.into_iter().zip(["M", "R", "F"]) {
        for n in 1..=5 {
            let id = ground(&format!("{letter}{n}"));
            let at: Vec<Level> = Level::ALL
                .into_iter()
                .filter(|other| procedure.ground_refused(*other, &id).is_some())
                .collect();
            assert_eq!(at, [level], "{id}");
            assert!(procedure.ground_not_admitted(&id).is_none());
        }
    }
    assert_eq!(procedure.grounds().len(), 24);
    assert!(procedure.ground(&ground("N2")).unwrap().after_clarification);
    assert!(procedure.ground(&ground("M3")).unwrap().after_declined_revision);
    assert!(procedure.ground(&ground("M4")).unwrap().link_required);
    assert_eq!(procedure.ground(&ground("M5")).unwrap().min_reason_chars, Some(200));
    for id in ["N5", "N9"] {
        let linked = procedure.ground(&ground(id)).unwrap().opens_linked.as_ref().map(ProcedureId::as_str);
        assert_eq!(linked, Some("ru-appeal"));
    }
}

#[test]
fn a_ground_opens_only_a_procedure_that_ships() {
    let procedures = Procedures::shipped();
    let today = date(2027, 1, 11);
    for id in procedures
        .iter()
        .flat_map(|procedure| procedure.grounds())
        .filter_map(|ground| ground.opens_linked.as_ref())
    {
        assert!(procedures.in_force(id, today).is_some(), "{id}");
    }
}

#[test]
fn an_appeal_is_never_published_and_is_answered_from_review() {
    let procedure = appeal();
    assert!(!procedure.is_public());
    for step in
        [Step::Published, Step::ReturnedForClarification, Step::HearingRecorded, Step::EscalatedToRegion]
    {
        assert!(StageName::ALL.iter().all(|stage| !procedure.allows(step, *stage)), "{step}");
    }
    for step in
        [Step::Answered, Step::LeftWithoutAnswer, Step::CorrespondenceEnded, Step::ForwardedByCompetence]
    {
        assert!(procedure.allows(step, StageName::UnderReview), "{step}");
    }
    for level in Level::ALL {
        let rule = procedure.term(TermKind::review(level), Kind::Work, date(2027, 1, 11)).unwrap();
        assert_eq!((rule.id.as_str(), rule.length), ("A2", Some(Length::CalendarDays(30))));
    }
    assert!(procedure.ground_not_admitted(&ground("L7")).is_some());
    assert!(procedure.ground_not_admitted(&ground("C1")).is_none());
}

#[test]
fn the_hash_is_that_of_the_text() {
    let procedure = pyramid();
    assert_eq!(procedure.text(), PYRAMID);
    assert_eq!(procedure.sha256().len(), 64);
    let other = Procedure::parse("test.toml", &format!("{PYRAMID}\n")).unwrap();
    assert_ne!(procedure.sha256(), other.sha256());
}

#[test]
fn a_known_version_with_another_text_is_refused() {
    let mut procedures = Procedures::shipped();
    assert!(procedures.add("again.toml", PYRAMID).is_ok());
    let changed = with(PYRAMID, "forwardings = 2", "forwardings = 3");
    let errors = procedures.add("changed.toml", &changed).unwrap_err();
    assert_eq!(errors.code(), "procedure_version_changed");
    assert!(errors.to_string().starts_with(&format!("changed.toml:{}: ", line_of(PYRAMID, "version = 1"))));
    let next = with(&changed, "version = 1", "version = 2");
    assert_eq!(procedures.add("next.toml", &next).unwrap().version(), 2);
    let id = pyramid().id().clone();
    assert_eq!(procedures.in_force(&id, date(2027, 1, 1)).map(|found| found.version()), Some(2));
    assert_eq!(procedures.get(&id, 1).map(|found| found.forwardings_at_most()), Some(2));
    assert!(procedures.in_force(&id, date(2012, 12, 31)).is_none());
}
