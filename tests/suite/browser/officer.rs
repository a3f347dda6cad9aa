//! Those who decide, click by click. The demonstration has cases on which everybody has
//! had his say; each journey takes others of them.

use aggregates::ids::InitiativeId;
use aggregates::initiative::{Stage, Verb};
use aggregates::level::Level;
use tests::browser::Window;
use tokio::sync::OnceCell;
use web::words::Lang;

use super::person::Person;
use super::steps::{begins, finishes, opens};
use super::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn heads_decide_by_clicking_in_russian() {
    decide(Window::DESK, Lang::Ru, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_decide_by_clicking_in_english_without_scripts() {
    decide(Window::PLAIN, Lang::En, 1).await;
}

/// Long enough for any ground.
const REASONS: &str = "Земельный участок, о котором идёт речь, находится в охранной зоне магистрального \
    газопровода; строительство в ней запрещено, а перенос границы зоны района не касается. Другой участок \
    предложен авторам на собрании: он в двухстах метрах, с подъездом и освещением.";

/// A case with its title.
type Case = (InitiativeId, String);

/// What one journey takes.
#[derive(Clone)]
struct Cases {
    refused: Case,
    passed_up: Case,
    extended: Case,
    endorsed: Case,
}

/// Shared out before anybody begins: what one takes must not be on another's way.
async fn cases(turn: usize) -> Cases {
    static SHARED_OUT: OnceCell<[Cases; 2]> = OnceCell::const_new();
    let share = || async {
        let world = world();
        let mut decidable = world.where_possible("head", Verb::Refuse).await.into_iter();
        let mut endorsable = world.where_possible("region.head", Verb::Endorse).await.into_iter();
        let mut extendable = world.where_possible("head", Verb::Extend).await;
        let mut next = || decidable.next().expect("the demonstration has cases to decide");
        let mut shares = [(); 2].map(|()| {
            let (refused, passed_up) = (next(), next());
            let endorsed = endorsable.next().expect("the demonstration has cases to endorse");
            Cases { extended: refused.clone(), refused, passed_up, endorsed }
        });
        extendable.retain(|it| shares.iter().all(|cases| *it != cases.refused && *it != cases.passed_up));
        for (cases, extended) in shares.iter_mut().zip(extendable) {
            cases.extended = extended;
        }
        assert!(shares.iter().all(|cases| cases.extended != cases.refused), "two terms to extend");
        shares
    };
    SHARED_OUT.get_or_init(share).await[turn].clone()
}

async fn stage((id, _): &Case) -> Stage {
    world().served.engine().initiative(*id).await.expect("it loads").expect("it is there").stage()
}

async fn decide(window: Window, lang: Lang, turn: usize) {
    let Cases { refused, passed_up, extended, endorsed } = cases(turn).await;
    let head = Person::signs_in(world(), window, lang, "head", "decides").await;
    head.picture("worklist").await;

    // A refusal needs a ground of the list, and reasons that are reasons.
    opens(&head, &refused.1).await;
    begins(&head, "refuse").await;
    head.ticks("ground-M5").await;
    head.fills("reasons", "Нет.").await;
    head.picture("refusal").await;
    head.browser.press("form.deed .send button").await;
    head.browser.find("[role=alert]").await;
    head.picture("refusal-sent-back").await;
    let chosen = head.browser.find("#ground-M5").await.is_selected().await.expect("a choice");
    assert!(chosen, "what was chosen is kept");
    assert_eq!(stage(&refused).await, Stage::UnderReview { level: Level::Municipality });
    head.fills("reasons", REASONS).await;
    finishes(&head, "refuse").await;
    assert_eq!(stage(&refused).await, Stage::Refused { level: Level::Municipality, admitted: true });
    head.picture("refused").await;

    opens(&head, &extended.1).await;
    begins(&head, "extend").await;
    head.fills("days", "20").await;
    head.fills("reason", "Ждём заключения собственника сетей.").await;
    head.picture("extension").await;
    finishes(&head, "extend").await;
    head.reads("term-extended").await;

    opens(&head, &passed_up.1).await;
    begins(&head, "pass_up").await;
    head.fills("opinion", "Дорога региональная: решить может только округ.").await;
    head.picture("pass-up").await;
    finishes(&head, "pass_up").await;
    assert_eq!(stage(&passed_up).await, Stage::AwaitingRegistration { level: Level::Region });
    head.leaves().await;

    let head = Person::signs_in(world(), window, lang, "region.head", "decides").await;
    opens(&head, &endorsed.1).await;
    begins(&head, "endorse").await;
    head.fills("opinion", "Предложение обосновано, полномочия у федерации.").await;
    head.picture("endorsement").await;
    finishes(&head, "endorse").await;
    assert_eq!(stage(&endorsed).await, Stage::AwaitingRegistration { level: Level::Federation });
    head.leaves().await;
}
