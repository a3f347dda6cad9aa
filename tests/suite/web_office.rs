//! What the office and those who act for somebody need day by day: the next case, supports
//! one by one, what was passed on, a body's initiative from its representative's account.

use aggregates::initiative::Initiative;
use scraper::{Html, Selector};
use tests::web::{Answer, Client};

use crate::web_letters::{COUNTRY, PASSED_ON, entered, in_the_country, initiatives};

/// The values of the choices of a field.
fn values(page: &Answer, choices: &str) -> Vec<String> {
    let html = Html::parse_document(&page.body);
    let choices = Selector::parse(choices).expect("a selector");
    html.select(&choices).filter_map(|one| one.value().attr("value")).map(str::to_owned).collect()
}

/// Somebody writes a proposal and looks at it; the page from which it is sent.
async fn written(client: &Client, draft: &str, title: &str) -> Answer {
    let form = client.get(&format!("/ru/submit/{draft}")).await.form(draft);
    let form = form.set("title", title).set("problem", "Вечером во дворе темно, дети падают на льду.");
    let form = form.set("proposal", "Поставить пять фонарей.").set("expected_result", "Светло до полуночи.");
    let checked = client.send(form.set("home", "71826105").set("then", "check")).await;
    assert!(checked.path.ends_with("/check"), "{} {}", checked.path, checked.text());
    checked
}

#[test]
fn a_representative_submits_for_his_body_from_his_own_account() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "resident2").await;
        let draft = "5d3c5b5e-52c1-4a3e-9bb0-0a7f5f8d1b21";
        let page = written(&client, draft, "Фонари у двух домов в Лянторе").await;
        let bodies = values(&page, "select[name=author] option");
        assert!(bodies.len() > 1 && bodies[0].is_empty(), "himself, or a body of his: {bodies:?}");
        assert!(page.text().contains("ТОС «Пионерный»"));
        let form = page.form("/send").set("author", bodies[1].clone());
        let refused = client.send(form.without("publish_text").without("pass_up")).await;
        assert_eq!(refused.form("/send").value("author"), Some(bodies[1].as_str()), "what was chosen stays");
        let form = refused.form("/send").set("publish_text", "on").set("pass_up", "on");
        let done = client.send(form).await;
        assert_eq!(
            (done.status, done.path.clone()),
            (200, format!("/ru/submit/{draft}/done")),
            "{}",
            done.text()
        );
        let (initiative, _) = web.engine().load::<Initiative>(draft).await.expect("it loads");
        assert_eq!(initiative.author().map(|id| id.to_string()), Some(bodies[1].clone()));
        // Nobody submits for a body that he does not represent.
        let stranger = entered(web, "resident.city").await;
        let draft = "5d3c5b5e-52c1-4a3e-9bb0-0a7f5f8d1b22";
        let page = written(&stranger, draft, "Чужими руками").await;
        assert!(values(&page, "select[name=author] option").is_empty());
        let form = page.form("/send").set("publish_text", "on").set("pass_up", "on");
        let refused = stranger.send(form.set("author", bodies[1].clone())).await;
        assert_eq!(refused.status, 403, "{}", refused.text());
        assert_eq!(refused.form("/send").value("publish_text"), Some("on"), "he may send it in his own name");
    });
}

#[test]
fn an_author_has_his_files_again_and_nobody_else_has() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "resident").await;
        let draft = "5d3c5b5e-52c1-4a3e-9bb0-0a7f5f8d1b23";
        let form = written(&client, draft, "Светильники у детского сада").await.form("/send");
        let form = form.set("publish_text", "on").set("pass_up", "on");
        client.send(form.file("files", "plan.txt", "text/plain", "план фонарей")).await;
        let page = client.get(&format!("/ru/initiatives/{draft}")).await;
        let file = page.links().into_iter().find(|link| link.contains("/files/"));
        let file = file.unwrap_or_else(|| panic!("a link to the file: {}", page.text()));
        let given = client.get(&file).await;
        assert_eq!((given.status, given.body.as_str()), (200, "план фонарей"));
        for other in [web.visitor(), entered(web, "resident2").await, entered(web, "clerk.neighbour").await] {
            assert_eq!(other.get(&file).await.status, 404);
        }
    });
}

#[test]
fn phone_and_mail_are_set_on_the_account_and_shown_to_nobody() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "resident.city").await;
        let form = client.get("/ru/account").await.form("/account/contacts");
        let form = form.set("phone", "+7 912 000-11-22").set("email", "golubkova@example.org");
        let done = client.send(form).await;
        assert!(done.text().contains("Телефон и почта записаны"), "{}", done.text());
        assert!(!done.body.contains("000-11-22") && !done.body.contains("golubkova@"));
        let found = web.engine().vault().find(vault::TermKind::Phone, "+7 912 000-11-22").await;
        assert_eq!(found.expect("the vault answers").len(), 1, "an office finds her by it");
    });
}

#[test]
fn pages_open_in_the_language_that_was_asked_for() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "company").await;
        let form = client.get("/ru/account").await.form("/account/language");
        assert_eq!(form.value("language"), Some("ru"));
        let wrong = client.send(form.clone().set("language", "de")).await;
        assert_eq!(wrong.status, 422);
        let done = client.send(form.set("language", "en")).await;
        assert_eq!(done.path, "/en/account?done=language");
        assert!(done.text().contains("The language is remembered"), "{}", done.text());
        let again = web.signed_in("company").await;
        let account = again.get("/ru/account").await;
        assert_eq!(account.form("/account/language").value("language"), Some("en"));
        let form = web.visitor();
        let page = form.get("/ru/sign-in").await.form("/sign-in");
        let page = form.send(page.set("login", "company").set("password", tests::web::PASSWORD)).await;
        assert_eq!(page.path, "/en/cabinet");
    });
}

#[test]
fn a_clerk_strikes_out_a_support_that_he_chose_from_the_list_and_goes_on_to_the_next_case() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "clerk").await;
        let mut found = None;
        for id in initiatives(web).await {
            let address = format!("/ru/desk/initiatives/{id}/supports");
            let page = client.get(&address).await;
            let tags = values(&page, "input[name=tag]");
            if page.maybe_form("/supports/invalidate").is_some() && !tags.is_empty() {
                found = Some((address, page, tags));
                break;
            }
        }
        let (address, page, tags) = found.expect("a case of the district has supports");
        let form = page.form("/supports/invalidate").set("ground", "forged");
        let refused = client.send(form.clone().set("tag", "nonsense")).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(refused.form("/supports/invalidate").value("ground"), Some("forged"), "the choice stays");
        let done = client.send(refused.form("/supports/invalidate").set("tag", tags[0].clone())).await;
        assert!(done.path.contains("?done=invalidate"), "{} {}", done.path, done.text());
        assert!(done.text().contains("Следующее дело на исполнении"), "{}", done.text());
        let again = client.get(&address).await;
        assert!(again.text().contains("вычеркнут"), "{}", again.text());
        assert!(!values(&again, "input[name=tag]").contains(&tags[0]));
        let neighbour = entered(web, "clerk.neighbour").await;
        assert_eq!(neighbour.get(&address).await.status, 403);
    });
}

#[test]
fn an_unpublished_case_that_was_passed_on_is_found_by_its_title_by_those_who_had_it() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let found = async |login: &str| {
            let client = entered(web, login).await;
            let form = client.get("/ru/desk/find").await.form("/desk/find");
            let form = form.set("by", "title").set("what", "зимник через реку");
            client.send(form).await.text()
        };
        for login in ["village.clerk", "clerk"] {
            let text = found(login).await;
            assert!(text.contains(PASSED_ON), "{login}: {text}");
        }
        for login in ["clerk.neighbour", "federal.clerk"] {
            let text = found(login).await;
            assert!(!text.contains(PASSED_ON), "{login}: {text}");
        }
    });
}

#[test]
fn the_register_is_narrowed_to_an_authority_by_its_name() {
    in_the_country(async {
        let client = COUNTRY.web.visitor();
        let form = client.get("/ru/initiatives").await.form("/initiatives");
        let one = client.send(form.clone().set("office", "сургутского района")).await;
        assert!(one.path.contains("authority=71826000"), "{}", one.path);
        assert_eq!(one.form("/initiatives").value("authority"), Some("71826000.administration"));
        let several = client.send(form.clone().set("office", "администрация")).await;
        assert!(several.text().contains("Какой орган власти?"), "{}", several.text());
        let nothing = client.send(form.set("office", "Тридевятое")).await;
        assert!(nothing.text().contains("«Тридевятое» нет"), "{}", nothing.text());
    });
}
