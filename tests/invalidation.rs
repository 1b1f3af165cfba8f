//! What is kept is right: over random writes, by this process, by another one and by the clock, a server that keeps
//! answers says byte for byte what a server over the same database says that keeps none.
//!
//! `TRIBUNE_TEST_STEPS` says how many steps, `TRIBUNE_TEST_SEED` from which seed; a failure tells both.

mod chance;
mod deed;
mod fields;
mod question;
mod selection;
mod world;

use std::{
    collections::VecDeque,
    env, thread,
    time::{Duration, Instant, SystemTime},
};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use self::{
    chance::Chance,
    deed::{Author, now},
    question::{Question, can_be_kept, said},
    world::World,
};
use crate::editor::{Editor, at};

on_both_databases![kept_answers_are_those_of_a_server_that_keeps_none];

const STEPS: usize = 100;
/// How many questions are asked again and again.
const POOL: usize = 60;
/// How long the write of another process may stay unseen.
const FOLLOWED: Duration = Duration::from_secs(2);
/// So many of the answers to a question that was just answered are kept ones.
const HITS: f64 = 0.8;
/// So many of the answers to a question that was answered before other steps are kept ones: none, as long as each
/// write ends all that is kept.
const KEPT: f64 = 0.0;

/// Two servers over one database, and what was found out about them.
struct Pair {
    cached: TestApp,
    uncached: TestApp,
    token: Token,
    /// The uid and the version of what is written only to see when it is seen.
    probe: (String, i64),
    /// Until when the server that keeps answers may not have seen what another one wrote.
    unseen_until: Option<Instant>,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    writes: usize,
    refused: usize,
    questions: usize,
    errors: usize,
    bytes: usize,
    /// Kept answers: when asked first, and when asked again at once.
    hits: [usize; 2],
    could_be_hits: usize,
    /// Differences that another process or the clock explained.
    later: usize,
    longest_unseen: Duration,
}

impl Pair {
    fn start(database: Database) -> Self {
        // Many requests would be a long log.
        let options = Options { running_clock: true, arguments: &["--log", "warn"], ..Options::default() };
        let cached = TestApp::start(database, &Options { cache: true, ..options });
        let uncached = cached.beside(&options);
        let editor = Editor::of(&cached);
        let probe = json!({ "slug": "probe", "translations": [{ "locale": "en", "label": "Probe 0" }] });
        let probe = editor.create("tag", &probe).uid;
        editor.publish(&[&probe]);
        let token = editor.token.clone();
        Self { cached, uncached, token, probe: (probe, 2), unseen_until: None, tally: Tally::default() }
    }

    /// Waits until the server that keeps answers has seen all that the other one wrote: it sees one after the other,
    /// so whoever sees the last has seen all.
    fn settle(&mut self) {
        let label = || Question::label_of("probe").ask(&self.cached);
        let begin = Instant::now();
        while label().header("x-cache") != "HIT" {
            assert!(begin.elapsed() < Duration::from_secs(5), "the probe is never kept");
            thread::sleep(Duration::from_millis(2));
        }
        let (uid, version) = &self.probe;
        let name = format!("Probe {version}");
        let input = at(uid, *version, json!({ "translations": [{ "locale": "en", "label": name }] }));
        let editor = Editor { app: &self.uncached, token: self.token.clone() };
        editor.mutate("tag", "Update", &input).data();
        let begin = Instant::now();
        while label().json["data"]["tag"]["label"] != name {
            assert!(begin.elapsed() < FOLLOWED, "what another process wrote is not seen\n{}", self.cached.log());
            thread::sleep(Duration::from_millis(2));
        }
        self.tally.longest_unseen = self.tally.longest_unseen.max(begin.elapsed());
        self.probe.1 += 1;
        // The probe may have been made anew for another reason.
        thread::sleep(Duration::from_millis(200));
        self.unseen_until = None;
    }

    /// Asks both, the one that keeps answers twice; what they said when they disagree, else the answer.
    fn compare(&mut self, question: &Question) -> Result<Response, String> {
        loop {
            let plain = question.ask(&self.uncached);
            let answers = [question.ask(&self.cached), question.ask(&self.cached)];
            if answers.iter().all(|answer| said(answer) == said(&plain)) {
                self.count(question, &answers);
                return Ok(plain);
            }
            // Between the two the clock may have made something appear or disappear.
            let again = question.ask(&self.uncached);
            let may_be_unseen = self.unseen_until.is_some_and(|until| Instant::now() < until);
            if said(&again) == said(&plain) && !may_be_unseen {
                let [first, second] = answers.map(|answer| format!("{} {:?}", answer.header("x-cache"), said(&answer)));
                return Err(format!("without cache: {:?}\nfirst: {first}\nagain: {second}", said(&plain)));
            }
            self.tally.later += 1;
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn count(&mut self, question: &Question, answers: &[Response; 2]) {
        self.tally.questions += 1;
        self.tally.bytes += answers[0].body.len();
        self.tally.errors += usize::from(answers[0].json["errors"] != Value::Null);
        if can_be_kept(question, &answers[0]) {
            self.tally.could_be_hits += 1;
            for (hits, answer) in self.tally.hits.iter_mut().zip(answers) {
                *hits += usize::from(answer.header("x-cache") == "HIT");
            }
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var_os(variable)?.into_string().ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is no number: {text}")))
}

/// Sleeps until the next of these instants, when it is soon.
fn await_next(instants: &mut Vec<DateTime<Utc>>) {
    instants.retain(|instant| *instant > now());
    let next = instants.iter().min().and_then(|next| (*next - now()).to_std().ok());
    if let Some(wait) = next.filter(|wait| *wait < Duration::from_secs(1)) {
        thread::sleep(wait);
    }
}

fn kept_answers_are_those_of_a_server_that_keeps_none(database: Database) {
    let steps = number("TRIBUNE_TEST_STEPS").map_or(STEPS, |steps| usize::try_from(steps).expect("so many steps"));
    let seed = number("TRIBUNE_TEST_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970");
        u64::from(now.subsec_nanos()) ^ now.as_secs()
    });
    println!("TRIBUNE_TEST_STEPS={steps} TRIBUNE_TEST_SEED={seed}");
    let chance = &mut Chance::new(seed);
    let (mut world, mut instants) = (World::default(), Vec::new());
    let mut pair = Pair::start(database);
    let token = pair.token.clone();
    Author { token: token.clone(), world: &mut world, chance, instants: &mut instants }.fill(&pair.uncached);
    let mut pool: Vec<Question> = (0..POOL).map(|_| Question::any(&world, chance)).collect();
    let mut history: VecDeque<String> = VecDeque::new();
    // For some steps one server writes, then the other one.
    let (mut elsewhere, mut left) = (true, 0);
    for step in 0..steps {
        if left == 0 {
            pair.settle();
            (elsewhere, left) = (!elsewhere, 5 + chance.below(20));
        }
        left -= 1;
        if chance.percent(80) {
            let app = if elsewhere { &pair.uncached } else { &pair.cached };
            let mut author = Author { token: token.clone(), world: &mut world, chance, instants: &mut instants };
            let written = author.write(app);
            if elsewhere {
                pair.unseen_until = Some(Instant::now() + FOLLOWED);
            }
            pair.tally.writes += 1;
            pair.tally.refused += usize::from(!written.done);
            history.push_back(format!("{step}{}: {}", if elsewhere { ", elsewhere" } else { "" }, written.told));
            history.drain(..history.len().saturating_sub(40));
        } else if chance.percent(30) {
            await_next(&mut instants);
        }
        let fresh = chance.below(POOL);
        pool[fresh] = Question::any(&world, chance);
        for place in [fresh, chance.below(POOL), chance.below(POOL), chance.below(POOL), chance.below(POOL)] {
            let answer = pair.compare(&pool[place]).unwrap_or_else(|difference| {
                let history: Vec<String> = history.iter().cloned().collect();
                panic!(
                    "TRIBUNE_TEST_SEED={seed} on {database:?}, step {step}\n{}\n\n{:?}\n{difference}",
                    history.join("\n"),
                    pool[place],
                )
            });
            if chance.percent(30)
                && let Some(turned) = pool[place].turn(&answer, chance)
            {
                pool[chance.below(POOL)] = turned;
            }
        }
    }
    let tally = &pair.tally;
    println!("{database:?}: {tally:?}");
    let ratio =
        |hits: usize| f64::from(u32::try_from(hits).unwrap()) / f64::from(u32::try_from(tally.could_be_hits).unwrap());
    let [kept, again] = tally.hits.map(ratio);
    println!("{database:?}: {:.0} % kept over other steps, {:.0} % kept at once", kept * 100.0, again * 100.0);
    assert!(tally.refused * 2 < tally.writes, "most writes are refused: {tally:?}");
    assert!(tally.errors * 10 < tally.questions, "many questions are wrong: {tally:?}");
    assert!(again >= HITS && kept >= KEPT, "{tally:?}");
}
