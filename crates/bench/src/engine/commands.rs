//! Durable support commands through the whole engine – sealing, guards, command ids, entries –
//! all for one initiative, against what one would otherwise build on.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use journal::Store;
use sqlx::{Connection, PgConnection};
use tokio::task::JoinSet;

use super::world::{World, support};
use super::{sqlite, stock};
use crate::Failure;
use crate::table::Table;

const ROUNDS: u64 = 5;
/// Commands that the slower side gets of what the faster gets.
const FEWER: u64 = 8;

/// On PostgreSQL: against `CqrsFramework` on stock `postgres-es`, and against a bare `INSERT … SELECT`.
pub(crate) async fn on_postgres(
    table: &mut Table,
    server: &str,
    directory: &Path,
    commands: u64,
) -> Result<(), Failure> {
    let (url, other) = (database(server, "veche_bench").await?, database(server, "stock_bench").await?);
    let world = World::make(Store::Postgres(url.clone()), &directory.join("engine-postgres")).await?;
    world.settle(commands).await?;
    let stock = stock::Stock::make(&other).await?;
    let mut journal = PgConnection::connect(&url).await?;
    copies(&mut journal).await?;
    let (mut many, mut few, mut framework, mut bare) = (vec![], vec![], vec![], vec![]);
    // The first round warms up and is not counted.
    for round in 0..=ROUNDS {
        let first = world.engine.journal().head().await?.position;
        let rates = [
            run(&world, 512, commands).await?,
            run(&world, 32, commands / 2).await?,
            stock.run(32, commands / FEWER).await?,
            insert_select(&mut journal, first, commands).await?,
        ];
        if round > 0 {
            for (all, rate) in [&mut many, &mut few, &mut framework, &mut bare].into_iter().zip(rates) {
                all.push(rate);
            }
        }
    }
    let bytes = stock::PAYLOAD;
    table.alone(
        &format!("stock postgres-es, own stream each, 32 in flight, payload of {bytes} bytes"),
        "commands/s",
        framework.clone(),
    );
    let what = "PostgreSQL: supports of one initiative through the engine, 512 in flight";
    table.compare(what, "commands/s", many.clone(), "stock postgres-es", framework.clone(), "at least 5");
    let what = "PostgreSQL: the same, 32 in flight";
    table.compare(what, "commands/s", few, "stock postgres-es", framework, "at least 2");
    let what = "PostgreSQL: the same, 512 in flight";
    table.compare(what, "commands/s", many, "INSERT … SELECT of the same rows", bare, "at least 0.25");
    Ok(())
}

/// On SQLite: against one transaction a command.
pub(crate) async fn on_sqlite(table: &mut Table, directory: &Path, commands: u64) -> Result<(), Failure> {
    let home = directory.join("engine-sqlite");
    let world = World::make(Store::Sqlite(home.clone()), &home).await?;
    world.settle(commands).await?;
    let (mut many, mut single) = (vec![], vec![]);
    for round in 0..=ROUNDS {
        let rates = [
            run(&world, 512, commands).await?,
            sqlite::one_by_one(&directory.join(format!("single-{round}.sqlite")), commands / FEWER / 4)?,
        ];
        if round > 0 {
            many.push(rates[0]);
            single.push(rates[1]);
        }
    }
    let what = "SQLite: supports of one initiative through the engine, 512 in flight";
    table.compare(what, "commands/s", many, "one transaction a command", single, "at least 10");
    Ok(())
}

/// Supports of a new initiative by `count` residents.
async fn run(world: &World, in_flight: u64, count: u64) -> Result<f64, Failure> {
    let initiative = world.published(0).await?;
    let next = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..in_flight {
        let (engine, next) = (world.engine.clone(), Arc::clone(&next));
        tasks.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok::<_, Failure>(());
                }
                engine.execute(support(number, initiative)).await?;
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(count as f64 / started.elapsed().as_secs_f64())
}

/// Rows that were just appended, once more into a table like theirs, indexes and all.
async fn insert_select(journal: &mut PgConnection, after: u64, count: u64) -> Result<f64, Failure> {
    sqlx::query("TRUNCATE copies").execute(&mut *journal).await?;
    let started = Instant::now();
    let copied =
        sqlx::query("INSERT INTO copies SELECT * FROM events WHERE position > $1 ORDER BY position LIMIT $2")
            .bind(i64::try_from(after)?)
            .bind(i64::try_from(count)?)
            .execute(journal)
            .await?;
    Ok(copied.rows_affected() as f64 / started.elapsed().as_secs_f64())
}

async fn copies(journal: &mut PgConnection) -> Result<(), Failure> {
    sqlx::query("CREATE TABLE copies (LIKE events INCLUDING ALL)").execute(journal).await?;
    Ok(())
}

/// A new database on the server, and its address.
pub(crate) async fn database(server: &str, name: &str) -> Result<String, Failure> {
    let name = format!("{name}_{}", engine::Entropy::system().uuid_v4().simple());
    let mut connection = PgConnection::connect(server).await?;
    sqlx::query(&format!("CREATE DATABASE {name}")).execute(&mut connection).await?;
    let (base, _) = server.rsplit_once('/').ok_or("the address of a server ends with a database")?;
    Ok(format!("{base}/{name}"))
}
