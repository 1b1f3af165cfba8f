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

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use self::{
    chance::Chance,
    deed::{Author, now},
    question::{Question, can_be_kept, said},
    world::World,
};
use crate::{
    cache::metric,
    editor::{Editor, at},
};

on_both_databases![kept_answers_are_those_of_a_server_that_keeps_none];

const STEPS: usize = 100;
/// How many questions are asked again and again.
const POOL: usize = 200;
/// How many of them are asked in each step.
const ASKED: usize = 8;
/// How many writes a failure tells.
const HISTORY: usize = 40;
/// How long the write of another process may stay unseen.
const FOLLOWED: Duration = Duration::from_secs(2);
/// So many of the answers to a question that was just answered are kept ones.
const HITS: f64 = 0.8;
/// So many of the answers to a question that was answered before other steps are kept ones: none, as long as each
/// write ends all that is kept.
const KEPT: f64 = 0.15;

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

/// Two servers, what the test knows of their content, and what it asks them.
struct Trial {
    seed: u64,
    step: usize,
    chance: Chance,
    world: World,
    /// When something appears or disappears by the clock, and what.
    instants: Vec<(DateTime<Utc>, String)>,
    pair: Pair,
    pool: Vec<Question>,
    /// What was written last.
    history: VecDeque<String>,
}

impl Trial {
    fn start(database: Database, seed: u64) -> Self {
        let (mut chance, mut world, mut instants) = (Chance::new(seed), World::default(), Vec::new());
        let pair = Pair::start(database);
        let token = pair.token.clone();
        Author { token, world: &mut world, chance: &mut chance, instants: &mut instants }.fill(&pair.uncached);
        let pool = (0..POOL).map(|_| Question::any(&world, &mut chance)).collect();
        Self { seed, step: 0, chance, world, instants, pair, pool, history: VecDeque::new() }
    }

    /// Something happens, or nothing, and some questions are asked.
    fn step(&mut self, elsewhere: bool) {
        self.step += 1;
        match self.chance.below(100) {
            0..80 => self.write(elsewhere),
            80..90 => self.let_pass(),
            _ => {}
        }
        let fresh = self.chance.below(POOL);
        self.pool[fresh] = Question::any(&self.world, &mut self.chance);
        for number in 0..ASKED {
            let place = if number == 0 { fresh } else { self.chance.below(POOL) };
            let question = self.pool[place].clone();
            let answer = self.ask(&question);
            if self.chance.percent(30)
                && let Some(turned) = question.turn(&answer, &mut self.chance)
            {
                self.pool[place] = turned;
            }
        }
    }

    fn write(&mut self, elsewhere: bool) {
        let app = if elsewhere { &self.pair.uncached } else { &self.pair.cached };
        let token = self.pair.token.clone();
        let (world, chance, instants) = (&mut self.world, &mut self.chance, &mut self.instants);
        let written = Author { token, world, chance, instants }.write(app);
        if elsewhere {
            self.pair.unseen_until = Some(Instant::now() + FOLLOWED);
        }
        self.pair.tally.writes += 1;
        self.pair.tally.refused += usize::from(!written.done);
        self.history.push_back(format!(
            "{}{}: {}",
            self.step,
            if elsewhere { ", elsewhere" } else { "" },
            written.told
        ));
        if self.history.len() > HISTORY {
            self.history.pop_front();
        }
    }

    /// Waits until something appears or disappears, when that is soon: it is asked for just before and just after.
    fn let_pass(&mut self) {
        self.instants.retain(|(instant, _)| *instant > now());
        let Some((instant, uid)) = self.instants.iter().min().cloned() else { return };
        let Some(thing) = self.world.get(&uid).filter(|_| instant - now() < TimeDelta::seconds(1)) else { return };
        let questions = [
            Question::about(thing, &self.world, &mut self.chance),
            Question::among(thing),
            Question::by_slug_of(thing),
        ];
        questions.iter().for_each(|question| drop(self.ask(question)));
        if let Ok(wait) = (instant - now()).to_std() {
            thread::sleep(wait);
        }
        self.history.push_back(format!("{}: {instant} passes for {uid}", self.step));
        questions.iter().rev().for_each(|question| drop(self.ask(question)));
    }

    /// The answer to a question, on which both servers must agree.
    fn ask(&mut self, question: &Question) -> Response {
        self.pair.compare(question).unwrap_or_else(|difference| {
            let history: Vec<&str> = self.history.iter().map(String::as_str).collect();
            panic!(
                "TRIBUNE_TEST_SEED={}, step {}\n{}\n\n{question:?}\n{difference}",
                self.seed,
                self.step,
                history.join("\n"),
            )
        })
    }
}

fn kept_answers_are_those_of_a_server_that_keeps_none(database: Database) {
    let steps = number("TRIBUNE_TEST_STEPS").map_or(STEPS, |steps| usize::try_from(steps).expect("so many steps"));
    let seed = number("TRIBUNE_TEST_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970");
        u64::from(now.subsec_nanos()) ^ now.as_secs()
    });
    println!("TRIBUNE_TEST_STEPS={steps} TRIBUNE_TEST_SEED={seed}");
    let mut trial = Trial::start(database, seed);
    // For some steps one server writes, then the other one.
    let (mut elsewhere, mut left) = (true, 0);
    for _ in 0..steps {
        if left == 0 {
            trial.pair.settle();
            (elsewhere, left) = (!elsewhere, 5 + trial.chance.below(20));
        }
        left -= 1;
        trial.step(elsewhere);
    }

    let tally = &trial.pair.tally;
    let count = |count: usize| f64::from(u32::try_from(count).expect("it is a small number"));
    let [kept, again] = tally.hits.map(|hits| count(hits) / count(tally.could_be_hits));
    let items = ["hits", "misses"].map(|name| metric(&trial.pair.cached, &format!("cache_item_{name}_total")));
    println!("{database:?}: {tally:?}, items {items:?}");
    println!("{database:?}: {:.0} % kept over other steps, {:.0} % kept at once", kept * 100.0, again * 100.0);
    assert!(tally.refused * 2 < tally.writes, "most writes are refused: {tally:?}");
    assert!(tally.errors * 10 < tally.questions, "many questions are wrong: {tally:?}");
    assert!(again >= HITS && kept >= KEPT, "{tally:?}");
    assert!(items.iter().all(|count| *count > 0), "no item is shown as it was before: {items:?}");
}
