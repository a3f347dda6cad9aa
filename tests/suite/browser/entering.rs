//! Signing in and out, in both languages, with and without scripts.

use tests::browser::Window;

use super::world::{signed_in, visitor, world};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_the_demonstration_can_sign_in_and_out() {
    let logins: Vec<&str> = world().cast.people.iter().map(|role| role.login.as_str()).collect();
    for login in ["clerk", "head", "region.head", "federal.head", "auditor", "admin", "resident", "company"] {
        assert!(logins.contains(&login), "nobody is called {login}");
    }
    for (window, lang, out) in [(Window::DESK, "ru", "Выйти"), (Window::PLAIN, "en", "Sign out")] {
        let browser = signed_in(window, lang, "clerk").await;
        browser.click(out).await;
        browser.find("a[href$='/sign-in']").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_says_so_and_keeps_the_login() {
    let browser = visitor(Window::DESK).await;
    browser.goto("/ru/sign-in").await;
    browser.fill("login", "clerk").await;
    browser.fill("password", "not this one").await;
    browser.press("main form button").await;
    browser.find("[role=alert]").await;
    let login = browser.find("#login").await;
    assert_eq!(login.prop("value").await.expect("a value").as_deref(), Some("clerk"));
    let found = browser.accessibility().await;
    assert!(found.is_empty(), "{found:#?}");
    browser.close().await;
}
