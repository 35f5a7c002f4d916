//! What is appended to a store that judges nothing: the events as our log has recorded them, with ids of their own.

use serde_json::Value;
use uuid::Uuid;

use crate::template::Template;

/// Events of one case, appended together.
#[derive(Clone, Debug, Default)]
pub struct Append {
    pub stream: String,
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, Default)]
pub struct Event {
    pub id: Uuid,
    pub kind: String,
    pub body: String,
}

/// Appends like those of some recorded lines, without end: the same in turns, each time of other cases.
#[derive(Clone, Debug)]
pub struct Appends {
    calls: Vec<(Template, Vec<(String, Template)>)>,
    turn: usize,
    about: String,
}

impl Appends {
    /// What a line entailed is appended with it. All lines are about the person whose case comes first.
    pub fn of(lines: &str) -> Self {
        let lines: Vec<(&str, Value)> =
            lines.lines().map(|line| (line, serde_json::from_str(line).expect("JSON"))).collect();
        let text = |event: &Value, field: &str| event[field].as_str().unwrap_or_default().to_owned();
        let person = lines.first().map(|(_, event)| text(event, "subject")).unwrap_or_default();
        let about = person.trim_start_matches("person-").to_owned();
        let ids: Vec<String> = lines.iter().map(|(_, event)| text(event, "id")).collect();
        let holes: Vec<&str> = [about.as_str()].into_iter().chain(ids.iter().map(String::as_str)).collect();
        let mut calls: Vec<(Template, Vec<(String, Template)>)> = vec![];
        for (line, event) in &lines {
            if event["causationid"].is_null() {
                calls.push((Template::of(&text(event, "subject"), &holes), vec![]));
            }
            let (_, events) = calls.last_mut().expect("what was entailed comes behind its cause");
            events.push((text(event, "type"), Template::of(line, &holes)));
        }
        Self { calls, turn: 0, about }
    }

    /// The ids of the events of an append are those that its lines have.
    pub fn next(&mut self, append: &mut Append) {
        if self.turn == 0 {
            self.about = Uuid::new_v4().simple().to_string();
        }
        let ids: Vec<Uuid> = self.calls.iter().flat_map(|(_, events)| events).map(|_| Uuid::now_v7()).collect();
        let texts: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let values: Vec<&str> = [self.about.as_str()].into_iter().chain(texts.iter().map(String::as_str)).collect();
        let before: usize = self.calls[..self.turn].iter().map(|(_, events)| events.len()).sum();
        let (stream, events) = &self.calls[self.turn];
        stream.fill(&values, &mut append.stream);
        append.events.resize_with(events.len(), Event::default);
        for (n, (event, (kind, body))) in append.events.iter_mut().zip(events).enumerate() {
            event.id = ids[before + n];
            event.kind.clone_from(kind);
            body.fill(&values, &mut event.body);
        }
        self.turn = (self.turn + 1) % self.calls.len();
    }
}
