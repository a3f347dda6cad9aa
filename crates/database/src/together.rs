//! Questions that come one by one and are answered together.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, oneshot};

/// Whoever asks takes along what others ask meanwhile: a lone question goes at once, a crowd
/// shares a round trip. A question to a database costs both sides far more than its answer.
///
/// ```text
/// ask(a) ─┐ lane 1: answers [a]
/// ask(b) ─┤ lane 2: answers [b]
/// ask(c) ─┤ waits ──┐
/// ask(d) ─┘ waits ──┴─ the next free lane: answers [c, d]
/// ```
///
/// Nothing runs on its own: the first of those who wait asks for all. If he goes away
/// meanwhile, the others ask again before all who came later.
#[derive(Debug)]
pub struct Together<K, V, E> {
    waiting: Mutex<VecDeque<Waiting<K, V, E>>>,
    lanes: Semaphore,
    at_most: usize,
}

type Waiting<K, V, E> = (K, oneshot::Sender<Result<V, E>>);

impl<K: Clone, V, E: Clone> Together<K, V, E> {
    /// At most so many are asked at once, by so many connections.
    pub fn new(lanes: usize, at_most: usize) -> Self {
        Self { waiting: Mutex::default(), lanes: Semaphore::new(lanes), at_most }
    }

    /// The answer to `key`. `answer` is given keys, also those of others, and gives a value for
    /// each in their order.
    ///
    /// # Errors
    ///
    /// What `answer` says, to all whom it was asked for.
    pub async fn ask<F>(&self, key: K, answer: impl Fn(Vec<K>) -> F) -> Result<V, E>
    where
        F: Future<Output = Result<Vec<V>, E>>,
    {
        let (tell, mut told) = oneshot::channel();
        self.waiting().push_back((key.clone(), tell));
        loop {
            if let Ok(answer) = self.wait(told, &answer).await {
                return answer;
            }
            // Whoever asked for this has gone away.
            let (again, next) = oneshot::channel();
            self.waiting().push_front((key.clone(), again));
            told = next;
        }
    }

    async fn wait<F>(
        &self,
        mut told: oneshot::Receiver<Result<V, E>>,
        answer: &impl Fn(Vec<K>) -> F,
    ) -> Result<Result<V, E>, oneshot::error::RecvError>
    where
        F: Future<Output = Result<Vec<V>, E>>,
    {
        loop {
            let lane = tokio::select! {
                biased;
                answer = &mut told => return answer,
                lane = self.lanes.acquire() => lane,
            };
            let (keys, tells): (Vec<K>, Vec<_>) = self.some().into_iter().unzip();
            if keys.is_empty() {
                // On its way by another lane; this one is for those who come.
                drop(lane);
                return told.await;
            }
            match answer(keys).await {
                Ok(values) => {
                    for (tell, value) in tells.into_iter().zip(values) {
                        // Whoever asked may have stopped waiting.
                        let _ = tell.send(Ok(value));
                    }
                }
                Err(error) => {
                    for tell in tells {
                        let _ = tell.send(Err(error.clone()));
                    }
                }
            }
        }
    }

    /// Those who have waited longest and still do.
    fn some(&self) -> Vec<Waiting<K, V, E>> {
        let mut waiting = self.waiting();
        waiting.retain(|(_, tell)| !tell.is_closed());
        let some = waiting.len().min(self.at_most);
        waiting.drain(..some).collect()
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting<K, V, E>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Notify;
    use tokio::task::JoinSet;

    use super::*;

    type Doubled = Together<u64, u64, String>;

    async fn doubled(keys: Vec<u64>) -> Result<Vec<u64>, String> {
        Ok(keys.into_iter().map(|key| key * 2).collect())
    }

    /// Asks for each of `keys`; the first waits until all others do.
    async fn ask_all(together: &Arc<Doubled>, keys: u64) -> (Vec<u64>, usize) {
        let (asked, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let mut tasks = JoinSet::new();
        for key in 0..keys {
            let (together, asked, go) = (Arc::clone(together), Arc::clone(&asked), Arc::clone(&go));
            tasks.spawn(async move {
                let answer = |keys: Vec<u64>| {
                    let (first, go) = (asked.fetch_add(1, Ordering::SeqCst) == 0, Arc::clone(&go));
                    async move {
                        if first {
                            go.notified().await;
                        }
                        doubled(keys).await
                    }
                };
                (key, together.ask(key, answer).await.expect("an answer"))
            });
        }
        while together.waiting().len() < usize::try_from(keys).expect("few") - 1 {
            tokio::task::yield_now().await;
        }
        go.notify_one();
        let mut answers = tasks.join_all().await;
        answers.sort_unstable();
        (answers.into_iter().map(|(_, answer)| answer).collect(), asked.load(Ordering::SeqCst))
    }

    #[tokio::test]
    async fn those_who_come_while_one_is_asked_are_asked_for_together() {
        let together = Arc::new(Doubled::new(1, 1_000));
        let (answers, asked) = ask_all(&together, 100).await;
        assert_eq!(answers, (0..100).map(|key| key * 2).collect::<Vec<_>>());
        assert_eq!(asked, 2, "one alone, the rest together");
    }

    #[tokio::test]
    async fn no_more_are_asked_for_at_once_than_may_be_and_each_gets_his_own_answer() {
        let together = Arc::new(Doubled::new(1, 10));
        let (answers, asked) = ask_all(&together, 100).await;
        assert_eq!(answers, (0..100).map(|key| key * 2).collect::<Vec<_>>());
        assert!((11..=100).contains(&asked), "{asked}");
    }

    /// Until so many wait for a lane.
    async fn until_waiting(together: &Doubled, many: usize) {
        while together.waiting().len() < many {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn an_error_is_told_to_all_whom_it_was_asked_for_and_the_next_ask_again() {
        let together = Arc::new(Doubled::new(1, 10));
        let lane = together.lanes.acquire().await.expect("a lane");
        let mut both = JoinSet::new();
        for key in [1, 2] {
            let together = Arc::clone(&together);
            both.spawn(async move {
                together.ask(key, |keys| async move { Err(format!("gone with {}", keys.len())) }).await
            });
        }
        until_waiting(&together, 2).await;
        drop(lane);
        let gone = Err("gone with 2".to_owned());
        assert_eq!(both.join_all().await, [gone.clone(), gone]);
        assert_eq!(together.ask(3, doubled).await, Ok(6));
    }

    #[tokio::test]
    async fn who_waits_for_an_answer_that_does_not_come_leaves_the_other_lane_to_others() {
        let together = Arc::new(Doubled::new(2, 10));
        let lanes = together.lanes.acquire_many(2).await.expect("both");
        let mut silent = JoinSet::new();
        for key in [1, 2, 3] {
            let together = Arc::clone(&together);
            let never = |_| std::future::pending::<Result<Vec<u64>, String>>();
            silent.spawn(async move { together.ask(key, never).await });
        }
        until_waiting(&together, 3).await;
        drop(lanes);
        // The first of them asks for all three.
        while !together.waiting().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(together.ask(4, doubled).await, Ok(8));
    }

    #[tokio::test]
    async fn when_he_who_asks_for_others_goes_away_they_ask_themselves() {
        let together = Arc::new(Doubled::new(1, 10));
        let asked = |together: Arc<Doubled>, key| async move {
            let never = |_| std::future::pending::<Result<Vec<u64>, String>>();
            together.ask(key, never).await
        };
        let leader = tokio::spawn(asked(Arc::clone(&together), 1));
        while together.lanes.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        // Two wait; the first of them then asks for both, and goes away too.
        let second = tokio::spawn(asked(Arc::clone(&together), 2));
        while together.waiting().is_empty() {
            tokio::task::yield_now().await;
        }
        let third = {
            let together = Arc::clone(&together);
            tokio::spawn(async move { together.ask(3, doubled).await })
        };
        while together.waiting().len() < 2 {
            tokio::task::yield_now().await;
        }
        leader.abort();
        while !together.waiting().is_empty() {
            tokio::task::yield_now().await;
        }
        second.abort();
        assert_eq!(third.await.expect("it ends"), Ok(6));
    }
}
