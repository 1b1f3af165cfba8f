//! Loads of one request, batched without a timer.
//!
//! A request is one future. When polling it gave `Pending` and nothing woke it meanwhile, it is *quiescent*:
//! every key of this level of nesting is known, so the queued keys are flushed as one batch for each kind of
//! load, polled in the same task, and their answers wake the request again. The number of batches follows the
//! shape of an operation, never its data. `docs/decisions/batching.md` has the measurements and the traps.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    hash::Hash,
    mem,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures::{
    channel::oneshot,
    future::{BoxFuture, poll_fn},
    task::AtomicWaker,
};

use crate::{
    Error, Result,
    cache::{Cache, rows::Loaded, tag::Tag, validity::Ticket},
    footprint,
};

/// Most keys of one load, below the number of parameters that a statement may have.
const MOST_KEYS: usize = 8_192;

/// One kind of load: many keys in, an answer for each that has one.
pub trait Batch: Send + Sync + 'static {
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    type Value: Clone + Send + Sync + 'static;

    /// A key without an entry in the answer has no value.
    fn load(&self, keys: Vec<Self::Key>) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>>> + Send;

    /// What a value follows from, so that other requests may have it; none when it is for this request alone.
    fn source(&self, key: &Self::Key, value: Option<&Self::Value>) -> Option<Source>;
}

/// What a loaded value follows from.
pub struct Source {
    pub tags: Vec<Tag>,
    /// How much memory the value takes, about.
    pub bytes: usize,
}

/// What the loads of a request share with other requests.
struct Sharing {
    cache: Arc<Cache>,
    ticket: Ticket,
    sources: Mutex<Sources>,
}

/// The loads of one request. Each key is loaded once.
#[derive(Clone, Default)]
pub struct Loads(Arc<Queues>);

#[derive(Default)]
struct Queues {
    /// None when the request shares nothing.
    sharing: Option<Sharing>,
    /// In the order of their first use, so that the same operation always runs the same statements in the same
    /// order.
    by_batch: Mutex<Vec<(TypeId, Arc<dyn AnyQueue>)>>,
    /// Woken when a batch goes on, or when a key is queued from outside the request's own task.
    batches: Arc<Flag>,
}

/// What all that was loaded in a request follows from.
#[derive(Default)]
struct Sources {
    tags: Vec<Tag>,
    /// Whether something was loaded that is for this request alone.
    is_private: bool,
}

impl Sources {
    fn note(&mut self, source: Option<&Source>) {
        match source {
            Some(source) => self.tags.extend(&source.tags),
            None => self.is_private = true,
        }
    }
}

impl Loads {
    /// Loads that take what other requests have loaded, and leave them what they load.
    pub fn sharing(cache: Arc<Cache>, ticket: Ticket) -> Self {
        let sharing = Sharing { cache, ticket, sources: Mutex::default() };
        Self(Arc::new(Queues { sharing: Some(sharing), ..Queues::default() }))
    }

    /// The tags of all that was loaded; none when something of it is for this request alone.
    pub fn tags(&self) -> Option<Box<[Tag]>> {
        let mut sources = lock(&self.0.sharing.as_ref()?.sources);
        if sources.is_private {
            return None;
        }
        sources.tags.sort_unstable();
        sources.tags.dedup();
        Some(sources.tags.as_slice().into())
    }

    /// Notes that the answer follows from something that no load says.
    pub fn follow(&self, tag: Tag) {
        if let Some(sharing) = &self.0.sharing {
            lock(&sharing.sources).tags.push(tag);
            footprint::note(|footprint| footprint.follow(&[tag]));
        }
    }

    /// The value of `key`; none when the batch has no answer for it. `batch` makes the kind of load at its
    /// first use. Resolves only inside [`drive`].
    pub async fn load<B: Batch>(&self, batch: impl FnOnce() -> B, key: B::Key) -> Result<Option<B::Value>> {
        let answer = match self.queue(batch).ask(key, &self.0) {
            Asked::Known(answer) => answer,
            Asked::Queued(answer) => {
                self.0.batches.wake_by_ref();
                // A sender is dropped without an answer only when the batch itself was dropped.
                answer.await.unwrap_or(Answer { value: Err(Error::Cancelled), kept: None })
            }
        };
        footprint::note(|footprint| match &answer.kept {
            Some(kept) => footprint.follow(kept.tags()),
            None => footprint.is_private = true,
        });
        answer.value
    }

    /// Whether it takes what other requests have loaded.
    pub fn shares(&self) -> bool {
        self.0.sharing.is_some()
    }

    /// What another request has made of its loads, when they would still give the same. What it follows from, this
    /// request does.
    pub fn made<K, V>(&self, kind: TypeId, key: &K) -> Option<Loaded<V>>
    where
        K: Eq + Hash + 'static,
        V: Send + Sync + 'static,
    {
        let made = self.0.shared(kind, key)?;
        footprint::note(|footprint| footprint.follow(made.tags()));
        Some(made)
    }

    /// Leaves what was made of loads to other requests: they find it by [`Loads::made`].
    pub fn leave<K, V>(&self, kind: TypeId, key: K, value: V, source: Source)
    where
        K: Eq + Hash + Send + Sync + 'static,
        V: Send + Sync + 'static,
    {
        if let Some(Sharing { cache, ticket, .. }) = &self.0.sharing {
            cache.rows.keep(kind, key, value, source.bytes, source.tags.into(), *ticket);
        }
    }

    /// Lets go of all answers: what they were has been changed since.
    pub fn forget(&self) {
        for (_, queue) in lock(&self.0.by_batch).iter() {
            queue.forget();
        }
    }

    fn queue<B: Batch>(&self, batch: impl FnOnce() -> B) -> Arc<Queue<B>> {
        let mut queues = lock(&self.0.by_batch);
        let id = TypeId::of::<B>();
        let known = queues.iter().find(|(other, _)| *other == id).map(|(_, queue)| queue.clone());
        let queue = known.unwrap_or_else(|| {
            let queue: Arc<dyn AnyQueue> = Arc::new(Queue::new(batch()));
            queues.push((id, queue.clone()));
            queue
        });
        queue.into_any().downcast().unwrap_or_else(|_| unreachable!("a queue is kept under the type of its batch"))
    }

    /// A future for each kind of load that has keys waiting.
    fn flush(&self) -> Vec<BoxFuture<'static, ()>> {
        lock(&self.0.by_batch).iter().filter_map(|(_, queue)| queue.clone().flush(&self.0)).collect()
    }
}

enum Asked<V> {
    Known(Answer<V>),
    Queued(oneshot::Receiver<Answer<V>>),
}

/// The value of a key.
#[derive(Clone)]
struct Answer<V> {
    value: Result<Option<V>>,
    /// As other requests have it; none when it is for this one alone.
    kept: Option<Loaded<Option<V>>>,
}

/// The keys of one kind of load: those answered, and those that wait.
struct Queue<B: Batch> {
    batch: B,
    keys: Mutex<Keys<B>>,
}

struct Keys<B: Batch> {
    seen: HashMap<B::Key, Entry<B::Value>>,
    next: Vec<B::Key>,
}

enum Entry<V> {
    Waiting(Vec<oneshot::Sender<Answer<V>>>),
    Known(Answer<V>),
}

impl<B: Batch> Queue<B> {
    fn new(batch: B) -> Self {
        Self { batch, keys: Mutex::new(Keys { seen: HashMap::new(), next: Vec::new() }) }
    }

    fn ask(&self, key: B::Key, loads: &Queues) -> Asked<B::Value> {
        let mut keys = lock(&self.keys);
        if let Some(entry) = keys.seen.get_mut(&key) {
            return match entry {
                Entry::Known(answer) => Asked::Known(answer.clone()),
                Entry::Waiting(senders) => {
                    let (sender, receiver) = oneshot::channel();
                    senders.push(sender);
                    Asked::Queued(receiver)
                }
            };
        }
        if let Some(kept) = loads.shared::<_, Option<B::Value>>(TypeId::of::<B>(), &key) {
            let answer = Answer { value: Ok(kept.value().clone()), kept: Some(kept) };
            keys.seen.insert(key, Entry::Known(answer.clone()));
            return Asked::Known(answer);
        }
        let (sender, receiver) = oneshot::channel();
        keys.next.push(key.clone());
        keys.seen.insert(key, Entry::Waiting(vec![sender]));
        Asked::Queued(receiver)
    }

    /// Notes what a value follows from, and leaves it to other requests.
    fn share(&self, key: &B::Key, value: Option<&B::Value>, sharing: &Sharing) -> Option<Loaded<Option<B::Value>>> {
        let source = self.batch.source(key, value);
        lock(&sharing.sources).note(source.as_ref());
        let Source { tags, bytes } = source?;
        let kind = TypeId::of::<B>();
        Some(sharing.cache.rows.keep(kind, key.clone(), value.cloned(), bytes, tags.into(), sharing.ticket))
    }

    fn answer(&self, asked: &[B::Key], answers: &Result<HashMap<B::Key, B::Value>>, sharing: Option<&Sharing>) {
        for key in asked {
            let answer = match answers {
                Ok(values) => {
                    let value = values.get(key);
                    let kept = sharing.and_then(|sharing| self.share(key, value, sharing));
                    Answer { value: Ok(value.cloned()), kept }
                }
                Err(error) => Answer { value: Err(error.clone()), kept: None },
            };
            let before = lock(&self.keys).seen.insert(key.clone(), Entry::Known(answer.clone()));
            if let Some(Entry::Waiting(senders)) = before {
                for sender in senders {
                    // Whoever asked may have been dropped since: a sibling failed and nulled its parent.
                    drop(sender.send(answer.clone()));
                }
            }
        }
    }
}

impl Queues {
    /// What another request has left, when it is still so. The answer follows from what that follows from.
    fn shared<K, V>(&self, kind: TypeId, key: &K) -> Option<Loaded<V>>
    where
        K: Eq + Hash + 'static,
        V: Send + Sync + 'static,
    {
        let Sharing { cache, sources, .. } = self.sharing.as_ref()?;
        let found = cache.rows.get(kind, key, &cache.validity)?;
        lock(sources).tags.extend(found.tags());
        Some(found)
    }
}

trait AnyQueue: Send + Sync {
    fn flush(self: Arc<Self>, loads: &Arc<Queues>) -> Option<BoxFuture<'static, ()>>;
    fn forget(&self);
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<B: Batch> AnyQueue for Queue<B> {
    fn flush(self: Arc<Self>, loads: &Arc<Queues>) -> Option<BoxFuture<'static, ()>> {
        let asked = mem::take(&mut lock(&self.keys).next);
        if asked.is_empty() {
            return None;
        }
        let loads = loads.clone();
        Some(Box::pin(async move {
            for asked in asked.chunks(MOST_KEYS) {
                let answers = self.batch.load(asked.to_vec()).await;
                self.answer(asked, &answers, loads.sharing.as_ref());
            }
        }))
    }

    fn forget(&self) {
        lock(&self.keys).seen.retain(|_, entry| matches!(entry, Entry::Waiting(_)));
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// Runs a request to its end, flushing its loads whenever it is quiescent, one wave at a time.
pub async fn drive<T>(loads: Loads, request: impl Future<Output = T>) -> T {
    // tokio's cooperative budget would make a future say `Pending` and wake it only later, which looks quiescent.
    let mut request = Box::pin(tokio::task::unconstrained(request));
    let mut driver = Driver { request: Arc::new(Flag::woken()), loads, in_flight: Vec::new() };
    poll_fn(move |cx| driver.poll(cx, request.as_mut())).await
}

struct Driver {
    loads: Loads,
    request: Arc<Flag>,
    in_flight: Vec<BoxFuture<'static, ()>>,
}

impl Driver {
    fn poll<T>(&mut self, cx: &Context<'_>, mut request: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        let batches = self.loads.0.batches.clone();
        self.request.parent.register(cx.waker());
        batches.parent.register(cx.waker());
        loop {
            self.request.begin();
            batches.begin();
            if self.request.take() {
                let waker = Waker::from(self.request.clone());
                if let Poll::Ready(answer) = request.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return Poll::Ready(answer);
                }
                continue;
            }
            let mut ready = batches.take();
            if self.in_flight.is_empty() {
                self.in_flight = self.loads.flush();
                ready = !self.in_flight.is_empty();
            }
            if !ready {
                if self.request.end() && batches.end() {
                    return Poll::Pending;
                }
                continue;
            }
            let waker = Waker::from(batches.clone());
            self.in_flight.retain_mut(|batch| batch.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
    }
}

impl Drop for Driver {
    /// Lets go of all that was loaded. A batch holds what it reads through, and that holds these loads: a ring that
    /// would never come apart by itself, and would keep a transaction open for ever.
    fn drop(&mut self) {
        let queues = mem::take(&mut *lock(&self.loads.0.by_batch));
        drop(queues);
    }
}

/// A waker that notes what wakes it while it is polled, and passes on what wakes it later.
#[derive(Default)]
struct Flag {
    parent: AtomicWaker,
    state: AtomicU8,
}

const POLLING: u8 = 1;
const WOKEN: u8 = 2;

impl Flag {
    fn woken() -> Self {
        Self { state: AtomicU8::new(WOKEN), ..Self::default() }
    }

    /// From now on wakes are noted, not passed on.
    fn begin(&self) {
        self.state.fetch_or(POLLING, Ordering::AcqRel);
    }

    /// Whether it was woken since the last call.
    fn take(&self) -> bool {
        self.state.fetch_and(!WOKEN, Ordering::AcqRel) & WOKEN != 0
    }

    /// From now on wakes are passed on; false when one came meanwhile.
    fn end(&self) -> bool {
        self.state.compare_exchange(POLLING, 0, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.fetch_or(WOKEN, Ordering::AcqRel) & POLLING == 0 {
            self.parent.wake();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    /// Doubles even numbers, knows no odd ones, fails on a batch with 13; notes its batches.
    #[derive(Clone, Default)]
    struct Doubles(Arc<Mutex<Vec<Vec<u32>>>>);

    impl Batch for Doubles {
        type Key = u32;
        type Value = u32;

        async fn load(&self, mut keys: Vec<u32>) -> Result<HashMap<u32, u32>> {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            keys.sort_unstable();
            lock(&self.0).push(keys.clone());
            if keys.contains(&13) {
                return Err(Error::Cancelled);
            }
            Ok(keys.into_iter().filter(|key| key % 2 == 0).map(|key| (key, key * 2)).collect())
        }

        fn source(&self, _: &u32, _: Option<&u32>) -> Option<Source> {
            None
        }
    }

    #[tokio::test]
    async fn keys_of_one_level_make_one_batch() {
        let (doubles, loads) = (Doubles::default(), Loads::default());

        let level = |from: u32| {
            let (doubles, loads) = (doubles.clone(), loads.clone());
            async move {
                let first = loads.load(|| doubles.clone(), from).await.unwrap();
                loads.load(|| doubles.clone(), first.unwrap_or(from + 1_000)).await.unwrap()
            }
        };
        let answers = drive(loads.clone(), join_all([2, 4, 4, 6, 7].map(level))).await;

        assert_eq!(answers, [Some(8), Some(16), Some(16), Some(24), None]);
        // 4 is known from the first level when the second asks for it.
        assert_eq!(*lock(&doubles.0), [vec![2, 4, 6, 7], vec![8, 12, 1_007]]);
    }

    #[tokio::test]
    async fn long_lists_make_one_batch() {
        let (doubles, loads) = (Doubles::default(), Loads::default());

        let inner = |outer: u32| {
            join_all((0..40).map({
                let (doubles, loads) = (doubles.clone(), loads.clone());
                move |item| {
                    let (doubles, loads) = (doubles.clone(), loads.clone());
                    async move { loads.load(|| doubles, outer * 100 + item).await }
                }
            }))
        };
        drive(loads.clone(), join_all((0..100).map(inner))).await;

        assert_eq!(lock(&doubles.0).len(), 1);
    }

    /// A kind of load that holds the loads, as all those of content do.
    struct Ring {
        _loads: Loads,
        _held: Arc<()>,
    }

    impl Batch for Ring {
        type Key = u32;
        type Value = u32;

        async fn load(&self, keys: Vec<u32>) -> Result<HashMap<u32, u32>> {
            Ok(keys.into_iter().map(|key| (key, key)).collect())
        }

        fn source(&self, _: &u32, _: Option<&u32>) -> Option<Source> {
            None
        }
    }

    #[tokio::test]
    async fn nothing_outlives_its_request() {
        let held = Arc::new(());
        let loads = Loads::default();

        let ring = || Ring { _loads: loads.clone(), _held: held.clone() };
        assert_eq!(drive(loads.clone(), loads.load(ring, 1)).await.unwrap(), Some(1));
        drop(drive(loads.clone(), loads.load(ring, 2)));

        assert_eq!(Arc::strong_count(&held), 1);
    }

    #[tokio::test]
    async fn a_failing_batch_reaches_everybody_who_waits() {
        let (doubles, loads) = (Doubles::default(), Loads::default());

        let load = |key| loads.load(|| doubles.clone(), key);
        let answers = drive(loads.clone(), join_all([12, 13].map(load))).await;

        assert!(answers.iter().all(Result::is_err));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_key_from_another_task_is_answered() {
        let (doubles, loads) = (Doubles::default(), Loads::default());

        let elsewhere = {
            let (doubles, loads) = (doubles.clone(), loads.clone());
            async move { tokio::spawn(async move { loads.load(|| doubles, 4).await }).await.unwrap() }
        };
        let answer = drive(loads, elsewhere).await;

        assert_eq!(answer.unwrap(), Some(8));
    }
}
