//! What clerks and heads do at their desk, over HTTP.

use aggregates::ids::OfficialId;
use aggregates::initiative::{Initiative, Stage};
use desk::Desk;
use serde_json::{Value, json};
use tests::web::{Client, Served};
use uuid::Uuid;

use crate::engine::world::{SURGUT, World, YUGRA, at, clerk, head, id, resident};

crate::engine::in_a_world!(
    a_case_is_published_from_the_worklist_in_three_clicks
    a_stale_form_is_refused_keeps_what_was_typed_and_says_what_changed
    a_refusal_keeps_what_was_typed_and_marks_the_field
    findings_are_masked_or_confirmed_one_by_one
    neighbours_and_residents_see_no_case_and_an_auditor_changes_none
    several_cases_are_assigned_at_once
    every_form_that_is_offered_opens
    who_else_has_a_case_open_is_shown
    an_authority_is_found_by_its_name
    what_is_sealed_is_shown_once_for_a_reason_and_to_nobody_else
);

async fn served(world: &World) -> Served {
    let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await.expect("a desk");
    Served::start(world.engine.clone(), desk).await
}

/// The official of that number, with an account of his own.
async fn official(web: &Served, by: &Value) -> Client {
    let who: Uuid = serde_json::from_value(by["official"].clone()).expect("an official");
    web.account_of_official(&who.to_string(), OfficialId(who)).await;
    web.signed_in(&who.to_string()).await
}

async fn caught_up(web: &Served) {
    web.engine().views().catch_up().await.expect("the views catch up");
}

async fn stage(world: &World, initiative: Uuid) -> Stage {
    world.engine.load::<Initiative>(&initiative.to_string()).await.expect("it loads").0.stage()
}

async fn a_case_is_published_from_the_worklist_in_three_clicks(world: World) {
    let initiative = world.submitted(1).await;
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &clerk(SURGUT)).await;
    let list = browser.get("/ru/desk").await;
    let case = format!("/ru/desk/initiatives/{initiative}");
    assert!(list.links().contains(&case), "{}", list.text());
    // One: the case. Two: its theme. Three: both steps at once.
    let page = browser.get(&case).await;
    let form = page.form("/register");
    let published = browser.send(form.set("theme", "roads").set("then", "publish")).await;
    assert_eq!(published.path, format!("{case}?done=publish"), "{}", published.text());
    assert!(published.text().contains("Опубликовано"), "{}", published.text());
    assert!(matches!(stage(&world, initiative).await, Stage::UnderReview { .. }));
}

async fn a_stale_form_is_refused_keeps_what_was_typed_and_says_what_changed(world: World) {
    let initiative = world.published(1).await;
    world.clock.set(at("2027-01-25T06:00:00Z"));
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &head(SURGUT)).await;
    let page = browser.get(&format!("/ru/desk/initiatives/{initiative}/refuse")).await;
    let form = page.form("/refuse").set("ground", "M2").set("reasons", "В бюджете этого года средств нет.");
    let assign = json!({"assign": {"official": id(101)}});
    world.acts(clerk(SURGUT), initiative, assign).await;
    caught_up(&web).await;

    let stale = browser.send(form).await;
    assert_eq!(stale.status, 412, "{}", stale.text());
    assert!(stale.text().contains("Назначен ответственный"), "{}", stale.text());
    let again = stale.form("/refuse");
    assert_eq!(again.value("reasons"), Some("В бюджете этого года средств нет."));
    assert_eq!(again.value("ground"), Some("M2"));
    let done = browser.send(again).await;
    assert!(done.path.ends_with("?done=refuse"), "{} {}", done.path, done.text());
    assert!(matches!(stage(&world, initiative).await, Stage::Refused { .. }));
}

async fn a_refusal_keeps_what_was_typed_and_marks_the_field(world: World) {
    let initiative = world.published(1).await;
    world.clock.set(at("2027-01-25T06:00:00Z"));
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &head(SURGUT)).await;
    let page = browser.get(&format!("/ru/desk/initiatives/{initiative}/refuse")).await;
    assert!(!page.body.contains("value=\"M3\""), "a ground that is not possible is not offered");
    let short = page.form("/refuse").set("ground", "M5").set("reasons", "Нет.");
    let refused = browser.send(short).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("не короче 200"), "{}", refused.text());
    assert_eq!(refused.form("/refuse").value("reasons"), Some("Нет."));
    let marked = refused.body.split("name=\"reasons\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(marked.is_some_and(|tag| tag.contains("aria-invalid")), "the field is marked");
    let missing = browser.send(page.form("/refuse").set("reasons", "Текст без основания.")).await;
    assert_eq!(
        (missing.status, missing.form("/refuse").value("reasons")),
        (422, Some("Текст без основания."))
    );
}

async fn findings_are_masked_or_confirmed_one_by_one(world: World) {
    let submit = json!({"initiative": {"action": {"submit": {
        "kind": "work", "home": SURGUT, "channel": "web",
        "consents": {"publish_text": true, "pass_up": true},
        "fields": {
            "title": "Мост через ручей",
            "problem": "Звоните мне +7 912 345-67-89, а в администрацию +7 346 252-40-01.",
            "proposal": "Мост.", "expected_result": "Ближе до школы.",
        },
    }}}});
    let receipt = world.when(resident(1), submit).await.expect("it is submitted");
    let initiative: Uuid = receipt.stream.id.parse().expect("an id");
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &clerk(SURGUT)).await;
    let page = browser.get(&format!("/ru/desk/initiatives/{initiative}")).await;
    let form = page.form("/register").set("theme", "roads").set("then", "publish");
    let page = browser.send(form).await;
    assert!(page.path.ends_with("/publish"), "what was found is looked at first: {}", page.path);
    assert!(page.body.contains("<mark class=\"found\">+7 912 345-67-89</mark>"), "{}", page.body);
    let names: Vec<String> = page
        .body
        .split("name=\"at:")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(|name| format!("at:{name}")))
        .collect();
    let (first, last) = (&names[0], &names[names.len() - 1]);
    assert_ne!(first, last);
    let half = browser.send(page.form("/publish").set(first, "mask")).await;
    assert_eq!(half.status, 409, "{}", half.text());
    let done = browser.send(half.form("/publish").set(first, "mask").set(last, "office_contact")).await;
    assert!(done.path.ends_with("?done=publish"), "{}", done.text());
    let public = web.visitor().get(&format!("/ru/initiatives/{initiative}")).await;
    assert!(!public.body.contains("912 345-67-89") && public.body.contains("252-40-01"), "{}", public.text());

    world.clock.set(at("2027-01-25T06:00:00Z"));
    let browser = official(&web, &head(SURGUT)).await;
    let page = browser.get(&format!("/ru/desk/initiatives/{initiative}/refuse")).await;
    let form = page.form("/refuse").set("ground", "M2").set("reasons", "Справки: +7 346 252-40-02.");
    let found = browser.send(form).await;
    assert_eq!(found.status, 409, "{}", found.text());
    let reasons = found.body.split("value=\"").filter_map(|rest| rest.split('"').next());
    let reason = reasons
        .into_iter()
        .find(|value| value.starts_with("reasons:phone:") && value.ends_with(":office_contact"));
    let done = browser.send(found.form("/refuse").set("confirm", reason.expect("a finding"))).await;
    assert!(done.path.ends_with("?done=refuse"), "{}", done.text());
}

async fn neighbours_and_residents_see_no_case_and_an_auditor_changes_none(world: World) {
    let initiative = world.submitted(1).await;
    let auditor = json!({"appoint": {
        "authority": format!("{YUGRA}.main"), "role": "auditor", "from": "2020-01-01", "name": "The auditor",
    }});
    let auditor = json!({"official": {"id": id(400), "action": auditor}});
    world.when(json!("installation"), auditor).await.expect("he is appointed");
    let web = served(&world).await;
    caught_up(&web).await;
    let case = format!("/ru/desk/initiatives/{initiative}");
    let neighbour = official(&web, &clerk(YUGRA)).await;
    web.account_of_participant("resident", aggregates::ids::ParticipantId(id(1002))).await;
    let resident = web.signed_in("resident").await;
    for browser in [&neighbour, &resident] {
        for path in [case.clone(), format!("{case}/register")] {
            assert_eq!(browser.get(&path).await.status, 403, "{path}");
        }
        let token =
            browser.get("/ru/account").await.form("/sign-out").value("csrf").expect("a token").to_owned();
        let fields = [("csrf", token.as_str()), ("theme", "roads")];
        let path = format!("{case}/register");
        let post = browser.request(reqwest::Method::POST, &path).form(&fields);
        assert_eq!(browser.run(post, &path).await.status, 403);
    }
    assert_eq!(resident.get("/ru/desk").await.status, 403);

    let auditor = official(&web, &json!({"official": id(400)})).await;
    let page = auditor.get(&case).await;
    assert_eq!(page.status, 200);
    assert!(page.maybe_form("/register").is_none());
    assert_eq!(auditor.get(&format!("{case}/register")).await.status, 403);
    assert_eq!(auditor.get("/ru/desk").await.status, 403);
    let stream = journal::StreamId::new("initiative", initiative.to_string());
    assert_eq!(world.engine.journal().load(&stream, 0).await.expect("it reads").len(), 1);
}

async fn several_cases_are_assigned_at_once(world: World) {
    let [one, other] = [world.submitted(1).await, world.submitted(2).await];
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &clerk(SURGUT)).await;
    let page = browser.get("/ru/desk?who=unassigned").await;
    let form = page.form("/desk/assign").set("official", id(201).to_string());
    let form = form.add("case", one.to_string()).add("case", other.to_string());
    let done = browser.send(form).await;
    assert!(done.path.starts_with("/ru/desk?who=unassigned"), "{}", done.path);
    assert!(done.text().contains("Назначено 2 дела"), "{}", done.text());
    let page = browser.get("/ru/desk").await;
    let done = browser.send(page.form("/desk/assign").set("mine", one.to_string())).await;
    assert!(done.text().contains("Назначено 1 дело"), "{}", done.text());
    let (state, _) = world.engine.load::<Initiative>(&one.to_string()).await.expect("it loads");
    assert_eq!(state.assigned(), Some(OfficialId(id(101))));
    let mine = browser.get("/ru/desk?who=mine").await;
    let case = |id: Uuid| format!("/ru/desk/initiatives/{id}");
    assert!(mine.links().contains(&case(one)) && !mine.links().contains(&case(other)));
}

async fn every_form_that_is_offered_opens(world: World) {
    let initiatives = [world.submitted(1).await, world.published(2).await, world.published(3).await];
    world.clock.set(at("2027-01-25T06:00:00Z"));
    let adopt =
        json!({"adopt": {"reasons": "Yes.", "executor": format!("{SURGUT}.main"), "until": "2027-09-01"}});
    world.acts(head(SURGUT), initiatives[2], adopt).await;
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &head(SURGUT)).await;
    let mut opened = 0;
    for lang in ["ru", "en"] {
        for initiative in initiatives {
            let case = format!("/{lang}/desk/initiatives/{initiative}");
            let page = browser.get(&case).await;
            assert_eq!(page.status, 200, "{}", page.text());
            // The list of supports has a form only where somebody has supported.
            let list = format!("{case}/supports");
            let forms = |link: &String| link.starts_with(&format!("{case}/")) && *link != list;
            for link in page.links().into_iter().filter(forms) {
                let page = browser.get(&link).await;
                assert_eq!(page.status, 200, "{link}: {}", page.text());
                let verb = link.rsplit('/').next().expect("a verb");
                page.form(&format!("/{verb}"));
                opened += 1;
            }
        }
    }
    assert!(opened > 30, "{opened}");
}

async fn who_else_has_a_case_open_is_shown(world: World) {
    let initiative = world.submitted(1).await;
    let web = served(&world).await;
    caught_up(&web).await;
    let case = format!("/ru/desk/initiatives/{initiative}");
    let first = official(&web, &clerk(SURGUT)).await;
    assert!(!first.get(&case).await.text().contains("также у"));
    let other = official(&web, &head(SURGUT)).await.get(&case).await;
    assert!(other.text().contains(&format!("The clerk of {SURGUT}")), "{}", other.text());
}

async fn an_authority_is_found_by_its_name(world: World) {
    let initiative = world.submitted(1).await;
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &head(SURGUT)).await;
    let page = browser.get(&format!("/ru/desk/initiatives/{initiative}/forward")).await;
    let form = page.form("/forward").set("why", "Это дорога региона.");
    // The list stands first, as it is sent by a browser; what is written beside it counts.
    let listed = |to: &str| form.clone().set("to", format!("{SURGUT}.main")).add("to", to);
    let several = browser.send(listed("Authority")).await;
    assert_eq!(several.status, 422, "{}", several.text());
    assert!(several.text().contains("Так называется несколько"), "{}", several.text());
    assert_eq!(several.form("/forward").value("why"), Some("Это дорога региона."));
    let nobody = browser.send(listed("Департамент лун")).await;
    assert_eq!(nobody.status, 422, "{}", nobody.text());
    let done = browser.send(listed(&format!("Authority of {YUGRA}"))).await;
    assert!(done.path.ends_with("?done=forward"), "{}", done.text());
}

async fn what_is_sealed_is_shown_once_for_a_reason_and_to_nobody_else(world: World) {
    let initiative = world.submitted(1).await;
    let web = served(&world).await;
    caught_up(&web).await;
    let browser = official(&web, &clerk(SURGUT)).await;
    let (case, sealed) =
        (format!("/ru/desk/initiatives/{initiative}"), format!("/ru/desk/initiatives/{initiative}/sealed"));
    assert!(browser.get(&case).await.links().contains(&sealed));
    let form = browser.get(&sealed).await.form("/sealed");
    let refused = browser.send(form.clone().set("reason", "contact")).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("Выберите, что открыть"), "{}", refused.text());
    let opened = browser.send(form.set("identity", "on").set("reason", "contact")).await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    assert!(opened.text().contains("Surname1"), "{}", opened.text());
    for address in [&case, &sealed] {
        assert!(!browser.get(address).await.body.contains("Surname1"), "{address} shows it again");
    }
    let neighbour = official(&web, &clerk(YUGRA)).await;
    assert_eq!(neighbour.get(&sealed).await.status, 403);
    let stream = journal::StreamId::new("official", clerk(SURGUT)["official"].as_str().expect("an id"));
    let events = world.engine.journal().load(&stream, 0).await.expect("the journal reads");
    assert_eq!(events.iter().filter(|event| event.event_type == "SealedOpened").count(), 1);
}
