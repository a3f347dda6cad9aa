//! The desk keeps its word on both stores.

use desk::{
    Desk, DeskError, Draft, Followed, KeptCheckpoint, NewAccount, Scope, Token, Webhook, WebhookCursor,
    WebhookFailure, WebhookState,
};
use jiff::{Timestamp, ToSpan};
use tests::postgres::cluster;
use tokio::task::JoinSet;
use uuid::Uuid;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).expect("a time")
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

async fn sqlite() -> (Desk, tempfile::TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let desk = Desk::open_sqlite(&directory.path().join("desk.sqlite")).await.expect("a desk");
    (desk, directory)
}

async fn postgres() -> (Desk, ()) {
    (Desk::open_postgres(&cluster().database()).await.expect("a desk"), ())
}

macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $name() { let (desk, _kept) = super::sqlite().await; super::$name(desk).await; })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $name() { let (desk, ()) = super::postgres().await; super::$name(desk).await; })+
        }
    };
}

on_both!(
    a_login_is_one_account_whatever_its_case,
    a_providers_subject_is_one_account,
    an_account_is_found_by_its_id,
    a_provider_that_is_linked_signs_in_that_account_and_no_other,
    a_session_ends_when_its_time_is_over_or_it_is_ended,
    a_prolonged_session_goes_on_and_one_that_has_ended_does_not,
    a_new_password_ends_the_sessions,
    a_token_is_good_for_its_scopes_until_it_ends_or_is_revoked,
    of_many_who_show_tokens_at_once_each_is_himself,
    a_closed_account_leaves_nothing,
    drafts_are_kept_and_the_oldest_beyond_fifty_go,
    following_again_changes_nothing,
    notices_are_seen_forwards_only,
    of_two_who_replace_a_checkpoint_one_does,
    a_webhook_is_kept_as_it_was_registered,
    of_two_nodes_one_delivers_and_a_beat_keeps_the_other_away,
    a_webhooks_cursor_moves_only_for_its_holder_and_from_where_it_was_seen,
    a_webhook_that_somebody_paused_is_not_set_going_by_a_failure,
);

async fn somebody(desk: &Desk, number: u128) -> Uuid {
    let new = NewAccount { login: Some(format!("somebody{number}")), ..NewAccount::default() };
    desk.open_account(id(number), new, at(0)).await.expect("a new login").id
}

async fn a_login_is_one_account_whatever_its_case(desk: Desk) {
    let new = || NewAccount { login: Some(" Ива́Нова ".to_owned()), ..NewAccount::default() };
    let made = desk.open_account(id(1), new(), at(0)).await.expect("a new login");
    assert!(matches!(desk.open_account(id(2), new(), at(0)).await, Err(DeskError::LoginTaken)));
    assert_eq!(desk.account_by_login("ива́нова").await.expect("it answers"), Some(made));
    assert_eq!(desk.account_by_login("петрова").await.expect("it answers"), None);
}

async fn a_providers_subject_is_one_account(desk: Desk) {
    let new =
        || NewAccount { provider: Some(("https://id".to_owned(), "77".to_owned())), ..NewAccount::default() };
    let made = desk.open_account(id(1), new(), at(0)).await.expect("a new subject");
    assert!(matches!(desk.open_account(id(2), new(), at(0)).await, Err(DeskError::LoginTaken)));
    assert_eq!(desk.account_by_provider("https://id", "77").await.expect("it answers"), Some(made));
    assert_eq!(desk.account_by_provider("https://other", "77").await.expect("it answers"), None);
}

async fn an_account_is_found_by_its_id(desk: Desk) {
    let new = NewAccount { login: Some("somebody".to_owned()), ..NewAccount::default() };
    let made = desk.open_account(id(1), new, at(0)).await.expect("a new login");
    assert_eq!(desk.account(id(1)).await.expect("it answers"), Some(made));
    assert_eq!(desk.account(id(2)).await.expect("it answers"), None);
    desk.close_account(id(1)).await.expect("it closes");
    assert_eq!(desk.account(id(1)).await.expect("it answers"), None);
}

async fn a_provider_that_is_linked_signs_in_that_account_and_no_other(desk: Desk) {
    let (one, other) = (somebody(&desk, 1).await, somebody(&desk, 2).await);
    assert!(!desk.has_provider(one).await.expect("it answers"));
    desk.link_provider(one, "https://id", "77").await.expect("it is linked");
    assert!(desk.has_provider(one).await.expect("it answers"));
    let whose = async |subject| {
        desk.account_by_provider("https://id", subject).await.expect("it answers").map(|it| it.id)
    };
    assert_eq!(whose("77").await, Some(one));
    assert!(matches!(desk.link_provider(other, "https://id", "77").await, Err(DeskError::LoginTaken)));
    desk.link_provider(one, "https://id", "78").await.expect("it is linked anew");
    assert_eq!((whose("77").await, whose("78").await), (None, Some(one)), "in place of the one before");
    desk.link_provider(other, "https://id", "77").await.expect("that subject is free again");
    assert_eq!(whose("77").await, Some(other));
    assert!(desk.account_by_login("somebody1").await.expect("it answers").is_some(), "the login stays");
}

async fn a_session_ends_when_its_time_is_over_or_it_is_ended(desk: Desk) {
    let account = somebody(&desk, 1).await;
    desk.start_session(account, "secret", at(0), at(60)).await.expect("a session");
    let whose = async |secret, when| desk.session(secret, when).await.expect("it answers").map(|it| it.id);
    assert_eq!(whose("secret", at(59)).await, Some(account));
    assert_eq!(whose("secret", at(60)).await, None);
    assert_eq!(whose("another", at(1)).await, None);
    desk.end_session("secret").await.expect("it ends");
    assert_eq!(whose("secret", at(1)).await, None);
}

async fn a_prolonged_session_goes_on_and_one_that_has_ended_does_not(desk: Desk) {
    let account = somebody(&desk, 1).await;
    desk.start_session(account, "short", at(0), at(10)).await.expect("a session");
    desk.start_session(account, "long", at(0), at(60)).await.expect("a session");
    desk.prolong_sessions(at(20), at(600)).await.expect("they go on");
    let is_there = async |secret| desk.session(secret, at(599)).await.expect("it answers").is_some();
    assert!(is_there("long").await);
    assert!(!is_there("short").await);
}

async fn a_new_password_ends_the_sessions(desk: Desk) {
    let account = somebody(&desk, 1).await;
    desk.start_session(account, "secret", at(0), at(60)).await.expect("a session");
    desk.set_password(account, "a hash").await.expect("a password");
    assert_eq!(desk.session("secret", at(1)).await.expect("it answers"), None);
}

async fn a_token_is_good_for_its_scopes_until_it_ends_or_is_revoked(desk: Desk) {
    let account = somebody(&desk, 1).await;
    for (number, expires_at) in [(10, None), (11, Some(at(60)))] {
        let token = Token {
            id: id(number),
            name: "a program".to_owned(),
            scopes: vec![Scope::Read, Scope::Office],
            created_at: at(0),
            expires_at,
            revoked_at: None,
        };
        desk.issue_token(account, &token, &format!("secret{number}")).await.expect("a token");
    }
    let good = async |secret: &str, when| {
        desk.account_by_token(secret, when)
            .await
            .expect("it answers")
            .map(|(account, scopes)| (account.id, scopes))
    };
    let expected = Some((account, vec![Scope::Read, Scope::Office]));
    assert_eq!(good("secret10", at(1)).await, expected);
    assert_eq!(good("secret11", at(59)).await, expected);
    assert_eq!(good("secret11", at(60)).await, None);
    assert!(!desk.revoke_token(id(99), id(10), at(2)).await.expect("it answers"), "another's token");
    assert!(desk.revoke_token(account, id(10), at(2)).await.expect("it answers"));
    assert_eq!(good("secret10", at(3)).await, None);
    assert_eq!(desk.tokens(account).await.expect("it answers").len(), 2);
}

async fn of_many_who_show_tokens_at_once_each_is_himself(desk: Desk) {
    for number in 0..50 {
        let account = somebody(&desk, number + 1).await;
        let token = Token {
            id: id(number + 100),
            name: "a program".to_owned(),
            scopes: vec![Scope::Participate],
            created_at: at(0),
            expires_at: (number % 5 == 0).then(|| at(60)),
            revoked_at: None,
        };
        desk.issue_token(account, &token, &format!("secret{number}")).await.expect("a token");
    }
    let mut asking = JoinSet::new();
    for number in 0..100_u128 {
        let desk = desk.clone();
        asking.spawn(async move {
            let found = desk.account_by_token(&format!("secret{number}"), at(60)).await.expect("it answers");
            let holds = number < 50 && number % 5 != 0;
            assert_eq!(found.map(|(account, _)| account.id), holds.then(|| id(number + 1)), "secret{number}");
        });
    }
    asking.join_all().await;
}

async fn a_closed_account_leaves_nothing(desk: Desk) {
    let account = somebody(&desk, 1).await;
    desk.start_session(account, "secret", at(0), at(60)).await.expect("a session");
    desk.close_account(account).await.expect("it closes");
    assert_eq!(desk.session("secret", at(1)).await.expect("it answers"), None);
    assert_eq!(desk.account_by_login("somebody1").await.expect("it answers"), None);
}

async fn drafts_are_kept_and_the_oldest_beyond_fifty_go(desk: Desk) {
    let account = somebody(&desk, 1).await;
    for number in 0..52 {
        let updated_at = at(0).checked_add(i64::from(number).seconds()).expect("a time");
        let draft =
            Draft { id: id(u128::from(number as u32)), body: format!("{{\"n\":{number}}}"), updated_at };
        desk.keep_draft(account, &draft).await.expect("it is kept");
        desk.keep_draft(account, &draft).await.expect("it is kept again");
    }
    let drafts = desk.drafts(account).await.expect("it answers");
    assert_eq!(drafts.len(), 50);
    assert_eq!(drafts[0].body, "{\"n\":51}");
    desk.drop_draft(account, drafts[0].id).await.expect("it goes");
    assert_eq!(desk.drafts(account).await.expect("it answers").len(), 49);
}

async fn following_again_changes_nothing(desk: Desk) {
    let account = somebody(&desk, 1).await;
    let initiative = aggregates::ids::InitiativeId(id(7));
    for since in [5, 9] {
        desk.follow(account, Followed { initiative, since }).await.expect("it follows");
    }
    assert_eq!(desk.followed(account).await.expect("it answers"), [Followed { initiative, since: 5 }]);
    desk.unfollow(account, initiative).await.expect("no more");
    assert!(desk.followed(account).await.expect("it answers").is_empty());
}

async fn notices_are_seen_forwards_only(desk: Desk) {
    let account = somebody(&desk, 1).await;
    for seen in [7, 3] {
        desk.note_seen(account, seen).await.expect("it is noted");
    }
    let account = desk.account_by_login("somebody1").await.expect("it answers").expect("an account");
    assert_eq!(account.notices_seen, 7);
}

async fn of_two_who_replace_a_checkpoint_one_does(desk: Desk) {
    let kept = |size: u64, note: &str| KeptCheckpoint { size, note: note.to_owned(), signed_at: at(0) };
    let replace = async |seen: Option<&KeptCheckpoint>, new: &KeptCheckpoint| {
        desk.replace_checkpoint("log", seen, new).await.expect("it answers")
    };
    let stands = async || desk.checkpoint("log").await.expect("it answers");
    assert_eq!(stands().await, None);
    let (first, second, late) = (kept(1, "one"), kept(2, "two"), kept(3, "three"));
    assert!(replace(None, &first).await);
    assert!(!replace(None, &late).await);
    assert!(replace(Some(&first), &second).await);
    assert!(!replace(Some(&first), &late).await);
    assert!(!replace(Some(&kept(2, "another two")), &late).await);
    assert_eq!(stands().await, Some(second));
    assert_eq!(desk.checkpoint("another").await.expect("it answers"), None);
    desk.forget_checkpoint("log").await.expect("it is gone");
    assert_eq!(stands().await, None);
}

fn cursor(position: u64) -> WebhookCursor {
    let hash = Some(format!("{position:064x}")).filter(|_| position > 0);
    WebhookCursor { journal: id(9), position, hash }
}

async fn webhook(desk: &Desk, number: u128) -> Webhook {
    let new = Webhook {
        id: id(number),
        url: "https://example.org/hook".to_owned(),
        wants: "{}".to_owned(),
        secret: "sealed".to_owned(),
        former: None,
        created_at: at(0),
        state: WebhookState::Active,
        cursor: cursor(5),
        attempts: 0,
        next_try: None,
        answer: None,
        answered_at: None,
        accepted_at: None,
        holder: None,
        beat: 0,
    };
    desk.add_webhook(&new).await.expect("it is registered");
    new
}

async fn read(desk: &Desk, number: u128) -> Webhook {
    desk.webhook(id(number)).await.expect("it answers").expect("it is there")
}

async fn a_webhook_is_kept_as_it_was_registered(desk: Desk) {
    let (one, two) = (webhook(&desk, 1).await, webhook(&desk, 2).await);
    assert_eq!(desk.webhooks().await.expect("it answers"), [one.clone(), two]);
    assert!(desk.rotate_webhook(one.id, "newer", at(60)).await.expect("it answers"));
    let rotated =
        Webhook { secret: "newer".to_owned(), former: Some(("sealed".to_owned(), at(60))), ..one.clone() };
    assert_eq!(read(&desk, 1).await, rotated);
    assert!(desk.remove_webhook(one.id).await.expect("it answers"));
    assert!(!desk.remove_webhook(one.id).await.expect("it answers"), "it is gone already");
    assert_eq!(desk.webhook(one.id).await.expect("it answers"), None);
}

async fn of_two_nodes_one_delivers_and_a_beat_keeps_the_other_away(desk: Desk) {
    let (one, other) = (id(101), id(102));
    let seen = webhook(&desk, 1).await;
    let claim = async |beat, node| desk.claim_webhook(seen.id, beat, node).await.expect("it answers");
    assert!(claim(seen.beat, one).await);
    assert!(!claim(seen.beat, other).await, "it is another's since it was seen");
    let seen = read(&desk, 1).await;
    assert_eq!(seen.holder, Some(one));
    desk.beat_webhooks(one).await.expect("it beats");
    assert!(!claim(seen.beat, other).await, "the holder lives");
    let seen = read(&desk, 1).await;
    assert!(claim(seen.beat, other).await, "the holder has shown no life since");
    desk.beat_webhooks(one).await.expect("it answers");
    let seen = read(&desk, 1).await;
    desk.release_webhooks(one).await.expect("it answers");
    assert_eq!(read(&desk, 1).await, seen, "what is another's is not released");
    desk.release_webhooks(other).await.expect("it is released");
    assert_eq!(read(&desk, 1).await.holder, None);
}

async fn a_webhooks_cursor_moves_only_for_its_holder_and_from_where_it_was_seen(desk: Desk) {
    let (one, other) = (id(101), id(102));
    let seen = webhook(&desk, 1).await;
    assert!(desk.claim_webhook(seen.id, seen.beat, one).await.expect("it answers"));
    let accept = async |node, from, to| {
        desk.accept_webhook((seen.id, node, from), &cursor(to), "204", at(3)).await.expect("it answers")
    };
    assert!(!accept(other, 5, 6).await, "another node");
    assert!(!accept(one, 4, 6).await, "another position");
    assert!(accept(one, 5, 6).await);
    let now = read(&desk, 1).await;
    assert_eq!((now.cursor, now.accepted_at, now.answer.as_deref()), (cursor(6), Some(at(3)), Some("204")));
    let pass =
        async |from, to| desk.pass_over_webhook((seen.id, one, from), &cursor(to)).await.expect("it answers");
    assert!(!pass(5, 9).await);
    assert!(pass(6, 9).await);
    assert_eq!(read(&desk, 1).await.cursor, cursor(9));
    assert!(desk.resume_webhook(seen.id, Some(&cursor(2))).await.expect("it answers"));
    let now = read(&desk, 1).await;
    assert_eq!((now.cursor, now.holder), (cursor(2), None), "whoever delivers begins anew");
    assert!(!accept(one, 9, 10).await, "what was on its way does not count");
}

async fn a_webhook_that_somebody_paused_is_not_set_going_by_a_failure(desk: Desk) {
    let seen = webhook(&desk, 1).await;
    assert!(desk.claim_webhook(seen.id, seen.beat, id(101)).await.expect("it answers"));
    let failure = WebhookFailure {
        state: WebhookState::Active,
        attempts: 2,
        next_try: Some(at(60)),
        answer: "503".to_owned(),
        at: at(3),
    };
    let fail = async || desk.fail_webhook((seen.id, id(101), 5), &failure).await.expect("it answers");
    assert!(fail().await);
    let now = read(&desk, 1).await;
    assert_eq!((now.attempts, now.next_try, now.answer.as_deref()), (2, Some(at(60)), Some("503")));
    assert!(desk.stop_webhook(seen.id, WebhookState::Paused).await.expect("it answers"));
    assert!(!fail().await);
    assert_eq!(read(&desk, 1).await.state, WebhookState::Paused);
    assert!(desk.resume_webhook(seen.id, None).await.expect("it answers"));
    let now = read(&desk, 1).await;
    assert_eq!((now.state, now.attempts, now.next_try), (WebhookState::Active, 0, None));
    assert_eq!(now.cursor, cursor(5), "it stands where it stood");
}
