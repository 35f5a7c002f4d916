//! What every check has: the table of what it found, the standards that set its parameters, and how it raises a finding.

use std::collections::BTreeMap;

use domain::{
    actor::Actor,
    finding::{self, CheckId, Severity},
    kinds::AnyEvent,
    policy::{Policy, Standard},
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen},
};
use uuid::Uuid;

use crate::model::{Loaded, Row, Seen, StandardRow, in_force, keep};

/// The tables of a check, as its fold sees them: `found`, `standards`, and its own. Each event that is neither of a standard
/// nor of a finding is given to `fold(&mut Tables, &Seen)`.
#[macro_export]
macro_rules! check_tables { ($check:expr, in $name:literal; $($field:ident: $Row:ty),* $(,)?) => {
    $crate::table! {
        /// 疑点 What this check found.
        pub struct Found in $name;
        key {
            /// What it is about, in the check's own terms.
            key: String,
        }
        index {
            /// Where it belongs.
            area: Option<domain::values::AreaCode>,
            /// Found, and not in the log yet.
            pending: bool,
        }
        plain {
            /// The log has it.
            raised: bool,
            /// Position of the event that completed it; 0 while the check, as it is now, has not found what the log has.
            position: u64,
            /// The day on which that event was recorded.
            found_on: Option<domain::values::Date>,
            /// In which of its ways it is true.
            how: String,
            /// low, medium or high.
            severity: $crate::model::Named<domain::finding::Severity>,
            /// 涉及金额
            amount_fen: $crate::model::Balance,
            /// The events that make it.
            events: $crate::model::List<uuid::Uuid>,
            /// The cases it is about.
            cases: $crate::model::List<domain::stream::StreamId>,
            /// 经办审批人 Whose decisions it is about: person/organisation/role.
            officials: $crate::model::List<domain::actor::Actor>,
            /// The numbers it went by.
            parameters: $crate::model::List<(String, i64)>,
            /// The standard that set them, where it is not the check's defaults.
            standard: Option<domain::stream::Ref<domain::policy::Policy>>,
            /// Its version.
            standard_version: Option<u32>,
            /// What its sentence is filled with.
            says: $crate::model::List<(String, String)>,
        }
    }
    impl $crate::checks::FoundRow for Found {
        fn is_found(&self) -> bool {
            self.position > 0
        }
        fn fill(&mut self, finding: $crate::checks::Finding, by: &$crate::checks::Parameters, seen: &$crate::model::Seen) {
            use $crate::model::{List, Named};
            self.pending = !self.raised;
            self.how = finding.how.into();
            (self.position, self.found_on) = (seen.position, Some(seen.stamp.recorded_on()));
            (self.area, self.severity, self.amount_fen) =
                (finding.area, Named(finding.severity), finding.amount_fen.into());
            self.events = List(finding.events);
            finding.cases.into_iter().for_each(|case| self.cases.add(case));
            finding.officials.into_iter().for_each(|official| self.officials.add(official));
            self.parameters = List(by.values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect());
            (self.standard, self.standard_version) = by.standard.clone().unzip();
            self.says = List(finding.says.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        }
        fn is_raised(&mut self) {
            (self.raised, self.pending) = (true, false);
        }
    }
    $crate::standards!(concat!($name, "_standard"));
    $crate::tables! {
        by $crate::checks::fold_check;
        found: Found, $($field: $Row,)* standards: StandardVersion
    }
    impl $crate::checks::Finds for Tables {
        const CHECK: domain::finding::CheckId = $check;
        type Found = Found;
        type Standards = StandardVersion;
        fn found(&mut self) -> &mut $crate::model::Loaded<Found> {
            &mut self.found
        }
        fn standards(&mut self) -> &mut $crate::model::Loaded<StandardVersion> {
            &mut self.standards
        }
        fn look(&mut self, seen: &$crate::model::Seen) {
            fold(self, seen);
        }
    }
} }

/// A row of the table of what a check found; declared with [`check_tables!`](crate::check_tables).
pub trait FoundRow: Row<Key = (String,)> {
    fn is_found(&self) -> bool;
    fn fill(&mut self, finding: Finding, by: &Parameters, seen: &Seen);
    fn is_raised(&mut self);
}

/// What a check says.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which of the check's ways.
    pub how: &'static str,
    pub severity: Severity,
    /// What is at stake.
    pub amount_fen: Fen,
    pub area: Option<AreaCode>,
    /// The events that make it, the last one the one at hand.
    pub events: Vec<Uuid>,
    pub cases: Vec<StreamId>,
    /// Whose decisions it is about.
    pub officials: Vec<Actor>,
    /// What its sentence is filled with.
    pub says: Vec<(&'static str, String)>,
}

/// The numbers that a check goes by, somewhere on some day.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    pub values: BTreeMap<&'static str, i64>,
    pub standard: Option<(Ref<Policy>, u32)>,
}

impl Parameters {
    /// `None` where neither a default nor a standard gives it: the check then says nothing ("not configured").
    pub fn get(&self, name: &str) -> Option<i64> {
        self.values.get(name).copied()
    }

    /// Days, as dates count them.
    pub fn days(&self, name: &str) -> Option<i32> {
        self.get(name).and_then(|days| days.try_into().ok())
    }
}

/// The tables of a check; declared with [`check_tables!`](crate::check_tables).
pub trait Finds {
    const CHECK: CheckId;
    type Found: FoundRow;
    type Standards: StandardRow;
    fn found(&mut self) -> &mut Loaded<Self::Found>;
    fn standards(&mut self) -> &mut Loaded<Self::Standards>;
    /// At what concerns this check alone.
    fn look(&mut self, seen: &Seen);

    /// The numbers in force: the defaults, and over them what the standard of that area sets on that day.
    fn parameters(&mut self, area: AreaCode, on: Date) -> Parameters {
        let defaults = Self::CHECK.parameters().iter().filter_map(|p| Some((p.name, p.default?)));
        let mut found = Parameters { values: defaults.collect(), standard: None };
        if let Some(holding) = in_force(self.standards(), &Self::CHECK.standard(), area, on)
            && let Standard::Check { parameters: set, .. } = &holding.sets
        {
            let named = |name: &str| Self::CHECK.parameters().iter().find(|p| p.name == name);
            found.values.extend(set.iter().filter_map(|(name, value)| Some((named(name)?.name, *value))));
            found.standard = Some((holding.policy, holding.version));
        }
        found
    }

    /// Once for a key: a finding stands as it was first true.
    fn raise(&mut self, key: String, finding: Finding, by: &Parameters, seen: &Seen) {
        let row = self.found().of((key,));
        if !row.is_found() {
            row.fill(finding, by, seen);
        }
    }
}

/// Gives each event to whom it concerns.
pub fn fold_check<T: Finds>(t: &mut T, seen: &Seen) {
    match &seen.event {
        AnyEvent::Finding(finding::Event::Raised(raised)) => {
            if raised.check == T::CHECK {
                t.found().of((raised.key.clone(),)).is_raised();
            }
        }
        AnyEvent::Policy(event) => {
            let wanted = |standard: &Standard| matches!(standard, Standard::Check { check, .. } if *check == T::CHECK);
            keep(t.standards(), event, seen, wanted);
            t.look(seen);
        }
        _ => t.look(seen),
    }
}
