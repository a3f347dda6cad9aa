//! Every view against one that is built anew: do pages show what follows from the events?

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use projections::{Difference, Projection, Reader, Rebuild, Record, View};

use super::{BATCH, ViewError, Views, in_background};

/// What came of comparing the views with fresh ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rebuilt {
    /// Views compared.
    pub views: u64,
    /// Their tables.
    pub tables: u64,
    /// Rows that are the same in both.
    pub rows: u64,
    /// The first row that is not: the view, and what differs in it.
    pub difference: Option<(&'static str, Difference)>,
}

/// A view as it serves, held at one moment, and the same view anew.
struct Pair {
    projection: &'static dyn Projection,
    live: Reader,
    /// How far the live one is: the fresh one is built as far.
    position: u64,
    fresh: View,
    rebuild: Rebuild,
}

impl Views {
    /// Builds every view anew in `folder`, which should be empty, as far as the one that
    /// serves has come, and compares their rows. Nothing that serves is changed, and
    /// whoever writes it may go on. `progress` is told the position reached.
    ///
    /// # Errors
    ///
    /// If a view or an event cannot be read: then nothing is known.
    pub async fn against_rebuild(
        &self,
        folder: &Path,
        progress: impl FnMut(u64),
    ) -> Result<Rebuilt, ViewError> {
        let compared = self.compared(folder, progress).await;
        if let Err(error) = &compared {
            self.shared.note_damage(error);
        }
        compared
    }

    async fn compared(&self, folder: &Path, mut progress: impl FnMut(u64)) -> Result<Rebuilt, ViewError> {
        let (shared, place) = (Arc::clone(&self.shared), folder.to_owned());
        let mut pairs = in_background(move || {
            let open =
                |projection| Pair::open(&shared.directory, &place, projection, shared.journal.identity().id);
            projections::all().into_iter().map(open).collect::<Result<Vec<_>, _>>()
        })
        .await?;
        let end = pairs.iter().map(|pair| pair.position).max().unwrap_or(0);
        let mut after = 0;
        while after < end {
            let recorded = self.shared.journal.read(after, BATCH).await?;
            let (records, unreadable) = self.shared.records.of(recorded).await?;
            if let Some(error) = unreadable {
                return Err(error);
            }
            let Some(last) = records.last() else { break };
            after = last.position;
            pairs = in_background(move || {
                let failed = Mutex::new(Ok(()));
                super::slot::side_by_side(pairs.iter_mut().collect(), |pair| {
                    if let Err(error) = pair.apply(&records) {
                        let mut first = super::lock(&failed);
                        if first.is_ok() {
                            *first = Err(error);
                        }
                    }
                });
                failed.into_inner().unwrap_or_else(PoisonError::into_inner).map(|()| pairs)
            })
            .await?;
            progress(after.min(end));
        }
        in_background(move || {
            let compared = |pair| Compared { pair: Some(pair), came_of: None };
            let mut all: Vec<Compared> = pairs.into_iter().map(compared).collect();
            super::slot::side_by_side(all.iter_mut().collect(), Compared::compare);
            let mut rebuilt = Rebuilt::default();
            for (projection, compared) in all.into_iter().filter_map(|compared| compared.came_of) {
                let compared = compared?;
                rebuilt.views += 1;
                rebuilt.tables += compared.tables;
                rebuilt.rows += compared.rows;
                if let Some(difference) = compared.difference {
                    rebuilt.difference = Some((projection.name(), difference));
                    break;
                }
            }
            Ok(rebuilt)
        })
        .await
    }
}

/// A pair until it is compared, then what came of it.
struct Compared {
    pair: Option<Pair>,
    came_of: Option<(&'static dyn Projection, Result<projections::Comparison, ViewError>)>,
}

impl Compared {
    fn compare(&mut self) {
        self.came_of = self.pair.take().map(|pair| (pair.projection, pair.compare()));
    }
}

impl Pair {
    fn open(
        directory: &Path,
        folder: &Path,
        projection: &'static dyn Projection,
        journal: uuid::Uuid,
    ) -> Result<Self, ViewError> {
        let failed = |source| stopped(projection, source);
        let live = Reader::open(directory, projection, journal).map_err(failed)?;
        // Held until the end: what is compared is one moment.
        live.execute_batch("BEGIN").map_err(|source| query(projection, source))?;
        let position = live.position().map_err(failed)?;
        let (fresh, _) = View::open(folder, projection, journal).map_err(failed)?;
        let rebuild = fresh.rebuild().map_err(failed)?;
        Ok(Self { projection, live, position, fresh, rebuild })
    }

    fn apply(&mut self, records: &[Record]) -> Result<(), ViewError> {
        let wanted = records.iter().take_while(|record| record.position <= self.position).count();
        self.rebuild.apply(&records[..wanted]).map_err(|source| stopped(self.projection, source))
    }

    fn compare(self) -> Result<projections::Comparison, ViewError> {
        let Self { projection, live, mut fresh, rebuild, .. } = self;
        let fresh = fresh.swap(rebuild).and_then(|()| fresh.reader());
        let fresh = fresh.map_err(|source| stopped(projection, source))?;
        projections::difference(&fresh, &live).map_err(|source| query(projection, source))
    }
}

fn stopped(projection: &'static dyn Projection, source: projections::ViewError) -> ViewError {
    ViewError::Stopped { view: projection.name(), source: Arc::new(source) }
}

fn query(projection: &'static dyn Projection, source: rusqlite::Error) -> ViewError {
    ViewError::Query { view: projection.name(), source: Arc::new(source) }
}
