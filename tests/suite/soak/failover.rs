//! Many deaths, one after the other, under one load.

use std::time::{Duration, Instant};

use tests::node::Node;
use tests::patroni::Patroni;

use crate::nodes::checked::{all_holds, eventually};
use crate::nodes::load::Load;
use crate::nodes::shown::Shown;
use crate::nodes::town::Town;

/// How a machine fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Death {
    /// A power cut of the primary.
    Primary,
    /// PostgreSQL alone, on the primary.
    Server,
    /// The primary stands still, and goes on when another has taken over.
    Stall,
    /// A power cut of the synchronous standby.
    Standby,
}

const ROUNDS: [Death; 12] = {
    use Death::{Primary, Server, Stall, Standby};
    [Primary, Server, Stall, Standby, Primary, Stall, Server, Primary, Standby, Stall, Primary, Server]
};
/// What writes may stand still for. Twice what is promised: what is seen is printed.
const AT_MOST: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a soak: cargo xtask soak"]
async fn machines_die_one_after_the_other_and_nothing_acknowledged_is_lost() {
    let mut patroni = Patroni::start();
    patroni.whole(3).await;
    let town = Town::found(&patroni.url("postgres"), 30).await;
    let mut nodes = vec![town.node("one"), town.node("two"), town.node("three")];
    for node in &nodes {
        eventually(&format!("{}/health", node.url)).await;
    }
    let shown = Shown::watch(&nodes);
    let load = Load::start(&town, &nodes);
    let mut pauses = Vec::new();
    for death in ROUNDS {
        load.goes_on(100).await;
        let (primary, standby) = patroni.whole(3).await;
        let begun = Instant::now();
        match death {
            Death::Primary => patroni.kill(&primary),
            Death::Server => patroni.crash(&primary),
            Death::Stall => patroni.freeze(&primary),
            Death::Standby => patroni.kill(&standby),
        }
        // Long enough that what was under way at that moment is over.
        load.is_quiet_or_goes_on(Duration::from_secs(2)).await;
        load.goes_on(50).await;
        let pause = load.pause_after(begun);
        println!(
            "{death:?} of {primary} (standby {standby}): writes stood still for {:.1} s",
            pause.as_secs_f64()
        );
        assert!(pause < AT_MOST, "{death:?}: writes resumed only after {pause:?}");
        pauses.push((death, pause));
        match death {
            Death::Primary => patroni.start_again(&primary),
            Death::Server => {}
            Death::Stall => patroni.thaw(&primary),
            Death::Standby => patroni.start_again(&standby),
        }
    }
    patroni.whole(3).await;
    load.goes_on(100).await;
    let seen = load.finish().await;
    assert!(nodes.iter_mut().all(Node::runs), "a node ended");
    all_holds(town, &nodes, &seen, shown).await;
    for death in [Death::Primary, Death::Server, Death::Stall, Death::Standby] {
        let of: Vec<_> =
            pauses.iter().filter(|(it, _)| *it == death).map(|(_, pause)| pause.as_secs_f64()).collect();
        let worst = of.iter().copied().fold(0.0, f64::max);
        println!("{death:?}: {} times, at worst {worst:.1} s", of.len());
    }
}
