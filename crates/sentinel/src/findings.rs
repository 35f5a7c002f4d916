//! From a row of what a check found to the event that says so.

use domain::{
    actor::Actor,
    envelope::Posted,
    finding::{self, Event, Raised, Severity, StandardVersion},
    policy::Policy,
    stream::{Ref, StreamId},
    values::{AreaCode, Bilingual, Date, Fen},
};
use projections::checks::Check;
use serde::Deserialize;
use uuid::Uuid;
use views::Views;

use crate::{SentinelError, posted as post, rows, text};

const SOURCE: &str = "/wengang/checks";

/// A row of what a check found.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    pub key: String,
    pub area: Option<AreaCode>,
    pub position: u64,
    pub found_on: Option<Date>,
    pub how: String,
    pub severity: Severity,
    pub amount_fen: Fen,
    pub events: Vec<Uuid>,
    pub cases: Vec<StreamId>,
    pub officials: Vec<Actor>,
    pub parameters: Vec<(String, i64)>,
    pub standard: Option<Ref<Policy>>,
    pub standard_version: Option<u32>,
    pub says: Vec<(String, String)>,
}

/// All that a check has found, in the order of its keys.
pub async fn found(views: &Views, check: &'static Check) -> Result<Vec<Found>, SentinelError> {
    let mut all: Vec<Found> = rows(views, check.projection.name, vec![]).await?;
    all.retain(|row| row.position > 0);
    Ok(all)
}

impl Found {
    /// What was found, in one sentence.
    pub fn sentence(&self, check: &Check) -> Bilingual {
        let numbers = self.parameters.iter().map(|(name, value)| (name.clone(), (*value).into()));
        let words = self.says.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        text(&format!("check_{}_{}", check.id.name(), self.how), &numbers.chain(words).collect())
    }
}

/// `None` for a row that has nothing to say yet.
pub(crate) fn posted(check: &Check, row: Found) -> Option<Posted> {
    let on = row.found_on?;
    let of_check = |what: &str| text(&format!("check_{}_{what}", check.id.name()), &serde_json::Map::new());
    let sentence = row.sentence(check);
    let subject = finding::name(check.id, &row.key).stream().clone();
    let id = finding::raised_id(check.id, &row.key);
    let standard = row.standard.zip(row.standard_version);
    let raised = Raised {
        check: check.id,
        version: check.projection.version,
        key: row.key,
        position: row.position,
        severity: row.severity,
        amount_fen: row.amount_fen,
        area: row.area,
        events: row.events,
        cases: row.cases,
        officials: row.officials,
        parameters: row.parameters.into_iter().collect(),
        standard: standard.map(|(policy, version)| StandardVersion { policy, version }),
        sentence,
        rule_out: of_check("rule_out"),
        clears: of_check("clears"),
    };
    Some(post(id, SOURCE, subject, on, Event::Raised(Box::new(raised))))
}
