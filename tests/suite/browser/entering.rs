//! Signing in and out, in both languages, with and without scripts.

use tests::browser::Window;
use web::words::Lang;

use super::person::Person;
use super::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_the_demonstration_can_sign_in_and_out() {
    let logins: Vec<&str> = world().cast.people.iter().map(|role| role.login.as_str()).collect();
    for login in ["clerk", "head", "region.head", "federal.head", "auditor", "admin", "resident", "company"] {
        assert!(logins.contains(&login), "nobody is called {login}");
    }
    for (window, lang) in [(Window::DESK, Lang::Ru), (Window::PLAIN, Lang::En)] {
        let person = Person::signs_in(world(), window, lang, "clerk", "entering").await;
        person.clicks("sign-out").await;
        person.browser.find("a[href$='/sign-in']").await;
        person.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_says_so_and_keeps_the_login() {
    let person = Person::comes(world(), Window::DESK, Lang::Ru, "entering").await;
    person.clicks("sign-in").await;
    person.fills("login", "clerk").await;
    person.fills("password", "not this one").await;
    person.browser.press("main form button").await;
    person.browser.find("[role=alert]").await;
    let login = person.browser.find("#login").await;
    assert_eq!(login.prop("value").await.expect("a value").as_deref(), Some("clerk"));
    let found = person.browser.accessibility().await;
    assert!(found.is_empty(), "{found:#?}");
    person.leaves().await;
}
