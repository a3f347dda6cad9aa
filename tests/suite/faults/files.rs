//! The files of the views are damaged or deleted while the node runs.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tests::web::Served;

use super::network::{is_told, support};
use super::town::accounts;
use crate::engine::world::{World, resident, support as supports};

struct Node {
    world: World,
    served: Served,
    initiative: uuid::Uuid,
}

/// The databases of the views.
fn files(data: &Path) -> Vec<PathBuf> {
    let folder = fs::read_dir(data.join("views")).expect("the folder");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "sqlite")).collect()
}

impl Node {
    async fn start() -> Self {
        let world = World::sqlite().await;
        let initiative = world.published(1).await;
        let accounts = accounts(&world).await;
        let served = Served::start(world.engine.clone(), accounts).await;
        Self { world, served, initiative }
    }

    /// Nobody helps, and after a while everything is shown as it should be.
    async fn comes_back(&self, resident: u128) {
        let client = self.served.visitor();
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            // A command that has to look into a view that is being built is not done, and says so.
            let answer = support(&client, self.initiative, resident).await;
            if answer.status == 200 {
                break;
            }
            is_told(&answer);
            assert!(Instant::now() < until, "it does not come back: {}", answer.body);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let views = self.world.engine.views();
        let head = self.world.engine.journal().head().await.expect("it reads").position;
        let page = format!("/api/v1/initiatives/{}/supports", self.initiative);
        loop {
            let answer = client.get(&page).await;
            let whole = views.status().await.expect("they say");
            let well = whole.iter().all(|view| view.stopped.is_none() && view.position >= head);
            if answer.status == 200 && well {
                break;
            }
            assert!([200, 503].contains(&answer.status), "{}", answer.body);
            assert!(Instant::now() < until, "they do not come back: {whole:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        loop {
            // Whoever reads all of them finds those that nobody has asked since.
            let folder = tempfile::tempdir().expect("a folder");
            match views.against_rebuild(folder.path(), |_| {}).await {
                Ok(rebuilt) => {
                    assert_eq!((rebuilt.difference, rebuilt.views), (None, 12));
                    break;
                }
                Err(error) => assert!(Instant::now() < until, "they do not come back: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(client.get("/ru/initiatives").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_that_somebody_deleted_while_they_were_written_are_built_anew() {
    let node = Node::start().await;
    let data = &node.world.config.data;
    fs::remove_dir_all(data.join("views")).expect("they are deleted");
    node.comes_back(5).await;
    // Somebody who reads them from outside finds them where they were.
    let until = Instant::now() + Duration::from_secs(20);
    for resident in 6.. {
        if data.join("views").exists() && files(data).len() == 12 {
            break;
        }
        assert!(Instant::now() < until, "nobody noticed");
        tokio::time::sleep(Duration::from_millis(200)).await;
        node.comes_back(resident).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_whose_pages_are_garbage_are_built_anew() {
    let node = Node::start().await;
    for path in files(&node.world.config.data) {
        let size = fs::metadata(&path).expect("a file").len();
        let mut file = OpenOptions::new().write(true).open(&path).expect("a view");
        // All but the first page, which says that it is a database.
        file.seek(SeekFrom::Start(4096)).expect("it is longer");
        let rest = usize::try_from(size).expect("it is small").saturating_sub(4096);
        file.write_all(&vec![0xa5; rest]).expect("garbage");
    }
    node.comes_back(5).await;
    node.comes_back(6).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_that_are_no_databases_at_the_start_are_built_anew() {
    let world = World::sqlite().await;
    let initiative = world.published(1).await;
    world.when(resident(2), supports(initiative)).await.expect("it is open");
    let World { engine, config, directory: _kept, .. } = world;
    drop(engine);
    for path in files(&config.data) {
        fs::write(path, "this is no database").expect("it is written over");
    }
    let engine = engine::Engine::open(config).await.expect("the engine opens");
    engine.views().catch_up().await.expect("they are built anew");
    let id = aggregates::ids::InitiativeId(initiative);
    let total =
        engine.views().read("supports", move |view| projections::supports::total(view, id, None)).await;
    assert_eq!(total.expect("the view answers"), 1);
}
