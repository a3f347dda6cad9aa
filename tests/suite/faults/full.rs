//! The disk is full: really, a small file system of its own that the program alone sees.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;
use tests::program::Serving;
use tests::web::Client;

use super::network::{is_told, support};
use super::town::Town;
use crate::engine::world::World;

/// A program whose stores, or views, lie on a small disk.
struct Small {
    program: Serving,
    client: Client,
    /// The small disk as the program sees it.
    disk: PathBuf,
}

impl Small {
    /// Mounts the disk where only the program sees it, with what lay in `folder`; the mount goes
    /// with the process. As anybody but root in a namespace of his own.
    async fn start(town: &Town, folder: &Path) -> Self {
        let serve = town.desk.command(&[&["serve".to_owned()][..], &town.settings()].concat());
        let mut command = Command::new("unshare");
        if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) != 0) {
            command.args(["--user", "--map-root-user"]);
        }
        let script = r#"set -e
            cp -a "$1" "$1.kept"
            mount -t tmpfs -o size=12m,mode=700 tmpfs "$1"
            cp -a "$1.kept/." "$1"
            shift
            exec "$@" --listen 127.0.0.1:0"#;
        command.args(["--mount", "--", "sh", "-c", script, "sh"]).arg(folder);
        command.arg(serve.get_program()).args(serve.get_args());
        command.current_dir(serve.get_current_dir().expect("the desk has one"));
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        let program = Serving::start(command, &town.log());
        let client = Client::of(&program.url);
        let disk = PathBuf::from(format!("/proc/{}/root{}", program.pid(), folder.display()));
        // It says so while it has not read yet what was recorded before.
        let until = Instant::now() + Duration::from_secs(20);
        while client.get("/ru/initiatives").await.status == 503 {
            assert!(Instant::now() < until, "it has not read what was recorded");
        }
        Self { program, client, disk }
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let mut filler = File::create(self.disk.join("filler")).expect("a file");
        for piece in [64 * 1024, 4096, 1] {
            while filler.write_all(&vec![1; piece]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.disk.join("filler")).expect("it was there");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_full_disk_under_the_stores_people_are_told_and_read_on_and_with_room_it_goes_on() {
    let town = Town::of(World::sqlite().await).await;
    let journal::Store::Sqlite(stores) = town.config.store.clone() else { unreachable!("it is on SQLite") };
    let small = Small::start(&town, &stores).await;
    let initiative = town.initiatives[0];
    assert_eq!(support(&small.client, initiative, 5).await.status, 200);
    small.fill();
    // A little fits into pages that are there already.
    let mut supported = 1;
    let code = loop {
        let answer = support(&small.client, initiative, 5 + supported).await;
        if answer.status != 200 {
            break is_told(&answer);
        }
        supported += 1;
        assert!(supported < 20, "the disk is not full");
    };
    assert!(["journal_full", "vault_full", "desk_full"].contains(&&*code), "{code}");
    assert_eq!(small.client.get("/ru/initiatives").await.status, 200);
    assert_eq!(small.client.get(&format!("/en/initiatives/{initiative}")).await.status, 200);
    small.make_room();
    for resident in 5..15 {
        let answer = support(&small.client, initiative, resident).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.json()["repeated"], json!(resident < 5 + supported), "once: {resident}");
    }
    // All of it is there once, for whoever reads the small disk.
    let copy = town.folder("copy");
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        fs::copy(small.disk.join(name), copy.join(name)).expect("it is copied");
    }
    drop(small.program);
    let journal = journal::Journal::open(&journal::Store::Sqlite(copy), None).await.expect("it opens");
    let holds = journal.verify(|_| ()).await.expect("it reads");
    assert!(matches!(holds, journal::Verification::Holds { .. }), "{holds:?}");
    let events = journal.read(0, 10_000).await.expect("it reads");
    assert_eq!(events.iter().filter(|event| event.event_type == "SupportGiven").count(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_full_disk_under_the_views_commands_are_done_and_with_room_the_views_catch_up() {
    let town = Town::of(World::sqlite().await).await;
    let small = Small::start(&town, &town.config.data).await;
    let initiative = town.initiatives[0];
    small.fill();
    let mut supported = 0;
    let health = loop {
        assert_eq!(support(&small.client, initiative, 5 + supported).await.status, 200, "it is recorded");
        supported += 1;
        let health = small.client.get("/health").await;
        if health.status == 503 {
            break health.json();
        }
        assert!(supported < 20, "the disk is not full: {health:?}");
    };
    let why = health["views"].as_array().expect("a list").iter().find_map(|view| view["stopped"].as_str());
    assert!(why.is_some_and(|why| why == "view_storage_failed"), "{health}");
    let page = small.client.get("/en/initiatives").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("cannot be shown at the moment"), "{}", page.body);
    small.make_room();
    let until = Instant::now() + Duration::from_secs(20);
    while small.client.get("/health").await.status != 200 {
        assert!(Instant::now() < until, "the views do not catch up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let counts = small.client.get(&format!("/api/v1/initiatives/{initiative}/supports")).await.json();
    let all = counts["items"].as_array().expect("a list").iter().find(|count| count["territory"] == "RU");
    assert_eq!(all.expect("the federation counts all")["count"], json!(supported));
}
