//! What administrators are promised: authorities, officials and territories by form, the
//! procedures and the state of the views to read; and no case to decide.

use tests::web::Answer;

use crate::web_letters::{COUNTRY, entered, in_the_country};

fn said(page: &Answer, part: &str) {
    assert!(page.text().contains(part), "{part}: {} {}", page.status, page.text());
}

#[test]
fn a_settlement_gets_its_administration_and_a_clerk_by_form() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "admin").await;
        let form = client.get("/ru/admin/territories/new?parent=71826000").await.form("/new");
        assert_eq!(form.value("parent"), Some("71826000"));
        let form = form.set("id", "71826990").set("name", "Вата").set("kind", "settlement");
        let made = client.send(form.set("population", "1 200").set("utc_offset", "+05:00")).await;
        for part in ["Сделано и записано", "Вата", "1 200", "поселение"] {
            said(&made, part);
        }
        let form = client.get("/ru/admin/authorities/new").await.form("/new");
        let form = form.set("id", "71826990.administration").set("name", "Администрация Ваты");
        let form =
            form.set("territory", "71826990").set("level", "municipality").set("kind", "administration");
        let form = form.set("utc_offset", "+05:00").set("accepts_from", "2026-11-01");
        let authority = client.send(form).await;
        said(&authority, "Администрация Ваты");
        assert!(authority.path.starts_with("/ru/admin/authorities/71826990"), "{}", authority.path);
        let contacts = authority.form("/set_contacts").set("phone", "+7 (3462) 00-99-00");
        said(&client.send(contacts).await, "Сделано и записано");
        let new = authority.links().into_iter().find(|link| link.contains("/admin/officials/new"));
        let form = client.get(&new.expect("a way to appoint")).await.form("/new");
        assert_eq!(form.value("authority"), Some("71826990.administration"));
        let form = form.set("name", "Вокуева Агния Ильинична").set("role", "clerk").set("from", "2026-11-02");
        let official = client.send(form).await;
        said(&official, "Вокуева Агния Ильинична");
        said(&official, "специалист");
        let role = official.form("/end_role").set("role", "clerk").set("on", "2026-11-20");
        let ended = client.send(role).await;
        said(&ended, "Сделано и записано");
        said(&ended, "с 02.11.2026 по ");
        // Everything of it is an event of his.
        let acts = client.get("/ru/audit?actor=Бельский").await;
        for part in ["Территория внесена", "Орган власти создан", "Бельский Родион"]
        {
            said(&acts, part);
        }
    });
}

#[test]
fn what_cannot_be_done_comes_back_with_what_was_typed() {
    in_the_country(async {
        let client = entered(&COUNTRY.web, "admin").await;
        let new = |place: &'static str| format!("/ru/admin/{place}/new");
        let form = client.get(&new("territories")).await.form("/new").set("id", "71826000");
        let form = form.set("name", "Второй такой").set("kind", "municipality").set("utc_offset", "+05:00");
        let there = client.send(form).await;
        assert!((400..500).contains(&there.status), "{}", there.status);
        assert_eq!(there.form("/new").value("name"), Some("Второй такой"));
        let form = client.get(&new("authorities")).await.form("/new").set("id", "1.x");
        let missing = client.send(form.set("territory", "71826000")).await;
        assert!((400..500).contains(&missing.status));
        assert_eq!(missing.form("/new").value("territory"), Some("71826000"));
        let page = client.get("/ru/admin/territories/71826000").await;
        let form = page.form("/set_population").set("population", "9223372036854775808");
        let large = client.send(form.set("as_of", "2026-01-01")).await;
        assert!((400..500).contains(&large.status), "{}", large.text());
        assert_eq!(large.form("/set_population").value("population"), Some("9223372036854775808"));
        let list = client.get("/ru/admin/territories?q=второй").await;
        assert!(!list.text().contains("Второй такой"), "{}", list.text());
    });
}

#[test]
fn lists_can_be_looked_through_and_procedures_and_views_are_to_read() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let client = entered(web, "admin").await;
        said(&client.get("/ru/admin/authorities?q=берёзовского").await, "Администрация Берёзовского района");
        said(&client.get("/ru/admin/territories?q=лянтор").await, "71826105");
        said(&client.get("/ru/admin/officials").await, "Щетинин Марк Олегович");
        let procedures = client.get("/ru/admin/procedures").await;
        for part in ["Перевёрнутая пирамида", "ru-appeal", "59-ФЗ"] {
            said(&procedures, part);
        }
        said(&client.get("/ru/admin/procedures/inverted-pyramid/1").await, "SHA-256");
        assert_eq!(client.get("/ru/admin/procedures/inverted-pyramid/9").await.status, 404);
        let views = client.get("/ru/admin/views").await;
        for status in web.engine().views().status().await.expect("the views tell") {
            said(&views, status.name);
        }
    });
}

#[test]
fn an_administrator_decides_no_case_and_nobody_else_administers() {
    in_the_country(async {
        let web = &COUNTRY.web;
        let admin = entered(web, "admin").await;
        let csrf = admin.get("/ru/admin").await.form("/sign-out");
        let csrf = csrf.value("csrf").expect("a token").to_owned();
        let case = crate::web_letters::initiatives(web).await.swap_remove(0);
        for verb in ["register", "publish", "review", "assign"] {
            let address = format!("/ru/desk/initiatives/{case}/{verb}");
            let request = admin.request(reqwest::Method::POST, &address).form(&[("csrf", csrf.as_str())]);
            let answer = admin.once(request, &address).await;
            assert!((400..500).contains(&answer.status), "{verb}: {}", answer.status);
        }
        for login in ["clerk", "head", "region.head", "auditor", "resident"] {
            let client = entered(web, login).await;
            for part in ["", "/authorities", "/officials/new", "/territories/71826000", "/views"] {
                assert_eq!(client.get(&format!("/ru/admin{part}")).await.status, 403, "{login}: {part}");
            }
        }
    });
}
