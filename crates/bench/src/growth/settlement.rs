//! A country on a made-up clock that grows as far as it is told.

use std::sync::Arc;
use std::time::Instant;

use desk::{Desk, NewAccount};
use jiff::{Timestamp, ToSpan};
use tokio::task::JoinSet;

use crate::Failure;
use crate::engine::world::{World, clerk, support};
use crate::http::node::{Place, issue};

const MUNICIPALITIES: u64 = 50;
const RESIDENTS: u64 = 20_000;
/// Initiatives that are brought at once.
const AT_ONCE: u64 = 4_000;
/// Parts of them that are brought side by side. Each has municipalities of its own, because the
/// numbers that an authority gives are given one after the other.
const PARTS: u64 = 4;

/// The token of the clerk of the first municipality.
pub(super) const CLERK: &str = "growth-clerk-0000000000";

/// The day after which as-of is asked, and the one on which everything else happens.
pub(super) const YESTERDAY: &str = "2027-02-10";
const MORNING: &str = "2027-02-10T06:00:00Z";

/// A country.
pub(super) struct Settlement {
    world: Arc<World>,
    initiatives: u64,
    /// Of each initiative.
    supports: u64,
}

impl Settlement {
    /// Founds it, with a clerk who has a token.
    pub(super) async fn found(place: &Place, supports: u64) -> Result<Self, Failure> {
        let settlement = Self::again(place, 0, supports).await?;
        let Self { world, .. } = &settlement;
        settlement.set(MORNING.parse()?)?;
        world.settle(RESIDENTS).await?;
        let desk = Desk::open_postgres(&place.url).await?;
        let account = NewAccount { official: Some(clerk(0)), ..NewAccount::default() };
        issue(&desk, &world.engine, account, CLERK).await?;
        Ok(settlement)
    }

    /// Opens one that has so many initiatives.
    pub(super) async fn again(place: &Place, initiatives: u64, supports: u64) -> Result<Self, Failure> {
        let world = place.open().await?.of_municipalities(MUNICIPALITIES);
        Ok(Self { world: Arc::new(world), initiatives, supports })
    }

    /// Brings initiatives until there are so many, each with its supports; the second half of `all`
    /// comes a day after the first. The events recorded in a second.
    pub(super) async fn grow(&mut self, until: u64, all: u64) -> Result<f64, Failure> {
        let head =
            async || -> Result<u64, Failure> { Ok(self.world.engine.journal().head().await?.position) };
        let (started, before) = (Instant::now(), head().await?);
        let mut next = self.initiatives;
        while next < until {
            if next >= all / 2 {
                self.set(MORNING.parse::<Timestamp>()? + 24.hours())?;
            }
            // The next half begins on the next day.
            let end = if next < all / 2 { until.min(all / 2) } else { until };
            let some = next..end.min(next + AT_ONCE);
            next = some.end;
            let mut tasks = JoinSet::new();
            for part in 0..PARTS {
                let authors = some.clone().map(|number| number % RESIDENTS);
                let its = authors.filter(|author| author % MUNICIPALITIES % PARTS == part);
                tasks.spawn(bring(Arc::clone(&self.world), its.collect(), self.supports));
            }
            while let Some(done) = tasks.join_next().await {
                done??;
            }
        }
        let rate = (head().await? - before) as f64 / started.elapsed().as_secs_f64();
        self.initiatives = until;
        Ok(rate)
    }

    fn set(&self, at: Timestamp) -> Result<(), Failure> {
        self.world.engine.clock().simulation().ok_or("it is on a made-up clock")?.set(at);
        Ok(())
    }

    pub(super) async fn close(self) {
        if let Some(world) = Arc::into_inner(self.world) {
            world.close().await;
        }
    }
}

/// Initiatives of these residents, each with so many supports.
async fn bring(world: Arc<World>, authors: Vec<u64>, supports: u64) -> Result<(), Failure> {
    let ids = world.publish(&authors).await?;
    let pairs = authors.iter().zip(&ids);
    let supports = (1..=supports).flat_map(|nth| {
        // Neighbours live in the same municipality as the author.
        pairs.clone().map(move |(author, id)| support((author + nth * MUNICIPALITIES) % RESIDENTS, *id))
    });
    world.all(supports.collect()).await?;
    Ok(())
}
