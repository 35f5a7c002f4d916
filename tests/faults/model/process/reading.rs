//! What is read of the log: event by event, from either end, case by case, and on two clocks.

use domain::{stream::StreamId, values::Date};
use event_store::{
    EventStore, NewEvent, Recorded,
    recorder::{AsOf, state_at},
};
use projections::person_file::PERSON_FILE;
use serde_json::{Value, json};
use views::{Bounds, Replays};

use super::{Held, Process, readable, same};

impl Process {
    pub(super) fn lines(&self) -> impl Iterator<Item = Recorded> {
        self.log.0.iter().zip(1..).map(|(line, position)| Recorded {
            position,
            revision: line.revision,
            event: NewEvent {
                id: line.id,
                stream: line.stream.as_str().into(),
                kind: line.kind.as_str().into(),
                time_us: line.time_us,
                body: line.body.as_slice().into(),
            },
        })
    }

    pub(super) fn stream(&self, stream: &str) -> Vec<Recorded> {
        self.lines().filter(|line| *line.event.stream == *stream).collect()
    }

    pub(super) async fn reads_back(&self, stream: &str, page: usize) -> Held {
        let (mut real, all) = (vec![], self.stream(stream));
        let mut end = all.len();
        while end > 0 {
            let from = end.saturating_sub(page);
            let read = readable(self.store.read_stream(stream, from as u64, end - from).await)?;
            real.splice(0..0, read);
            end = from;
        }
        same("the stream, read backwards,", &real, &all)
    }

    pub(super) async fn reads_pages(&self, page: usize) -> Held {
        let (mut real, mut after) = (vec![], 0);
        loop {
            let read = readable(self.store.read_all(after, page).await)?;
            let Some(last) = read.last() else { break };
            after = last.position;
            real.extend(read);
        }
        same("the log, read in pages,", &real, &self.lines().collect())
    }

    pub(super) async fn reads_case(&self, stream: &str) -> Held {
        let real = self.recorder.case(&stream.parse().expect("a stream")).await.map_err(|error| error.to_string())?;
        let real = real.map(|(revision, state)| (Some(revision), of_state(&state.to_json())));
        let modelled = self.log.as_of(stream, None, None);
        same("the case", &real, &modelled.map(|(last, state)| (Some(self.log.0[last].revision), state)))
    }

    /// The case itself, and its row in a view.
    pub(super) async fn reads_as_of(&self, stream: &str, day: Option<usize>, known_at_us: Option<i64>) -> Held {
        let day = day.map(|day| format!("2025-05-{day:02}"));
        let modelled = self.log.as_of(stream, day.as_deref(), known_at_us);
        let as_of: Option<Date> = day.map(|day| day.parse().expect("a day"));

        let subject: StreamId = stream.parse().expect("a stream");
        let found = state_at(&*self.store, &subject, AsOf { as_of, known_at_us }).await.map_err(|e| e.to_string())?;
        let real = found.0.map(|revision| (revision, of_state(&found.1.to_json())));
        let case = modelled.clone().map(|(last, state)| (self.log.0[last].revision, state));
        same("the case as of then", &real, &case)?;

        let replays = Replays::new(&[&PERSON_FILE]).expect("threads");
        let row = replays.row(&*self.store, PERSON_FILE.name, stream, Bounds { as_of, known_at_us }).await;
        let row = row.map_err(|error| error.to_string())?;
        let names = ["birth_year", "willing", "in_custody", "changed_at"];
        let real = row.map(|row| names.map(|name| row[name].clone()));
        let modelled = modelled.map(|(last, mut state)| {
            state["changed_at"] = json!(last + 1);
            names.map(|name| state[name].clone())
        });
        same("the row as of then", &real, &modelled)
    }
}

/// Of a state or a row, what the model knows of.
fn of_state(state: &Value) -> Value {
    json!({
        "birth_year": state["birth_year"], "willing": state["willing"], "in_custody": state["in_custody"],
        "kin": state["kin"],
    })
}
