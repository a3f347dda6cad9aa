//! What auditors are promised: everything that was recorded, by whom, for whom, when and as
//! of when; and nothing that they could change.

use scraper::{Html, Selector};
use serde_json::Value;
use tests::web::{Answer, Client};

use crate::web_letters::{COUNTRY, entered, in_the_country};

/// A table as it is read: a row a line, its cells in order.
fn rows(page: &Answer) -> Vec<Vec<String>> {
    let html = Html::parse_document(&page.body);
    let row = Selector::parse("main table tbody tr").expect("a selector");
    let cell = Selector::parse("td").expect("a selector");
    let text = |cell: scraper::ElementRef<'_>| {
        cell.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    html.select(&row).map(|row| row.select(&cell).map(text).collect()).collect()
}

async fn asked(client: &Client, query: &str) -> Answer {
    let page = client.get(&format!("/ru/audit?{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.text());
    page
}

#[test]
fn events_are_found_by_who_for_whom_what_and_when_in_the_words_of_people() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "auditor").await;
        let all = rows(&client.get("/ru/audit").await);
        assert!(all.iter().any(|row| !row[3].contains("Щетинин")), "not everything is his");
        let his = rows(&asked(&client, "actor=щетинин марк").await);
        assert!(!his.is_empty() && his.iter().all(|row| row[3].contains("Щетинин")), "{his:?}");
        let theirs = rows(&asked(&client, "authority=администрация города сургута").await);
        let city = theirs.iter().any(|row| row[3].contains("Администрация города Сургута"));
        assert!(city && theirs != all, "{theirs:?}");
        let missed = rows(&asked(&client, "type=DeadlineMissed").await);
        assert!(!missed.is_empty() && missed.iter().all(|row| row[2] == "Срок нарушен"), "{missed:?}");
        let day = rows(&asked(&client, "from=2026-09-02&until=2026-09-02").await);
        assert!(!day.is_empty() && day.iter().all(|row| row[1].starts_with("02.09.2026")), "{day:?}");
        let one = rows(&asked(&client, "initiative=SR-1/2025").await);
        assert!(one.iter().all(|row| row[4].contains("Пешеходный мост")) && one.len() > 5, "{one:?}");
    });
}

#[test]
fn words_that_fit_several_or_nobody_are_asked_about_and_never_taken_for_everything() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "auditor").await;
        for page in ["audit", "audit/officials", "audit/worklist"] {
            let several = client.get(&format!("/ru/{page}?authority=администрация")).await;
            assert!(several.text().contains("Подходит не одно"), "{page}: {}", several.text());
            assert!(rows(&several).is_empty(), "{page}");
            let link = several.links().into_iter().find(|link| link.contains("authority=71826000"));
            let link = link.unwrap_or_else(|| panic!("{page}: the district can be chosen"));
            assert!(!rows(&client.get(&link).await).is_empty(), "{link}");
            let nobody = client.get(&format!("/ru/{page}?authority=Тридевятое")).await;
            assert!(nobody.text().contains("Такого органа власти нет"), "{page}");
            assert!(rows(&nobody).is_empty(), "{page}");
        }
        assert!(asked(&client, "actor=Никто").await.text().contains("с таким именем нет"));
        assert!(asked(&client, "initiative=SR-9999/2026").await.text().contains("с таким номером нет"));
    });
}

#[test]
fn a_position_leads_to_its_event_and_what_is_recorded_there() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "auditor").await;
        let events = web.engine().journal().read(0, 100_000).await.expect("the journal reads");
        let missed =
            events.iter().find(|event| event.event_type == "DeadlineMissed").expect("one was missed");
        let page = asked(&client, &format!("position={}", missed.position)).await;
        assert_eq!(page.path, format!("/ru/audit/events/{}", missed.position));
        for part in ["Срок нарушен", "DeadlineMissed", "автоматически"] {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        assert_eq!(client.get("/ru/audit/events/999999").await.status, 404);
    });
}

#[test]
fn an_act_whose_document_is_of_another_day_than_its_record_is_listed() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "auditor").await;
        let late = rows(&asked(&client, "late=yes").await);
        assert!(!late.is_empty() && late.iter().all(|row| row[1].contains("документ от")), "{late:?}");
        // The same by the events alone: an official's act that was recorded later than dated.
        let events = web.engine().journal().read(0, 100_000).await.expect("the journal reads");
        let dated = |payload: &str| -> Option<String> {
            let payload: Value = serde_json::from_str(payload).ok()?;
            payload.get("done_on")?.as_str().map(str::to_owned)
        };
        for row in &late {
            let position: u64 = row[0].replace(' ', "").parse().expect("a position");
            let event = events.iter().find(|event| event.position == position).expect("it is there");
            let on = dated(&event.payload).expect("it is dated");
            assert_ne!(on, event.at.to_string()[..10], "{row:?}");
        }
    });
}

#[test]
fn officials_have_the_roles_of_the_day_that_is_asked_for() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "auditor").await;
        let then = async |day: &str| {
            let address = format!("/ru/audit/officials?authority=71826000.administration&as_of={day}");
            let found = rows(&client.get(&address).await);
            found.into_iter().find(|row| row[0].contains("Турбина")).map(|row| row[2].clone())
        };
        let acting = then("2026-11-01").await.expect("she is there");
        assert!(acting.contains("исполняющий обязанности"), "{acting}");
        let before = then("2026-10-01").await.unwrap_or_default();
        assert!(!before.contains("исполняющий обязанности"), "{before}");
    });
}

#[test]
fn an_initiative_and_a_worklist_are_shown_as_they_were() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "auditor").await;
        let page = client.get("/ru/audit/as-of/initiative?id=SR-1/2025&as_of=2025-10-10").await;
        assert!(page.path.starts_with("/ru/initiatives/") && page.path.ends_with("?as_of=2025-10-10"));
        assert!(page.text().contains("10 октября 2025"), "{}", page.text());
        let work = async |day: &str| {
            let address = format!("/ru/audit/worklist?authority=71826000.administration&as_of={day}");
            rows(&client.get(&address).await)
        };
        let (then, later) = (work("2025-10-10").await, work("2026-11-26").await);
        assert!(!then.is_empty() && then != later, "the worklist is not the same on both days");
        assert!(later.iter().all(|row| row[1] != "принимать замечания"), "waiting is no task");
    });
}

#[test]
fn an_event_is_shown_with_its_entry_and_the_proof_that_it_is_signed_for() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "auditor").await;
        let journal = web.engine().journal();
        let position = journal.head().await.expect("it reads").position;
        web.app().keeper().wait_for(position).await;
        let page = client.get(&format!("/ru/audit/events/{position}")).await;
        let entry = journal.entries(position - 1, 1).await.expect("it reads").remove(0);
        let entry = String::from_utf8(entry).expect("text");
        for part in ["стоит в подписанном дереве", &ledger::leaf_hash(entry.as_bytes()).to_string(), &entry]
        {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        for link in [format!("/log/evidence/{position}"), format!("/log/proof/{position}.tlog-proof")] {
            assert!(page.links().contains(&link), "{link}");
            assert_eq!(client.get(&link).await.status, 200, "{link}");
        }
    });
}

#[test]
fn what_is_signed_and_what_the_last_audit_found_is_shown() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "auditor").await;
        let keeper = web.app().keeper();
        let position = web.engine().journal().head().await.expect("it reads").position;
        let published = keeper.wait_for(position).await;
        let page = client.get("/ru/audit/log").await;
        let key = keeper.verifying_key().expect("a key").to_string();
        let origin = web.engine().origin();
        for part in [origin, &key, &published.checkpoint.root.to_string(), "всё подписано", "никто"]
        {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        for link in ["/log/checkpoint", "/log/key", "/data/initiatives.ndjson"] {
            assert!(page.links().iter().any(|known| known == link), "{link}");
        }
        assert!(page.text().contains("veche-verify replay --log"));
        assert!(page.text().contains("проверки ещё не было"), "{}", page.text());

        let failure = engine::Failure {
            what: "the row was changed".to_owned(),
            position: Some(7),
            expected: Some("aa".to_owned()),
            found: Some("bb".to_owned()),
        };
        let check = |name: &str, status, failure| engine::Check {
            name: name.to_owned(),
            status,
            figures: [("rows".to_owned(), 4321)].into(),
            failure,
        };
        let audited = engine::Audited {
            at: web.engine().now(),
            status: engine::Status::Failed,
            events: position,
            checkpoint: None,
            checks: vec![
                check("log", engine::Status::Failed, Some(failure)),
                check("views", engine::Status::Held, None),
            ],
            remembered: Vec::new(),
        };
        keeper.keep_audit(audited).expect("it is kept");
        let page = client.get("/ru/audit/log").await;
        for part in ["не сходится", "the row was changed", "aa", "bb", "4 321", "Представления"]
        {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        assert!(page.links().iter().any(|link| link == "/ru/audit/events/7"), "{:?}", page.links());
        assert!(!client.get("/en/audit/log").await.text().contains("audit-"), "a text is missing");
    });
}

#[test]
fn an_auditor_writes_nothing() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "auditor").await;
        for page in
            ["/ru/audit", "/ru/audit/as-of", "/ru/audit/log", "/ru/audit/officials", "/ru/audit/worklist"]
        {
            let html = Html::parse_document(&client.get(page).await.body);
            let forms = Selector::parse("main form[method=post]").expect("a selector");
            assert_eq!(html.select(&forms).count(), 0, "{page}");
        }
        let csrf = client.get("/ru/audit").await.form("/sign-out");
        let csrf = csrf.value("csrf").expect("a token").to_owned();
        let case = crate::web_letters::initiatives(web).await.swap_remove(0);
        let addresses = [
            "/ru/admin/authorities/new".to_owned(),
            "/ru/admin/officials/new".to_owned(),
            "/ru/admin/territories/71826000/rename".to_owned(),
            "/ru/desk/assign".to_owned(),
            format!("/ru/desk/initiatives/{case}/register"),
            format!("/ru/desk/initiatives/{case}/review"),
            format!("/ru/desk/initiatives/{case}/redact"),
            format!("/ru/desk/initiatives/{case}/supports/invalidate"),
            format!("/ru/initiatives/{case}/support"),
            format!("/ru/initiatives/{case}/comment"),
        ];
        for address in &addresses {
            let fields = [("csrf", csrf.as_str()), ("name", "x"), ("official", "x"), ("tag", "x")];
            let request = client.request(reqwest::Method::POST, address).form(&fields);
            let answer = client.once(request, address).await;
            assert!((400..500).contains(&answer.status), "{address}: {}", answer.status);
        }
        let own = asked(&client, "actor=Стародубцева").await;
        assert!(rows(&own).is_empty(), "an auditor has recorded something: {}", own.text());
    });
}
