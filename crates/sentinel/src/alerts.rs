//! From a row of what a limit has to say to the events that say so.

use domain::{
    alert::{Alert, Event, LimitId, Raised, event_id},
    envelope::Posted,
    stream::{Ref, StreamId},
    values::{AreaCode, Date},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::{posted as post, text};

const SOURCE: &str = "/wengang/limits";

#[derive(Debug, Deserialize)]
pub struct Warning {
    alert: Ref<Alert>,
    area: Option<AreaCode>,
    rule: LimitId,
    subject: Option<StreamId>,
    item: String,
    started_by: Option<Uuid>,
    due: Option<Date>,
    raised_on: Option<Date>,
    near: bool,
    passed_on: Option<Date>,
    met_by: Option<Uuid>,
    met_on: Option<Date>,
    said: Vec<String>,
}

/// What is not in the log yet, in order.
pub fn posted(row: &Warning) -> Vec<Posted> {
    let Warning { alert, said, .. } = row;
    let mut all: Vec<(&str, Date, Event)> = vec![];
    if let (Some(case), Some(due), Some(on), Some(started_by)) = (&row.subject, row.due, row.raised_on, row.started_by)
    {
        let item = Some(row.item.clone()).filter(|item| !item.is_empty());
        let fields = json!({"case": case, "item": row.item, "due": due});
        let sentence =
            text(&format!("limit_{}", row.rule.name()), fields.as_object().unwrap_or(&serde_json::Map::new()));
        let (limit, case, near, area) = (row.rule, case.clone(), row.near, row.area);
        let raised = Raised { limit, case, item, due, near, started_by, area, sentence };
        all.push(("raised", on, Event::Raised(Box::new(raised))));
    }
    if let Some(on) = row.passed_on.filter(|_| row.near) {
        all.push(("limit_passed", on, Event::LimitPassed {}));
    }
    if let Some((by, on)) = row.met_by.zip(row.met_on) {
        all.push(("met", on, Event::Met { by, on }));
    }
    all.retain(|(what, ..)| !said.iter().any(|known| known == what));
    all.into_iter()
        .map(|(what, on, event)| post(event_id(alert, what), SOURCE, alert.stream().clone(), on, event))
        .collect()
}
