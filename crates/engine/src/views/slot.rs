//! One view of this node: written by this process, or read while another writes it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use journal::Journal;
use projections::{Opened, Projection, Reader, Rebuild, Record, View};
use tokio::time::Instant;
use uuid::Uuid;

use super::{ViewError, ViewStatus};

pub(super) struct Slot {
    pub(super) projection: &'static dyn Projection,
    role: Role,
    /// How long the last batch took.
    took: Duration,
}

enum Role {
    Writer {
        view: Box<View>,
        /// Being built anew, beside what serves or instead of it.
        rebuild: Option<Rebuild>,
        stopped: Option<Stop>,
        /// It stopped: its rows serve, and only the rebuild goes on.
        frozen: bool,
        /// The files of earlier versions are gone.
        alone: bool,
    },
    Follower {
        directory: std::path::PathBuf,
        journal: Uuid,
    },
}

/// Why a view does not go on.
struct Stop {
    why: Arc<projections::ViewError>,
    /// The disk was full, for instance: each time the views catch up it is tried again.
    passing: bool,
}

impl From<projections::ViewError> for Stop {
    fn from(why: projections::ViewError) -> Self {
        Self { passing: why.may_pass(), why: Arc::new(why) }
    }
}

impl Slot {
    /// Opens it for writing if nobody else does, and compares it with the journal.
    pub(super) async fn open(
        directory: &Path,
        projection: &'static dyn Projection,
        journal: &Journal,
    ) -> Result<Self, ViewError> {
        let id = journal.identity().id;
        let failed = |source| stopped(projection, &Arc::new(source));
        let (mut view, opened) = match View::open(directory, projection, id) {
            Ok(opened) => opened,
            Err(projections::ViewError::Locked { .. }) => {
                let role = Role::Follower { directory: directory.to_owned(), journal: id };
                return Ok(Self { projection, role, took: Duration::ZERO });
            }
            Err(source) => return Err(failed(source)),
        };
        let ours = match opened {
            Opened::Fresh => true,
            Opened::Resumed { .. } => match view.last() {
                Some(applied) => has(applied, journal).await? == Some(true),
                None => true,
            },
            Opened::Foreign => false,
        };
        let far = opened == Opened::Fresh && journal.head().await?.position > FAR;
        if !ours {
            tracing::warn!(view = projection.name(), "this view is of another history; it is built anew");
        }
        let rebuild = if ours && !far { None } else { Some(view.reset().map_err(failed)?) };
        let role = Role::Writer { view: Box::new(view), rebuild, stopped: None, frozen: false, alone: false };
        Ok(Self { projection, role, took: Duration::ZERO })
    }

    pub(super) fn is_writer(&self) -> bool {
        matches!(self.role, Role::Writer { .. })
    }

    /// The file was deleted, or another has its place: begins anew. Until it is built nothing
    /// is read: a view that is half there would say that what it lacks does not exist.
    pub(super) fn begin_anew_if_gone(&mut self) {
        let Role::Writer { view, rebuild, stopped, .. } = &mut self.role else { return };
        if rebuild.is_none() && !view.is_in_place() {
            start_over(view, rebuild, stopped, "the file of this view is gone; it is built anew");
        }
    }

    /// The last event that this process has applied, with its hash.
    pub(super) fn last(&self) -> Option<Applied> {
        match &self.role {
            Role::Writer { view, .. } => view.last(),
            Role::Follower { .. } => None,
        }
    }

    /// Begins anew: the journal is not the one that was applied.
    pub(super) fn leave_history(&mut self) {
        let Role::Writer { view, rebuild, stopped, .. } = &mut self.role else { return };
        *rebuild = None;
        start_over(view, rebuild, stopped, "this view is of another history; it is built anew");
    }

    /// Tries again what could not be written, and begins anew what cannot be read.
    pub(super) fn try_again(&mut self, damaged: bool) {
        let Role::Writer { view, rebuild, stopped, .. } = &mut self.role else { return };
        stopped.take_if(|stop| stop.passing);
        if rebuild.is_none() && stopped.is_none() && (damaged || !view.serves()) {
            start_over(view, rebuild, stopped, DAMAGED);
        }
    }

    /// Where the readers are; what only a rebuild has counts as nothing.
    fn position(&self) -> u64 {
        match &self.role {
            Role::Writer { view, .. } => view.position(),
            Role::Follower { directory, journal } => {
                // Not built yet, or in the midst of a swap: the next look tells.
                Reader::open(directory, self.projection, *journal)
                    .and_then(|reader| reader.position())
                    .unwrap_or(0)
            }
        }
    }

    /// The positions after which this slot needs events.
    fn needs(&self) -> impl Iterator<Item = u64> {
        let (live, building) = match &self.role {
            Role::Writer { stopped: Some(_), .. } | Role::Follower { .. } => (None, None),
            Role::Writer { view, rebuild, stopped: None, frozen, .. } => {
                let goes_on = !frozen && (rebuild.is_none() || view.position() > 0);
                (goes_on.then(|| view.position()), rebuild.as_ref().map(Rebuild::position))
            }
        };
        live.into_iter().chain(building)
    }

    /// Applies what follows directly on where it is; the rest it has, or needs others first.
    fn apply(&mut self, records: &[Record]) {
        let Role::Writer { view, rebuild, stopped, frozen, .. } = &mut self.role else { return };
        if stopped.is_some() {
            return;
        }
        let mut done = Ok(());
        if !*frozen && (rebuild.is_none() || view.position() > 0) {
            done = view.apply(following(records, view.position()));
        }
        // Once: what is damaged again while it is built is not for us to mend.
        if rebuild.is_none() && done.as_ref().is_err_and(projections::ViewError::is_damage) {
            return start_over(view, rebuild, stopped, DAMAGED);
        }
        if let Some(rebuild) = rebuild {
            done = done.and_then(|()| rebuild.apply(following(records, rebuild.position())));
        }
        if let Err(error) = done {
            tracing::error!(error = &error as &dyn std::error::Error, "a view stopped");
            *stopped = Some(error.into());
        }
    }

    /// Everything up to `head` is applied: what was rebuilt takes its place. Says
    /// whether the file was swapped.
    fn finish(&mut self, head: u64) -> bool {
        let Role::Writer { view, rebuild, stopped: stopped @ None, frozen, alone } = &mut self.role else {
            return false;
        };
        let mut done = Ok(());
        let mut swapped = false;
        let end = head.max(view.position());
        if let Some(built) = rebuild.as_mut().filter(|rebuild| rebuild.position() >= end) {
            // It stays if there is no room for what is sorted: that alone is tried again.
            done = built.complete();
        }
        if done.is_ok()
            && let Some(built) = rebuild.take_if(|rebuild| rebuild.position() >= end)
        {
            done = view.swap(built);
            (swapped, *frozen) = (true, false);
        }
        // What an earlier version kept would keep texts that are redacted from now on.
        if !*alone && done.is_ok() && rebuild.is_none() && view.position() >= head {
            done = view.remove_older();
            *alone = true;
        }
        if let Err(error) = done {
            *stopped = Some(error.into());
        }
        swapped
    }

    fn is_building(&self) -> bool {
        matches!(&self.role, Role::Writer { rebuild: Some(_), .. })
    }

    pub(super) fn stopped(&self) -> Option<ViewError> {
        match &self.role {
            Role::Writer { stopped: Some(stop), .. } => Some(stopped(self.projection, &stop.why)),
            Role::Writer { stopped: None, .. } | Role::Follower { .. } => None,
        }
    }

    pub(super) fn rebuild(&mut self) -> Result<(), ViewError> {
        let projection = self.projection;
        let Role::Writer { view, rebuild, stopped: why, frozen, .. } = &mut self.role else {
            return Err(ViewError::NotTheWriter);
        };
        if rebuild.is_none() {
            *rebuild = Some(view.rebuild().map_err(|source| stopped(projection, &Arc::new(source)))?);
        }
        *frozen |= why.take().is_some_and(|stop| !stop.passing);
        Ok(())
    }

    pub(super) fn status(&self, head: u64) -> ViewStatus {
        let (building, stopped, stopped_by) = match &self.role {
            Role::Writer { rebuild, stopped, .. } => {
                let why = stopped.as_ref().map(|stop| told(&*stop.why));
                let code = stopped.as_ref().map(|stop| stop.why.code().to_owned());
                (rebuild.as_ref().map(Rebuild::position), why, code)
            }
            Role::Follower { .. } => (None, None, None),
        };
        ViewStatus {
            name: self.projection.name(),
            version: self.projection.version(),
            position: self.position(),
            head,
            building,
            stopped,
            stopped_by,
            written_here: self.is_writer(),
        }
    }
}

/// Events that a new view is behind, from which on it is built before anybody reads it.
const FAR: u64 = 10_000;

/// From so many events on it is worth a thread for each core to apply them.
const MANY: usize = 50;

/// Applies them to every view.
pub(super) fn apply_to_all(slots: &mut [Slot], records: &[Record]) {
    let apply = |slot: &mut Slot| {
        let started = Instant::now();
        slot.apply(records);
        slot.took = started.elapsed();
    };
    if records.len() < MANY {
        return slots.iter_mut().for_each(apply);
    }
    side_by_side(longest_first(slots), apply);
}

/// Those that take longest first, or one thread is left with one of them in the end.
fn longest_first(slots: &mut [Slot]) -> Vec<&mut Slot> {
    let mut slots: Vec<&mut Slot> = slots.iter_mut().collect();
    slots.sort_by_key(|slot| std::cmp::Reverse(slot.took));
    slots
}

/// Finishes every view; `swapped` is told whose file has been.
pub(super) fn finish_all(slots: &mut [Slot], head: u64, swapped: impl Fn(&'static str) + Sync) {
    let finish = |slot: &mut Slot| {
        if slot.finish(head) {
            swapped(slot.projection.name());
        }
    };
    // What was built is sorted for its indexes now.
    if slots.iter().filter(|slot| slot.is_building()).count() > 1 {
        side_by_side(longest_first(slots), finish);
    } else {
        slots.iter_mut().for_each(finish);
    }
}

/// Each view has a file of its own, so they are worked on by as many threads as there are cores,
/// in this order.
pub(super) fn side_by_side<T: Send>(views: Vec<&mut T>, work: impl Fn(&mut T) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(views.len());
    let waiting = Mutex::new(views.into_iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|threads| {
        for _ in 0..cores {
            threads.spawn(|| {
                while let Some(view) = next() {
                    work(view);
                }
            });
        }
    });
}

const DAMAGED: &str = "this view is damaged; it is built anew";

/// Throws the file away and begins to build the view anew.
fn start_over(view: &mut View, rebuild: &mut Option<Rebuild>, stopped: &mut Option<Stop>, why: &str) {
    tracing::warn!(view = view.projection().name(), "{why}");
    match view.reset() {
        Ok(begun) => *rebuild = Some(begun),
        Err(error) => *stopped = Some(error.into()),
    }
}

/// The position that all slots have reached.
pub(super) fn lowest(slots: &[Slot]) -> u64 {
    slots.iter().map(Slot::position).min().unwrap_or(0)
}

/// The first position after which a slot needs events that the journal has.
pub(super) fn next_to_apply(slots: &[Slot], head: u64) -> Option<u64> {
    slots.iter().flat_map(Slot::needs).filter(|after| *after < head).max()
}

fn following(records: &[Record], after: u64) -> &[Record] {
    match records.first() {
        Some(first) if first.position <= after + 1 => {
            let known = records.iter().take_while(|record| record.position <= after).count();
            &records[known..]
        }
        Some(_) | None => &[],
    }
}

/// An event that a view has applied, and its hash.
pub(super) type Applied = (u64, [u8; 32]);

/// Whether the journal has this event; `None` where it ends before.
pub(super) async fn has(applied: Applied, journal: &Journal) -> Result<Option<bool>, ViewError> {
    let (position, hash) = applied;
    let recorded = journal.read(position - 1, 1).await?;
    Ok(recorded.first().map(|recorded| recorded.position == position && recorded.hash() == hash))
}

fn stopped(projection: &'static dyn Projection, source: &Arc<projections::ViewError>) -> ViewError {
    ViewError::Stopped { view: projection.name(), source: Arc::clone(source) }
}

/// An error with its causes, in one line.
pub(super) fn told(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
