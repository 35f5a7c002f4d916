//! 疑点台账 findings: what the checks raised, what people made of each, what is hidden until when; and of each check how often it
//! was right. Notice §二(四); DOMAIN §2.18, §4.

use domain::{
    actor::Actor,
    finding::{Event, Finding, Raised, Scope, Severity},
    kinds::AnyEvent,
    policy::Policy,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Level},
};
use uuid::Uuid;

use crate::{
    model::{Balance, List, Named, Projection, Seen},
    table, tables,
};

pub const FINDINGS: Projection = Projection {
    name: "findings",
    version: 1,
    title_zh: "疑点台账",
    title_en: "Findings",
    description: "Each red flag with its sentence, its evidence, its state and the money at stake, confirmed and \
                  recovered; and, for each check and county, how many were confirmed, explained or errors of data.",
    tables: TABLES,
    folds: &["finding"],
    start,
    by_case: &[],
    leads_to: |_| vec![],
};

table! {
    /// 疑点 One red flag, now.
    pub struct Flag in "findings";
    key {
        /// The finding.
        finding: Ref<Finding>,
    }
    index {
        /// Where it belongs.
        area: Option<AreaCode>,
        /// Which check raised it.
        check_name: String,
        /// raised, assigned, info_requested, confirmed, explained, data_error, rectified, recovering, recovered, written_off,
        /// referred, sanctioned or closed.
        state: String,
        /// low, medium or high.
        severity: Named<Severity>,
        /// Who looks into it: person/organisation/role.
        assigned_to: Option<Actor>,
        /// 暂不显示 Out of the inbox until this day.
        suppressed_until: Option<Date>,
    }
    plain {
        /// Version of the check.
        version: u32,
        /// What it is about, in the check's own terms.
        about: String,
        /// Position of the event that completed it.
        true_at: u64,
        /// On this day.
        raised_on: Option<Date>,
        /// 涉及金额
        amount_fen: Balance,
        /// 查实金额
        confirmed_fen: Balance,
        /// 追回金额
        recovered_fen: Balance,
        /// 核销金额
        written_off_fen: Balance,
        /// confirmed, explained or data_error, once decided.
        disposition: Option<String>,
        /// On this day.
        decided_on: Option<Date>,
        /// The events that make it.
        events: List<Uuid>,
        /// The cases it is about.
        cases: List<StreamId>,
        /// Whose decisions it is about.
        officials: List<Actor>,
        /// The numbers it went by.
        parameters: List<(String, i64)>,
        /// The standard that set them, where it is not the check's defaults.
        standard: Option<Ref<Policy>>,
        /// Its version.
        standard_version: Option<u32>,
        /// What was found.
        sentence_zh: String,
        /// What was found.
        sentence_en: String,
        /// Innocent explanations to rule out.
        rule_out_zh: String,
        /// Innocent explanations to rule out.
        rule_out_en: String,
        /// What would clear it.
        clears_zh: String,
        /// What would clear it.
        clears_en: String,
        /// Position of its last event.
        changed_at: u64,
    }
}

table! {
    /// 准确率 How often one check was right in one county.
    pub struct Precision in "findings_precision";
    key {
        /// The check.
        check_name: String,
        /// The county; of what belongs nowhere, `000000000000`.
        county: String,
    }
    index {
        /// The county.
        area: Option<AreaCode>,
    }
    plain {
        /// Raised so far.
        raised: u32,
        /// 查实
        confirmed: u32,
        /// 有合理解释
        explained: u32,
        /// 数据差错
        data_errors: u32,
        /// Confirmed of all that were decided, in thousandths; none before the first decision.
        precision_per_mille: Option<u32>,
    }
}

table! {
    /// 暂不显示 What a check says of a case is out of the inbox.
    pub struct Suppression in "findings_suppression";
    key {
        /// The case.
        subject: StreamId,
        /// The check.
        check_name: String,
    }
    index {
        /// Where the finding belongs that led to it.
        area: Option<AreaCode>,
    }
    plain {
        /// Until this day.
        until: Option<Date>,
        /// Who approved it: person/organisation/role.
        approver: Option<Actor>,
        /// The event that says so.
        decided_by: Option<Uuid>,
    }
}

tables! { flags: Flag, precision: Precision, suppressions: Suppression }

fn fold(t: &mut Tables, seen: &Seen) {
    let AnyEvent::Finding(event) = &seen.event else { return };
    let Some(finding) = Ref::<Finding>::to(&seen.stamp.subject) else { return };
    if let Event::Raised(raised) = event {
        return raise(t, finding, raised, seen);
    }
    let row = t.flags.of((finding.clone(),));
    row.changed_at = seen.position;
    match event {
        Event::Raised(_) => {}
        Event::Assigned { to } => (row.assigned_to, row.state) = (Some(to.clone()), "assigned".into()),
        Event::InfoRequested { .. } => row.state = "info_requested".into(),
        Event::InfoReceived { .. } => row.state = "assigned".into(),
        Event::Confirmed { amount_fen, .. } => {
            row.confirmed_fen = (*amount_fen).into();
            decide(t, &finding, "confirmed", seen);
        }
        Event::Explained { .. } => decide(t, &finding, "explained", seen),
        Event::DataErrorFound { .. } => decide(t, &finding, "data_error", seen),
        Event::Rectified { .. } => row.state = "rectified".into(),
        Event::RecoveryStarted { .. } => row.state = "recovering".into(),
        Event::Recovered { amount_fen, .. } => {
            row.recovered_fen += *amount_fen;
            row.settled("recovered");
        }
        Event::WrittenOff { amount_fen, .. } => {
            row.written_off_fen += *amount_fen;
            row.settled("written_off");
        }
        Event::Referred { .. } => row.state = "referred".into(),
        Event::Sanctioned { .. } => row.state = "sanctioned".into(),
        Event::Closed { .. } => row.state = "closed".into(),
        Event::Suppressed { scope: Scope::Finding, until, .. } => row.suppressed_until = Some(*until),
        Event::Suppressed { scope: Scope::Case { case }, until, .. } => {
            row.suppressed_until = Some(*until);
            let suppression = t.suppressions.of((case.clone(), row.check_name.clone()));
            (suppression.until, suppression.area) = (Some(*until), row.area);
            (suppression.approver, suppression.decided_by) = (Some(seen.stamp.actor.clone()), Some(seen.stamp.id));
        }
    }
}

impl Flag {
    /// Nothing of what was confirmed is open any more.
    fn settled(&mut self, state: &str) {
        if self.recovered_fen.0 + self.written_off_fen.0 >= self.confirmed_fen.0 {
            self.state = state.into();
        }
    }
}

fn raise(t: &mut Tables, finding: Ref<Finding>, raised: &Raised, seen: &Seen) {
    let check = raised.check;
    let mut hidden = vec![];
    for case in &raised.cases {
        let found = t.suppressions.get((case.clone(), check.name()));
        hidden.extend(found.and_then(|suppression| suppression.until).filter(|until| seen.stamp.occurred_on < *until));
    }
    let row = t.flags.of((finding,));
    row.changed_at = seen.position;
    row.suppressed_until = hidden.into_iter().max();
    (row.check_name, row.version, row.state) = (check.name(), raised.version, "raised".into());
    (row.area, row.severity, row.amount_fen) = (raised.area, Named(raised.severity), raised.amount_fen.into());
    (row.about, row.true_at, row.raised_on) = (raised.key.clone(), raised.position, Some(seen.stamp.occurred_on));
    (row.events, row.cases) = (List(raised.events.clone()), List(raised.cases.clone()));
    row.officials = List(raised.officials.clone());
    row.parameters = List(raised.parameters.iter().map(|(name, value)| (name.clone(), *value)).collect());
    (row.standard, row.standard_version) =
        raised.standard.as_ref().map(|standard| (standard.policy.clone(), standard.version)).unzip();
    (row.sentence_zh, row.sentence_en) = (raised.sentence.zh.clone(), raised.sentence.en.clone());
    (row.rule_out_zh, row.rule_out_en) = (raised.rule_out.zh.clone(), raised.rule_out.en.clone());
    (row.clears_zh, row.clears_en) = (raised.clears.zh.clone(), raised.clears.en.clone());
    let counted = count(t, &check.name(), raised.area);
    counted.raised = counted.raised.saturating_add(1);
}

/// The last word on whether the check was right.
fn decide(t: &mut Tables, finding: &Ref<Finding>, disposition: &str, seen: &Seen) {
    let row = t.flags.of((finding.clone(),));
    row.state = disposition.into();
    row.decided_on = Some(seen.stamp.occurred_on);
    let before = row.disposition.replace(disposition.into());
    let (check, area) = (row.check_name.clone(), row.area);
    let counted = count(t, &check, area);
    if let Some(before) = before {
        let number = counted.of(&before);
        *number = number.saturating_sub(1);
    }
    let number = counted.of(disposition);
    *number = number.saturating_add(1);
    let decided = counted.confirmed + counted.explained + counted.data_errors;
    counted.precision_per_mille = (decided > 0).then(|| counted.confirmed * 1000 / decided);
}

impl Precision {
    fn of(&mut self, disposition: &str) -> &mut u32 {
        match disposition {
            "confirmed" => &mut self.confirmed,
            "explained" => &mut self.explained,
            _ => &mut self.data_errors,
        }
    }
}

fn count<'t>(t: &'t mut Tables, check: &str, area: Option<AreaCode>) -> &'t mut Precision {
    let county = area.map(|area| area.at(Level::County));
    let name = county.map_or_else(|| "000000000000".into(), |county| county.to_string());
    let row = t.precision.of((check.to_owned(), name));
    row.area = county;
    row
}

#[cfg(test)]
mod tests;
