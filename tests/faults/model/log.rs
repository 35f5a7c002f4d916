//! The model: a list of lines, and what a client is to be answered, reckoned from that list alone. It shares no code with the
//! store, the recorder or the rules.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

/// The one day on which everything is recorded.
pub const TODAY: &str = "2025-06-01";
const THIS_YEAR: i64 = 2025;
pub const AREA: &str = "430225103204";

/// A recorded event.
#[derive(Clone, Debug)]
pub struct Line {
    /// Nobody knows the id of an entailed event before it is recorded: it is nil until the answer tells it.
    pub id: Uuid,
    pub stream: String,
    pub revision: u64,
    pub kind: String,
    pub time_us: i64,
    /// All that its body says, but for its id, its cause and its time.
    pub says: Value,
    /// Of an entailed event, the place of the one that made it true.
    pub cause: Option<usize>,
    /// As it was posted, and by whom.
    pub posted: Option<(Value, String)>,
    /// As the log had it when it was first read.
    pub body: Vec<u8>,
}

/// The revision that a writer believes to be a stream's last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Believed(pub Option<u64>);

/// An event on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    pub wire: Value,
    pub actor: String,
    pub precondition: Option<Believed>,
}

impl Sent {
    pub fn id(&self) -> Uuid {
        self.wire["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
    }

    pub fn subject(&self) -> &str {
        self.wire["subject"].as_str().expect("a subject")
    }
}

/// What a client is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Each event of the batch with those that it makes true: places in the log.
    Recorded(Vec<Vec<usize>>),
    /// The same of a batch that was recorded before.
    Repeated(Vec<Vec<usize>>),
    Refused {
        index: usize,
        code: &'static str,
    },
    Stale {
        index: usize,
        actual: Option<u64>,
    },
    IdTwice,
    IdReused,
}

impl Verdict {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Recorded(_) => "recorded",
            Self::Repeated(_) => "repeated",
            Self::Refused { code, .. } => code,
            Self::Stale { .. } => "stale",
            Self::IdTwice => "id twice",
            Self::IdReused => "id reused",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Log(pub Vec<Line>);

impl Log {
    /// The lines of one stream, in order.
    pub fn stream<'a>(&'a self, stream: &'a str) -> impl DoubleEndedIterator<Item = (usize, &'a Line)> + Clone {
        self.0.iter().enumerate().filter(move |(_, line)| line.stream == stream)
    }

    pub fn last_revision(&self, stream: &str) -> Option<u64> {
        self.stream(stream).next_back().map(|(_, line)| line.revision)
    }

    pub fn place_of(&self, id: Uuid) -> Option<usize> {
        self.0.iter().position(|line| line.id == id)
    }

    pub fn last_time_us(&self) -> Option<i64> {
        self.0.last().map(|line| line.time_us)
    }

    /// Takes a batch in whole, or leaves everything as it was.
    pub fn takes(&mut self, batch: &[Sent]) -> Verdict {
        let ids: BTreeSet<_> = batch.iter().map(Sent::id).collect();
        if ids.len() < batch.len() {
            return Verdict::IdTwice;
        }
        let known: Vec<_> = batch.iter().map(|sent| self.place_of(sent.id())).collect();
        if known.iter().any(Option::is_some) {
            let repeats = |(sent, place): (&Sent, &Option<usize>)| place.filter(|place| self.said_before(*place, sent));
            let repeated: Option<Vec<_>> = batch.iter().zip(&known).map(repeats).collect();
            let with_entailed = |place: &usize| self.with_entailed(*place);
            return repeated
                .map_or(Verdict::IdReused, |places| Verdict::Repeated(places.iter().map(with_entailed).collect()));
        }
        let before = self.0.len();
        let mut places = vec![];
        for (index, sent) in batch.iter().enumerate() {
            match self.takes_one(index, sent) {
                Ok(()) => places.push((places.iter().map(Vec::len).sum::<usize>() + before..self.0.len()).collect()),
                Err(verdict) => {
                    self.0.truncate(before);
                    return verdict;
                }
            }
        }
        Verdict::Recorded(places)
    }

    /// What another writer says straight to the store is asked for no rule.
    pub fn takes_unjudged(&mut self, sent: &Sent) {
        let kind = sent.wire["type"].as_str().expect("a type");
        self.push(sent, kind, sent.subject(), &sent.wire["data"], None);
    }

    fn said_before(&self, place: usize, sent: &Sent) -> bool {
        self.0[place].posted.as_ref().is_some_and(|(wire, actor)| *wire == sent.wire && *actor == sent.actor)
    }

    fn with_entailed(&self, place: usize) -> Vec<usize> {
        let entailed = (place + 1..self.0.len()).take_while(|next| self.0[*next].cause == Some(place));
        [place].into_iter().chain(entailed).collect()
    }

    fn takes_one(&mut self, index: usize, sent: &Sent) -> Result<(), Verdict> {
        let (wire, subject) = (&sent.wire, sent.subject());
        let actual = self.last_revision(subject);
        if sent.precondition.is_some_and(|believed| believed != Believed(actual)) {
            return Err(Verdict::Stale { index, actual });
        }
        let refused = |code| Err(Verdict::Refused { index, code });
        let (kind, data, place) = (wire["type"].as_str().expect("a type"), &wire["data"], self.0.len());
        if wire["occurredon"].as_str() > Some(TODAY) {
            return refused("occurs_in_future");
        }
        let opens = kind == "person.registered.v1";
        match (opens, actual) {
            (true, Some(_)) => return refused("case_exists"),
            (false, None) => return refused("case_missing"),
            _ => {}
        }
        let (mut basis, mut irregular) = (None, None);
        match kind {
            "person.registered.v1" if data["birth_year"].as_i64() > Some(THIS_YEAR) => return refused("born_later"),
            "person.custody_began.v1" if self.is_in_custody(subject) => irregular = Some("custody_unchanged"),
            "person.custody_ended.v1" if !self.is_in_custody(subject) => irregular = Some("custody_unchanged"),
            "person.kinship_declared.v1" if data["kin"] == subject => irregular = Some("kin_to_oneself"),
            "person.kinship_declared.v1" => {
                let kin = data["kin"].as_str().expect("kin");
                match self.last_revision(kin) {
                    Some(revision) => basis = Some(format!("{kin}@{revision}")),
                    None => return refused("cited_case_missing"),
                }
            }
            _ => {}
        }
        self.push(sent, kind, subject, data, None);
        self.0[place].posted = Some((wire.clone(), sent.actor.clone()));
        if let Some(basis) = basis {
            self.0[place].says["basis"] = basis.into();
        }
        if kind == "person.kinship_declared.v1" {
            let relation = match data["relation"].as_str().expect("a relation") {
                "parent" => "child",
                "child" => "parent",
                mutual => mutual,
            };
            let noted = json!({"kin": subject, "relation": relation, "learnt_from": data["learnt_from"]});
            let kin = data["kin"].as_str().expect("kin");
            self.push(sent, "person.kinship_noted.v1", kin, &noted, Some(place));
        }
        if let Some(guard) = irregular {
            let id = sent.id();
            let noted = json!({"event": id, "at": subject, "area": AREA, "guard": guard, "fields": {}});
            let stream = format!("irregularity-{}", id.simple());
            self.push(sent, "irregularity.noted.v1", &stream, &noted, Some(place));
        }
        Ok(())
    }

    fn push(&mut self, sent: &Sent, kind: &str, stream: &str, data: &Value, cause: Option<usize>) {
        let revision = self.last_revision(stream).map_or(0, |last| last + 1);
        let says = json!({
            "specversion": "1.0", "source": sent.wire["source"], "type": kind, "subject": stream,
            "occurredon": sent.wire["occurredon"], "area": AREA, "actor": sent.actor, "revision": revision, "data": data,
        });
        self.0.push(Line {
            id: if cause.is_none() { sent.id() } else { Uuid::nil() },
            stream: stream.into(),
            revision,
            kind: kind.into(),
            time_us: 0,
            says,
            cause,
            posted: None,
            body: vec![],
        });
    }

    fn is_in_custody(&self, person: &str) -> bool {
        let custody = self.stream(person).rfind(|(_, line)| line.kind.starts_with("person.custody_"));
        custody.is_some_and(|(_, line)| line.kind == "person.custody_began.v1")
    }

    /// A person as of a day and as known at an instant: the last line that counts, and what was true then.
    pub fn as_of(&self, person: &str, as_of: Option<&str>, known_at_us: Option<i64>) -> Option<(usize, Value)> {
        let counts = |line: &Line| {
            as_of.is_none_or(|day| line.says["occurredon"].as_str() <= Some(day))
                && known_at_us.is_none_or(|at| line.time_us <= at)
        };
        let counting = self.stream(person).filter(|(_, line)| counts(line));
        let said = |kind: &'static str| counting.clone().filter(move |(_, line)| line.kind == kind);
        let born = said("person.registered.v1")
            .next_back()
            .map_or(json!(0), |(_, line)| line.says["data"]["birth_year"].clone());
        // What is said of an earlier day changes nothing later; said twice of a day, the later holds.
        let willing = said("person.willingness_stated.v1").max_by_key(|(_, line)| line.says["occurredon"].to_string());
        let custody = counting.clone().rfind(|(_, line)| line.kind.starts_with("person.custody_"));
        let kin: Vec<_> = counting
            .clone()
            .filter(|(_, line)| line.kind.starts_with("person.kinship_"))
            .map(|(_, line)| {
                let data = &line.says["data"];
                json!({"kin": data["kin"], "relation": data["relation"], "learnt_on": TODAY})
            })
            .collect();
        let (last, _) = counting.clone().next_back()?;
        let state = json!({
            "birth_year": born,
            "willing": willing.map(|(_, line)| line.says["data"]["willing"].clone()),
            "in_custody": custody.is_some_and(|(_, line)| line.kind == "person.custody_began.v1"),
            "kin": kin,
        });
        Some((last, state))
    }
}
