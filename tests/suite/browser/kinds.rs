//! Every kind of page, by the address that the table of routes has for it, and how one
//! comes to it in the demonstration.

/// How a kind of page is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Look {
    /// At this address, with names in place of `{…}` (see `Names` in `accessible.rs`).
    At(&'static str),
    /// By the first link of the kind on the page at this address.
    By(&'static str, &'static str),
    /// In the test of that name.
    In(&'static str),
    /// Not at all, and why.
    Not(&'static str),
}

use Look::{At, By, In, Not};

/// One kind: its address in the table, who looks (nobody signed in if empty), and how.
pub(crate) type Kind = (&'static str, &'static str, Look);

/// What everybody may read.
pub(crate) const OPEN: &[Kind] = &[
    ("/ru/", "", At("/")),
    ("/ru/how", "", At("/how")),
    ("/ru/data", "", At("/data")),
    ("/ru/initiatives", "", At("/initiatives?overdue=yes")),
    ("/ru/initiatives/{id}", "", At("/initiatives/{long}")),
    ("/ru/events/{position}", "", By("/initiatives/{long}", "/events/")),
    ("/ru/territories", "", At("/territories")),
    ("/ru/territories/{code}", "", At("/territories/71826000")),
    ("/ru/authorities", "", At("/authorities")),
    ("/ru/authorities/{code}", "", At("/authorities/71826000.administration")),
    ("/ru/authorities/{code}/{measure}", "", By("/authorities/71826000.administration", "/missed")),
    ("/ru/misses", "", At("/misses")),
    ("/ru/sign-in", "", At("/sign-in")),
    ("/ru/sign-up", "", At("/sign-up")),
    ("/ru/submit", "", At("/submit")),
];

/// What residents have.
pub(crate) const RESIDENTS: &[Kind] = &[
    ("/ru/account", "resident", At("/account")),
    ("/ru/account/close", "resident", At("/account/close")),
    ("/ru/account/tokens", "resident", At("/account/tokens")),
    ("/ru/cabinet", "resident", At("/cabinet")),
    ("/ru/cabinet/notices", "resident", At("/cabinet/notices")),
    ("/ru/cabinet/letters/{initiative}", "resident", At("/cabinet/letters/{own}")),
    (
        "/ru/cabinet/letters/{initiative}/{kind}/{position}",
        "resident",
        By("/cabinet/letters/{own}", "/cabinet/letters/{own}/"),
    ),
    ("/ru/initiatives/{id}/evidence", "resident", Not("a file")),
    ("/ru/initiatives/{id}/files/{file}", "resident", Not("a file")),
    ("/ru/initiatives/{id}/join", "resident", At("/initiatives/{published}/join")),
    ("/ru/submit/{draft}", "resident", In("drafts_and_what_is_sent_back_can_be_used_by_everybody")),
    ("/ru/submit/{draft}/check", "resident", In("drafts_and_what_is_sent_back_can_be_used_by_everybody")),
    ("/ru/submit/{draft}/done", "resident", At("/submit/{own}/done")),
    ("/ru/submit/similar", "resident", Not("a part of the page of a draft")),
    ("/ru/sign-in/openid", "", Not("leads to the provider")),
    ("/ru/sign-in/openid/callback", "", Not("leads on")),
    (
        "/ru/sign-in/openid/residence",
        "resident",
        Not("only after a provider has sent somebody: web_openid.rs"),
    ),
];

/// What an office has.
pub(crate) const OFFICE: &[Kind] = &[
    ("/ru/desk", "clerk", At("/desk")),
    ("/ru/desk/find", "clerk", At("/desk/find")),
    ("/ru/desk/initiatives/{id}", "clerk", At("/desk/initiatives/{long}")),
    ("/ru/desk/initiatives/{id}/files/{file}", "clerk", Not("a file")),
    ("/ru/desk/initiatives/{id}/sealed/evidence/{position}", "clerk", Not("a file")),
    ("/ru/desk/initiatives/{id}/sealed", "clerk", At("/desk/initiatives/{published}/sealed")),
    ("/ru/desk/initiatives/{id}/supports", "clerk", At("/desk/initiatives/{published}/supports")),
    ("/ru/desk/initiatives/{id}/{verb}", "head", In("every_form_of_an_action_can_be_used_by_everybody")),
    ("/ru/desk/intake", "clerk", At("/desk/intake")),
    ("/ru/desk/intake/author/{participant}", "clerk", At("/desk/intake/author/{resident}")),
    ("/ru/desk/intake/{initiative}/scans/{file}", "clerk", Not("a file")),
    ("/ru/desk/intake/{initiative}/sheet", "clerk", At("/desk/intake/{published}/sheet")),
    ("/ru/desk/letters/{initiative}", "clerk", At("/desk/letters/{long}")),
    (
        "/ru/desk/letters/{initiative}/{kind}/{position}",
        "clerk",
        By("/desk/letters/{long}", "/desk/letters/{long}/"),
    ),
    ("/ru/desk/registers/{book}", "clerk", At("/desk/registers/outgoing")),
    ("/ru/desk/verify", "clerk", At("/desk/verify")),
];

/// What those have who look after it all.
pub(crate) const WATCH: &[Kind] = &[
    ("/ru/audit", "auditor", At("/audit")),
    ("/ru/audit/as-of", "auditor", At("/audit/as-of?as_of=2026-09-01")),
    ("/ru/audit/as-of/initiative", "auditor", Not("leads on to the initiative")),
    ("/ru/audit/events/{position}", "auditor", By("/audit", "/audit/events/")),
    ("/ru/audit/log", "auditor", At("/audit/log")),
    ("/ru/audit/officials", "auditor", At("/audit/officials")),
    ("/ru/audit/worklist", "auditor", At("/audit/worklist")),
    ("/ru/admin", "admin", At("/admin")),
    ("/ru/admin/authorities", "admin", At("/admin/authorities")),
    ("/ru/admin/authorities/new", "admin", At("/admin/authorities/new")),
    ("/ru/admin/authorities/{id}", "admin", At("/admin/authorities/71826000.administration")),
    ("/ru/admin/officials", "admin", At("/admin/officials")),
    ("/ru/admin/officials/new", "admin", At("/admin/officials/new")),
    ("/ru/admin/officials/{id}", "admin", At("/admin/officials/{clerk}")),
    ("/ru/admin/procedures", "admin", At("/admin/procedures")),
    ("/ru/admin/procedures/{id}/{version}", "admin", At("/admin/procedures/inverted-pyramid/1")),
    ("/ru/admin/territories", "admin", At("/admin/territories")),
    ("/ru/admin/territories/new", "admin", At("/admin/territories/new")),
    ("/ru/admin/territories/{id}", "admin", At("/admin/territories/71826155")),
    ("/ru/admin/views", "admin", At("/admin/views")),
    ("/ru/admin/webhooks", "admin", At("/admin/webhooks")),
    ("/ru/admin/webhooks/{id}", "admin", In("the_page_of_a_webhook_can_be_used_by_everybody")),
];

/// Those that most people see most often: looked at in English and on a phone too.
pub(crate) const MAIN: [&str; 12] = [
    "/ru/",
    "/ru/initiatives",
    "/ru/initiatives/{id}",
    "/ru/territories/{code}",
    "/ru/authorities",
    "/ru/misses",
    "/ru/sign-in",
    "/ru/cabinet",
    "/ru/desk",
    "/ru/desk/initiatives/{id}",
    "/ru/desk/intake/{initiative}/sheet",
    "/ru/audit",
];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    [OPEN, RESIDENTS, OFFICE, WATCH].into_iter().flatten()
}

/// The pages of the table of routes.
fn pages() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../routes/pages.txt").lines();
    let addresses = lines.filter_map(|line| line.strip_prefix("GET")?.split_whitespace().next());
    addresses.filter(|address| address.starts_with("/ru/"))
}

#[test]
fn every_page_of_the_table_of_routes_is_looked_at() {
    let known: Vec<&str> = all().map(|(address, ..)| *address).collect();
    let missing: Vec<&str> = pages().filter(|page| !known.contains(page)).collect();
    assert!(missing.is_empty(), "say how to look at {missing:?}");
    let gone: Vec<&&str> = known.iter().filter(|known| !pages().any(|page| page == **known)).collect();
    assert!(gone.is_empty(), "there are no such pages: {gone:?}");
    let tests = include_str!("accessible.rs");
    for (address, _, look) in all() {
        match look {
            In(test) => assert!(tests.contains(&format!("async fn {test}()")), "{address}: no test {test}"),
            Not(why) => assert!(!why.is_empty(), "{address}: why not?"),
            At(_) | By(..) => {}
        }
    }
    assert!(MAIN.iter().all(|page| known.contains(page)));
}
