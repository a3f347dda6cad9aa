//! What the program says of itself, from every thread, caught as it is said.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Everything that is ours, and what others say of what went wrong or of how they work.
const OURS: &str = "debug,web=trace,engine=trace,desk=trace,vault=trace,journal=trace,projections=trace";

/// The text of a log.
#[derive(Clone, Debug, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// A runtime whose threads log into it.
    pub(super) fn runtime(&self) -> Runtime {
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new(OURS))
            .with_ansi(false)
            .with_writer(self.clone())
            .finish();
        let dispatch = tracing::Dispatch::new(subscriber);
        let on_each = move || {
            // For as long as the thread lives.
            std::mem::forget(tracing::dispatcher::set_default(&dispatch));
        };
        on_each();
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .on_thread_start(on_each)
            .build()
            .expect("a runtime")
    }

    pub(super) fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
