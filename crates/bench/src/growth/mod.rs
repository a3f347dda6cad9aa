//! How an installation bears its own history: a country of a million initiatives beside one of ten
//! thousand.

mod lists;
mod settlement;
mod start;

use std::path::Path;

use settlement::Settlement;

use crate::Failure;
use crate::engine::commands::database;
use crate::http::node::Place;
use crate::table::Table;

/// Initiatives of the small country; it is never more than half as large as the large one.
const FEW: u64 = 10_000;
/// The part of the large country at which memory is looked at.
const TENTH: u64 = 10;

/// How much there is in the large country.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) initiatives: u64,
    /// Of each initiative, of the small country too.
    pub(crate) supports: u64,
}

/// Grows both, and measures start, memory and lists.
pub(crate) async fn measure(
    table: &mut Table,
    server: &str,
    directory: &Path,
    programs: &Path,
    Size { initiatives, supports }: Size,
) -> Result<(), Failure> {
    let place = async |name: &str| -> Result<Place, Failure> {
        let url = database(server, &format!("growth_{name}")).await?;
        Place::make(url, directory.join(name), programs, true)
    };
    let (few, some) = (FEW.min(initiatives / 2), initiatives / TENTH);
    let (small, large) = (place("small").await?, place("large").await?);
    let mut one = Settlement::found(&small, supports).await?;
    one.grow(few, few).await?;
    one.close().await;
    let mut other = Settlement::found(&large, supports).await?;
    let rate = other.grow(some, initiatives).await?;
    table.alone("commands handed over a thousand at once, of every kind", "events/s", vec![rate]);
    other.close().await;
    start::measure(table, &large).await?;
    let mut other = Settlement::again(&large, some, supports).await?;
    other.grow(initiatives, initiatives).await?;
    other.close().await;
    start::measure(table, &large).await?;
    lists::measure(table, &small, &large, [few, initiatives]).await
}
