//! What a resident does, over HTTP: from an account to the assessment of what was done.

use aggregates::initiative::Initiative;
use aggregates::support::Standing;
use desk::Desk;
use serde_json::json;
use tests::web::{Answer, Client, Served};

use crate::engine::world::{SURGUT, World, at, clerk, head, id, resident};

const PASSWORD: &str = "река утром тихая";

crate::engine::in_a_world!(
    a_newcomer_drafts_is_verified_and_submits
    a_support_counts_once_and_is_confirmed_for_a_new_version
    a_comment_with_personal_data_is_refused_and_kept_for_its_writer
    a_result_is_assessed_once
    what_is_sent_twice_is_done_once
    an_expired_session_leads_to_sign_in_and_back
    without_a_token_nothing_is_done
    an_author_answers_what_he_is_asked
    a_co_initiator_joins_by_the_link
    notices_tell_what_happened_until_they_are_read
    a_token_is_shown_once_and_can_be_revoked
    an_account_is_closed
    nobody_moves_time_on_where_it_is_no_demonstration
);

async fn served(world: &World) -> Served {
    let desk = Desk::open_sqlite(&world.directory.path().join("desk.sqlite")).await.expect("a desk");
    Served::start(world.engine.clone(), desk).await
}

/// The resident of that number, with an account of his own.
async fn signed_in(web: &Served, number: u128) -> Client {
    let login = format!("resident-{number}");
    web.account_of_participant(&login, aggregates::ids::ParticipantId(id(1000 + number))).await;
    web.signed_in(&login).await
}

/// Sends fields to an address with the token of any page.
async fn post(client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = client.get("/ru/account").await.form("/sign-out").value("csrf").expect("a token").to_owned();
    let mut all = vec![("csrf", token.as_str())];
    all.extend_from_slice(fields);
    client.run(client.request(reqwest::Method::POST, path).form(&all), path).await
}

async fn head_of(world: &World) -> u64 {
    world.engine.journal().head().await.expect("the journal reads").position
}

async fn a_newcomer_drafts_is_verified_and_submits(world: World) {
    let web = served(&world).await;
    let browser = web.visitor();
    let form = browser.get("/ru/sign-up").await.form("/sign-up").set("login", "newcomer").set("then", "make");
    let refused = browser.send(form.clone().set("password", "короче7")).await;
    assert_eq!(refused.status, 422);
    let page = browser.send(form.set("password", PASSWORD)).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/ru/account"), "{}", page.text());

    let page = browser.get("/ru/submit").await;
    let draft = page.path.trim_start_matches("/ru/submit/").to_owned();
    let form = page
        .form(&draft)
        .set("title", "Мост через ручей")
        .set("problem", "Дети обходят ручей и тратят сорок минут на дорогу.")
        .set("place", "Territory")
        .set("then", "find");
    let page = browser.send(form).await;
    let form = page.form(&draft);
    assert_eq!(form.value("title"), Some("Мост через ручей"), "what was typed stays");
    let page = browser.send(form.set("home", SURGUT).set("then", "check")).await;
    assert!(page.path.ends_with("/check"), "{}", page.path);
    assert!(page.maybe_form("/send").is_none(), "who is not verified does not send");

    let account = web.app().desk().account_by_login("newcomer").await.expect("the desk").expect("there");
    let participant = account.participant.expect("a participant");
    let identity = json!({"surname": "Новичков", "given_names": "Пётр", "birth_date": "1990-01-01"});
    let verify = json!({"verify": {
        "method": "document_seen_by_clerk", "on": "2027-01-11", "residence": SURGUT, "identity": identity,
    }});
    let verify = json!({"participant": {"id": participant, "action": verify}});
    world.when(clerk(SURGUT), verify).await.expect("a clerk verifies");
    web.engine().views().catch_up().await.expect("the views catch up");

    let page = browser.get(&format!("/ru/submit/{draft}")).await;
    let form = page
        .form(&draft)
        .set("proposal", "Пешеходный мост в конце Лесной улицы. Звонить +7 912 345-67-89.")
        .set("expected_result", "Десять минут вместо сорока.")
        .set("then", "check");
    let page = browser.send(form).await;
    assert!(page.body.contains("<mark>+7 912 345-67-89</mark>"), "a phone number is shown to him");
    let refused = browser.send(page.form("/send").set("pass_up", "on")).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let form = refused.form("/send").set("publish_text", "on").set("pass_up", "on");
    let form = form.file("files", "plan.txt", "text/plain", "план моста");
    let page = browser.send(form.clone()).await;
    assert_eq!(
        (page.status, page.path.as_str()),
        (200, format!("/ru/submit/{draft}/done").as_str()),
        "{}",
        page.text()
    );
    let again = browser.send(form).await;
    assert_eq!(again.path, page.path, "the same button once more");

    let (initiative, _) = world.engine.load::<Initiative>(&draft).await.expect("it loads");
    assert_eq!(initiative.author(), Some(participant));
    let cabinet = browser.get("/ru/cabinet").await;
    assert!(cabinet.text().contains("Мост через ручей"));
    assert!(!cabinet.body.contains(&format!("/ru/submit/{draft}\"")), "it is a draft no more");
}

async fn a_support_counts_once_and_is_confirmed_for_a_new_version(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    let browser = signed_in(&web, 2).await;
    let path = |verb: &str| format!("/ru/initiatives/{initiative}/{verb}");
    let done = post(&browser, &path("support"), &[("follow", "on")]).await;
    assert!(done.path.contains("done=support"), "{} {}", done.path, done.text());
    assert!(done.text().contains("Ваш голос учтён"), "{}", done.text());
    assert!(done.maybe_form("/withdraw-support").is_some() && done.maybe_form("/support").is_none());
    let again = post(&browser, &path("support"), &[]).await;
    assert_eq!(again.status, 409);

    world.acts(head(SURGUT), initiative, json!({"offer_revision": {"what": "Name the street."}})).await;
    world.acts(resident(1), initiative, json!("accept_revision")).await;
    let fields = json!({
        "title": "A footbridge over the creek", "problem": "It is far.",
        "proposal": "A footbridge at Lesnaya street.", "expected_result": "It is near.",
    });
    world.acts(resident(1), initiative, json!({"revise": {"fields": fields}})).await;
    web.engine().views().catch_up().await.expect("the views catch up");
    assert!(browser.get("/ru/cabinet").await.text().contains("Подтвердить голос"));
    let confirmed = post(&browser, &path("confirm"), &[("version", "2")]).await;
    assert!(confirmed.path.contains("done=confirm"), "{}", confirmed.text());

    let person = aggregates::ids::ParticipantId(id(1002));
    let case = aggregates::ids::InitiativeId(initiative);
    let stand = world.engine.stand_of(person, case).await.expect("it reads");
    assert_eq!(stand.support, Standing::Given { version: 2 });
    post(&browser, &path("withdraw-support"), &[]).await;
    let stand = world.engine.stand_of(person, case).await.expect("it reads");
    assert_eq!(stand.support, Standing::Withdrawn);
}

async fn a_comment_with_personal_data_is_refused_and_kept_for_its_writer(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    let browser = signed_in(&web, 2).await;
    let path = format!("/ru/initiatives/{initiative}/comment");
    let before = head_of(&world).await;
    let refused = post(&browser, &path, &[("text", "Позвоните мне: +7 912 345-67-89, я помогу.")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("<mark>+7 912 345-67-89</mark>"), "{}", refused.text());
    assert_eq!(head_of(&world).await, before, "nothing was recorded");
    let form = refused.form("/comment");
    assert_eq!(form.value("text"), Some("Позвоните мне: +7 912 345-67-89, я помогу."));
    let done = browser.send(form.set("text", "Я помогу с досками.")).await;
    assert!(done.path.contains("done=comment"), "{}", done.text());
    assert_eq!(head_of(&world).await, before + 1);

    let office = "Звоните в администрацию: +7 346 252-40-01.";
    let refused = post(&browser, &path, &[("text", office)]).await;
    let reasons: Vec<_> = refused.body.split("value=\"").filter_map(|rest| rest.split('"').next()).collect();
    assert!(!reasons.iter().any(|value| value.ends_with(":consented")), "{}", refused.text());
    let reason = reasons.iter().find(|value| value.ends_with(":office_contact")).expect("a reason");
    let done = browser.send(refused.form("/comment").set("confirm", *reason)).await;
    assert!(done.path.contains("done=comment"), "{}", done.text());
}

async fn a_result_is_assessed_once(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    world.clock.set(at("2027-01-25T06:00:00Z"));
    let executor = format!("{SURGUT}.main");
    let adopt = json!({"adopt": {"reasons": "It is needed.", "executor": executor, "until": "2027-09-01"}});
    world.acts(head(SURGUT), initiative, adopt).await;
    world
        .acts(
            clerk(SURGUT),
            initiative,
            json!({"dispatch_answer": {"outgoing_number": "7", "channel": "web"}}),
        )
        .await;
    world.acts(head(SURGUT), initiative, json!("complete")).await;
    let report = json!({"publish_report": {"report": "Built.", "money": {}, "labour": {}}});
    world.acts(head(SURGUT), initiative, report).await;
    let browser = signed_in(&web, 2).await;
    let path = format!("/ru/initiatives/{initiative}/assess");
    let refused = post(&browser, &path, &[("text", "Хорошо")]).await;
    assert_eq!(refused.status, 422, "no score was chosen");
    assert_eq!(refused.form("/assess").value("text"), Some("Хорошо"));
    let done = browser.send(refused.form("/assess").set("score", "5")).await;
    assert!(done.path.contains("done=assess"), "{}", done.text());
    assert_eq!(post(&browser, &path, &[("score", "1")]).await.status, 409);
}

async fn what_is_sent_twice_is_done_once(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    let browser = signed_in(&web, 2).await;
    let path = format!("/ru/initiatives/{initiative}/comment");
    let fields = [("text", "Согласен."), ("command_id", "6f2f7a2e-1f5c-4f7e-9d52-0c4a3cf7f0aa")];
    let before = head_of(&world).await;
    for _ in 0..2 {
        assert!(post(&browser, &path, &fields).await.path.contains("done=comment"));
    }
    assert_eq!(head_of(&world).await, before + 1);
}

async fn an_expired_session_leads_to_sign_in_and_back(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    let browser = signed_in(&web, 2).await;
    browser.set_cookie("veche_session", "gone");
    let page = browser.get(&format!("/ru/initiatives/{initiative}/join")).await;
    assert!(page.path.starts_with("/ru/sign-in?next="), "{}", page.path);
    let form = page.form("/sign-in").set("login", "resident-2").set("password", tests::web::PASSWORD);
    let back = browser.send(form).await;
    assert_eq!(back.path, format!("/ru/initiatives/{initiative}/join"));
}

async fn without_a_token_nothing_is_done(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    let browser = signed_in(&web, 2).await;
    let before = head_of(&world).await;
    for verb in ["support", "comment", "follow", "join", "appeal", "withdraw"] {
        let path = format!("/ru/initiatives/{initiative}/{verb}");
        let refused =
            browser.run(browser.request(reqwest::Method::POST, &path).form(&[("text", "x")]), &path).await;
        assert_eq!(refused.status, 403, "{verb}");
    }
    assert_eq!(head_of(&world).await, before);
    let me = web.app().desk().account_by_login("resident-2").await.expect("the desk").expect("there");
    assert_eq!(web.app().desk().followed(me.id).await.expect("the desk"), []);
}

async fn an_author_answers_what_he_is_asked(world: World) {
    let web = served(&world).await;
    let initiative = world.submitted(1).await;
    world.acts(clerk(SURGUT), initiative, json!({"register": {"theme": "roads"}})).await;
    world
        .acts(clerk(SURGUT), initiative, json!({"return_for_clarification": {"questions": "Which creek?"}}))
        .await;
    web.engine().views().catch_up().await.expect("the views catch up");
    let author = signed_in(&web, 1).await;
    assert!(author.get("/ru/cabinet").await.text().contains("уточнение автора"));
    let path = format!("/ru/initiatives/{initiative}/clarify");
    let stranger = signed_in(&web, 2).await;
    assert_eq!(post(&stranger, &path, &[("answer", "Any.")]).await.status, 403);
    let done = post(&author, &path, &[("answer", "Ручей Лесной.")]).await;
    assert!(done.path.contains("done=clarify"), "{}", done.text());
    let events = world.events(initiative).await;
    assert_eq!(events.last().map(String::as_str), Some("Clarified"));
}

async fn a_co_initiator_joins_by_the_link(world: World) {
    let web = served(&world).await;
    let initiative = world.submitted(1).await;
    web.engine().views().catch_up().await.expect("the views catch up");
    let browser = signed_in(&web, 2).await;
    let path = format!("/ru/initiatives/{initiative}/join");
    assert!(browser.get(&path).await.maybe_form("/join").is_none(), "nobody invited him");
    let guessed = "0".repeat(64);
    assert_eq!(post(&browser, &path, &[("invitation", &guessed)]).await.status, 409);

    let author = signed_in(&web, 1).await.get(&format!("/ru/initiatives/{initiative}")).await;
    let link = author.text().split_whitespace().find(|word| word.contains("?invitation=")).map(str::to_owned);
    let link = link.expect("the author's page has the link");
    let page = browser.get(&link[link.find("/ru/").expect("a path")..]).await;
    assert!(!page.text().contains("footbridge"), "what is not published is not read by a link");
    let done = browser.send(page.form("/join")).await;
    assert!(done.path.contains("done=join"), "{}", done.text());
    assert!(browser.get("/ru/cabinet").await.text().contains("footbridge"), "he proposes it now");
}

async fn notices_tell_what_happened_until_they_are_read(world: World) {
    let web = served(&world).await;
    let initiative = world.published(1).await;
    web.engine().views().catch_up().await.expect("the views catch up");
    let author = signed_in(&web, 1).await;
    let page = author.get("/ru/cabinet/notices").await;
    assert!(page.text().contains("Опубликована"), "{}", page.text());
    assert!(!page.text().contains("Инициатива подана"), "what he did himself is no news");
    let read = author.send(page.form("/read")).await;
    assert!(read.maybe_form("/read").is_none(), "nothing is new any more");

    let follower = signed_in(&web, 2).await;
    post(&follower, &format!("/ru/initiatives/{initiative}/follow"), &[]).await;
    assert!(
        !follower.get("/ru/cabinet/notices").await.text().contains("Опубликована"),
        "only what comes after"
    );
    let hearing = json!({"announce_hearing": {"on": "2027-01-20", "starts_at": 1080, "place": "The club."}});
    world.acts(clerk(SURGUT), initiative, hearing).await;
    web.engine().views().catch_up().await.expect("the views catch up");
    assert!(follower.get("/ru/cabinet").await.text().contains("новое уведомление"));
}

async fn a_token_is_shown_once_and_can_be_revoked(world: World) {
    let web = served(&world).await;
    let browser = signed_in(&web, 2).await;
    let page = browser.get("/ru/account/tokens").await;
    let page = browser.send(page.form("/tokens").set("name", "Мой скрипт")).await;
    let secret = page.body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next());
    let secret = secret.expect("a secret").to_owned();
    assert!(secret.starts_with("veche_"));
    let desk = web.app().desk();
    assert!(desk.account_by_token(&secret, world.engine.now()).await.expect("the desk").is_some());
    let page = browser.get("/ru/account/tokens").await;
    assert!(!page.body.contains(&secret));
    browser.send(page.form("/revoke")).await;
    assert!(desk.account_by_token(&secret, world.engine.now()).await.expect("the desk").is_none());
}

async fn an_account_is_closed(world: World) {
    let web = served(&world).await;
    world.submitted(2).await;
    web.engine().views().catch_up().await.expect("the views catch up");
    let browser = signed_in(&web, 2).await;
    let form = browser.get("/ru/account/close").await.form("/close").set("sure", "on");
    let form = form.set("password", tests::web::PASSWORD);
    let refused = browser.send(form.clone().set("erase", "on")).await;
    assert_eq!(refused.status, 409, "a case is open: {}", refused.text());
    browser.send(form).await;
    assert!(browser.cookie("veche_session").is_none());
    let gone = web.app().desk().account_by_login("resident-2").await.expect("the desk");
    assert_eq!(gone, None);
}

async fn nobody_moves_time_on_where_it_is_no_demonstration(world: World) {
    let web = served(&world).await;
    let browser = signed_in(&web, 2).await;
    let before = world.engine.now();
    let refused = post(&browser, "/ru/demonstration/leap", &[("days", "7")]).await;
    assert_eq!(refused.status, 404);
    assert!(refused.maybe_form("/demonstration/leap").is_none());
    assert_eq!(world.engine.now(), before);
}
