//! A network between a program and its database that can be slow, silent or cut.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Everything passes at once.
    Whole,
    /// Every piece is held up for so long.
    Slow(Duration),
    /// Connections stand and nothing passes, as behind a firewall that forgot them.
    Silent,
    /// Connections are broken off, and new ones refused.
    Cut,
}

/// A proxy on loopback. Ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    network: Arc<watch::Sender<Network>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
        self.network.send_replace(Network::Cut);
    }
}

impl Proxy {
    /// Before whatever listens at the address of this URL.
    ///
    /// # Panics
    /// If the URL names no address, or no port is free.
    pub async fn before(url: &str) -> Self {
        let upstream = address(url).to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let network = Arc::new(watch::Sender::new(Network::Whole));
        let listening = tokio::spawn(listen(listener, upstream, Arc::clone(&network)));
        Self { port, network, listening }
    }

    /// The URL with the proxy's address in place of its own.
    ///
    /// # Panics
    /// If the URL names no address.
    pub fn url(&self, url: &str) -> String {
        url.replacen(address(url), &format!("127.0.0.1:{}", self.port), 1)
    }

    /// What the network does from now on.
    pub fn set(&self, network: Network) {
        self.network.send_replace(network);
    }
}

/// Host and port of a URL.
fn address(url: &str) -> &str {
    let rest = url.split_once("://").expect("a URL").1;
    let place = rest.split(['/', '?']).next().unwrap_or_default();
    place.rsplit('@').next().expect("a text has a last part")
}

async fn listen(listener: TcpListener, upstream: String, network: Arc<watch::Sender<Network>>) {
    while let Ok((client, _)) = listener.accept().await {
        if *network.borrow() == Network::Cut {
            continue;
        }
        let Ok(server) = TcpStream::connect(&upstream).await else { continue };
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        tokio::spawn(pass(from_client, to_server, network.subscribe()));
        tokio::spawn(pass(from_server, to_client, network.subscribe()));
    }
}

/// One direction of a connection, until it ends or is cut.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut network: watch::Receiver<Network>) {
    let mut piece = vec![0; 16 * 1024];
    loop {
        let now = *network.borrow_and_update();
        let read = match now {
            Network::Cut => return,
            Network::Silent => None,
            Network::Whole | Network::Slow(_) => Some(from.read(&mut piece)),
        };
        let size = match read {
            Some(read) => tokio::select! {
                size = read => size.unwrap_or(0),
                _ = network.changed() => continue,
            },
            None => {
                if network.changed().await.is_err() {
                    return;
                }
                continue;
            }
        };
        if size == 0 {
            return;
        }
        if let Network::Slow(by) = now {
            tokio::time::sleep(by).await;
        }
        if to.write_all(&piece[..size]).await.is_err() {
            return;
        }
    }
}
