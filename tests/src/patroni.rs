//! PostgreSQL on three machines, with a synchronous standby, as docs/operating.md says: Patroni,
//! etcd and haproxy, with the very files of docs/several-nodes, on loopback.
//!
//! Each machine can be killed, frozen and started again. [`Patroni`] ends everything when
//! it is dropped, and the script ends it where this process is killed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::postgres::shell;

const SCRIPT: &str = include_str!("patroni/cluster.sh");
/// The documented files, under the names by which the script knows them.
const FILES: [(&str, &str); 3] = [
    ("files_etcd", include_str!("../../docs/several-nodes/etcd")),
    ("files_patroni", include_str!("../../docs/several-nodes/patroni.yml")),
    ("files_haproxy", include_str!("../../docs/several-nodes/haproxy.cfg")),
];
/// The machines, as the files name them.
pub const MACHINES: [&str; 3] = ["db1", "db2", "db3"];
/// How long everything may take to be whole, from nothing or after a death.
const PATIENCE: Duration = Duration::from_secs(120);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Three machines, and the address under which the primary is found.
#[derive(Debug)]
pub struct Patroni {
    shell: Child,
    /// Open for as long as the machines shall live; `None` only while dropping.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    home: PathBuf,
    password: String,
    proxy: u16,
    /// Where PostgreSQL answers, by machine.
    postgres: BTreeMap<&'static str, u16>,
    /// Where Patroni answers, by machine.
    rest: BTreeMap<&'static str, u16>,
    asking: reqwest::Client,
}

/// A machine as Patroni tells of it.
#[derive(Clone, Debug, Deserialize)]
struct Member {
    name: String,
    role: String,
    state: String,
    /// Goes up with every primary: who has another follows somebody who is none any more.
    timeline: Option<u64>,
}

#[derive(Deserialize)]
struct Cluster {
    members: Vec<Member>,
}

impl Patroni {
    /// Starts all; they are [`whole`](Self::whole) some seconds later.
    ///
    /// # Panics
    /// Where a program is missing or none of it starts: no test is skipped.
    pub fn start() -> Self {
        let ports = free_ports();
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = shell()
            .args(["-c", SCRIPT, "sh"])
            .args(ports.map(|port| port.to_string()))
            .env_clear()
            .env("PATH", format!("{path}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
            .env("LC_ALL", "C.UTF-8")
            .envs(FILES)
            .current_dir("/")
            // Ctrl-C at the terminal is for us; the script then sees the pipe close.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a shell starts");
        let orders = shell.stdin.take();
        let mut answers = BufReader::new(shell.stdout.take().expect("its standard output was piped"));
        let mut line = String::new();
        answers.read_line(&mut line).expect("the script is read");
        let Some((home, password)) = line.trim_end().strip_prefix("ready ").and_then(|it| it.split_once(' '))
        else {
            let mut said = String::new();
            let _ = shell.stderr.take().map(|mut errors| errors.read_to_string(&mut said));
            panic!(
                "there are no three machines: {said}{line}; the tests need etcd, patroni and haproxy, as root on \
                 Debian: apt-get install -y --no-install-recommends etcd-server patroni haproxy"
            );
        };
        let postgres = BTreeMap::from([("db1", ports[3]), ("db2", ports[5]), ("db3", ports[7])]);
        let rest = BTreeMap::from([("db1", ports[4]), ("db2", ports[6]), ("db3", ports[8])]);
        let asking = reqwest::Client::builder().timeout(Duration::from_secs(2)).build();
        Self {
            home: home.into(),
            password: password.to_owned(),
            shell,
            orders,
            answers,
            proxy: ports[2],
            postgres,
            rest,
            asking: asking.expect("a client"),
        }
    }

    /// A database of the primary, whichever machine that is.
    pub fn url(&self, database: &str) -> String {
        let (password, proxy) = (&self.password, self.proxy);
        format!("postgres://postgres:{password}@127.0.0.1:{proxy}/{database}?sslmode=disable")
    }

    /// A database of one machine, whatever that is now.
    pub fn url_of(&self, machine: &str, database: &str) -> String {
        let (password, port) = (&self.password, self.postgres[machine]);
        format!("postgres://postgres:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
    }

    /// Waits until there is a primary, a synchronous standby, and `machines` in all that
    /// run; says which is the primary, and which the standby.
    ///
    /// # Panics
    /// Where that takes over two minutes.
    pub async fn whole(&self, machines: usize) -> (String, String) {
        let until = Instant::now() + PATIENCE;
        loop {
            let members = self.members().await;
            let leads = |member: &&Member| member.role == "leader";
            let timeline = members.iter().find(leads).and_then(|leader| leader.timeline);
            let runs = |member: &&Member| {
                (member.state == "running" || member.state == "streaming") && member.timeline == timeline
            };
            let named = |role: &str| {
                members.iter().filter(runs).find(|member| member.role == role).map(|it| it.name.clone())
            };
            if let (Some(primary), Some(standby)) = (named("leader"), named("sync_standby"))
                && members.iter().filter(runs).count() >= machines
                && self.is_primary(&primary).await
            {
                return (primary, standby);
            }
            assert!(Instant::now() < until, "not whole within two minutes: {members:?}\n{}", self.told());
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// What any of the machines says of all.
    async fn members(&self) -> Vec<Member> {
        for port in self.rest.values() {
            let asked = self.asking.get(format!("http://127.0.0.1:{port}/cluster")).send().await;
            if let Ok(answer) = asked
                && let Ok(cluster) = answer.json::<Cluster>().await
            {
                return cluster.members;
            }
        }
        Vec::new()
    }

    /// What haproxy asks.
    async fn is_primary(&self, machine: &str) -> bool {
        let port = self.rest[machine];
        let asked = self.asking.get(format!("http://127.0.0.1:{port}/primary")).send().await;
        asked.is_ok_and(|answer| answer.status().is_success())
    }

    /// A machine dies, as by a power cut: Patroni, PostgreSQL, all connections.
    pub fn kill(&mut self, machine: &str) {
        self.order("kill", machine);
    }

    /// PostgreSQL of a machine dies; Patroni there lives.
    pub fn crash(&mut self, machine: &str) {
        self.order("crash", machine);
    }

    /// A machine stands still and keeps its connections, as one that swaps, or whose
    /// network swallows everything.
    pub fn freeze(&mut self, machine: &str) {
        self.order("freeze", machine);
    }

    /// … and goes on as if nothing had been.
    pub fn thaw(&mut self, machine: &str) {
        self.order("thaw", machine);
    }

    /// A machine that was killed is switched on again.
    pub fn start_again(&mut self, machine: &str) {
        self.order("start", machine);
    }

    fn order(&mut self, order: &str, machine: &str) {
        assert!(MACHINES.contains(&machine), "there is no machine {machine}");
        let orders = self.orders.as_mut().expect("it is taken by drop alone");
        writeln!(orders, "{order} {machine}").expect("the script takes orders");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the script answers");
        assert_eq!(line, "done\n", "{order} {machine}");
    }

    /// The last lines of every log, for whoever reads of a failure.
    fn told(&self) -> String {
        let logs = MACHINES.map(|machine| self.home.join(machine).join("log"));
        let tail = |log: &PathBuf| {
            let text = std::fs::read_to_string(log).unwrap_or_else(|error| error.to_string());
            let lines: Vec<&str> = text.lines().collect();
            format!("{}:\n{}\n", log.display(), lines[lines.len().saturating_sub(20)..].join("\n"))
        };
        logs.iter().map(tail).collect()
    }
}

impl Drop for Patroni {
    fn drop(&mut self) {
        drop(self.orders.take());
        // Nothing to do about a shell that cannot be waited for.
        let _ = self.shell.wait();
    }
}

/// Nine ports that nobody listens on, below those that the kernel gives to outgoing connections.
fn free_ports() -> [u16; 9] {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let begin = u16::try_from(std::process::id() % 97).expect("it is small") * 100;
    // All are held until all are found.
    let mut held = Vec::new();
    while held.len() < 9 {
        let port = 20_000 + (begin + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        held.extend(TcpListener::bind(("127.0.0.1", port)));
    }
    let ports: Vec<u16> = held.iter().map(|held| held.local_addr().expect("it is bound").port()).collect();
    ports.try_into().expect("nine were taken")
}
