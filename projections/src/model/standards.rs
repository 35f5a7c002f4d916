//! The standards that a fold goes by: every version as it was issued, and which of them holds where and when. The rules of
//! precedence are the domain's own.

use domain::{
    policy::{self, Policy, Standard, holidays_of},
    stream::Ref,
    values::{AreaCode, Date, Holidays, Level, NoTable, Span},
};

use super::{Cell, Loaded, Row, Seen, Shape, Then, Value};

/// Declares the table of the versions of standards that one projection goes by.
#[macro_export]
macro_rules! standards {
    ($name:expr) => {
        $crate::table! {
            /// 所依标准 A version of a standard that these rows go by.
            pub struct StandardVersion in $name;
            key {
                /// The standard.
                standard: domain::stream::Ref<domain::policy::Policy>,
                /// From 1.
                version: u32,
            }
            index {
                /// Where it holds.
                area: Option<domain::values::AreaCode>,
            }
            plain {
                /// In force from this day on.
                valid_from: Option<domain::values::Date>,
                /// In force up to this day.
                valid_to: Option<domain::values::Date>,
                /// No longer in force from this day on.
                withdrawn_on: Option<domain::values::Date>,
                /// What it sets.
                sets: Option<domain::policy::Standard>,
            }
        }
        impl $crate::model::StandardRow for StandardVersion {
            fn held(&self) -> $crate::model::Held<'_> {
                let Self { version, valid_from, valid_to, withdrawn_on, sets, .. } = self;
                $crate::model::Held {
                    version: *version,
                    valid_from: *valid_from,
                    valid_to: *valid_to,
                    withdrawn_on: *withdrawn_on,
                    sets: sets.as_ref(),
                }
            }
            fn issue(
                &mut self,
                area: domain::values::AreaCode,
                valid: domain::values::Span,
                sets: &domain::policy::Standard,
            ) {
                (self.area, self.valid_from, self.valid_to) = (Some(area), Some(valid.from), valid.to);
                self.sets = Some(sets.clone());
            }
            fn withdraw(&mut self, on: domain::values::Date) {
                self.withdrawn_on = Some(on);
            }
        }
    };
}

/// One kept version.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    pub version: u32,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub withdrawn_on: Option<Date>,
    pub sets: Option<&'a Standard>,
}

/// A row declared with [`standards!`](crate::standards).
pub trait StandardRow: Row<Key = (Ref<Policy>, u32), First = Ref<Policy>> {
    fn held(&self) -> Held<'_>;
    fn issue(&mut self, area: AreaCode, valid: Span, sets: &Standard);
    fn withdraw(&mut self, on: Date);
}

/// A version that holds.
#[derive(Clone, Debug)]
pub struct Holding {
    pub policy: Ref<Policy>,
    pub version: u32,
    pub sets: Standard,
}

/// Keeps what an event says of a standard that is `wanted`.
pub fn keep<R: StandardRow>(
    rows: &mut Loaded<R>,
    event: &policy::Event,
    seen: &Seen,
    wanted: impl Fn(&Standard) -> bool,
) {
    let Some(policy) = Ref::<Policy>::to(&seen.stamp.subject) else { return };
    match event {
        policy::Event::Issued { area, standard, valid, .. } if wanted(standard) => {
            let mut version = 1;
            rows.under(&policy, |earlier| {
                version = version.max(earlier.held().version.saturating_add(1));
                Then::Kept
            });
            rows.of((policy, version)).issue(*area, *valid, standard);
        }
        policy::Event::Withdrawn { version, .. } => {
            if let Some(row) = rows.find((policy, *version)) {
                row.withdraw(seen.stamp.occurred_on);
            }
        }
        _ => {}
    }
}

/// The standards of that name that may hold in an area: the county's, the prefecture's, the province's.
pub fn may_hold(name: &str, area: AreaCode) -> impl Iterator<Item = Ref<Policy>> {
    let levels = [Level::County, Level::Prefecture, Level::Province].into_iter();
    levels.map(move |level| Ref::new(format_args!("{name}-{}", area.at(level).short())))
}

/// The standard of that name in force in an area on a day: the first that holds of those that [may](may_hold).
pub fn in_force<R: StandardRow>(rows: &mut Loaded<R>, name: &str, area: AreaCode, on: Date) -> Option<Holding> {
    may_hold(name, area).find_map(|policy| {
        let mut terms = vec![];
        rows.under(&policy, |row| {
            let Held { version, valid_from, valid_to, withdrawn_on, .. } = row.held();
            terms.extend(valid_from.map(|from| (version, Span { from, to: valid_to }, withdrawn_on)));
            Then::Kept
        });
        let (version, ..) = *policy::holding(&terms, on, |(_, valid, withdrawn_on)| (*valid, *withdrawn_on))?;
        // Only what holds is copied: a table of holidays is long.
        let sets = rows.get((policy.clone(), version))?.held().sets?.clone();
        Some(Holding { policy, version, sets })
    })
}

/// The table of holidays of a year, as it holds at the year's end, or the name of the one that is missing.
pub fn holidays<R: StandardRow>(rows: &mut Loaded<R>, area: AreaCode, missing: NoTable) -> Result<Holidays, String> {
    let name = holidays_of(missing.day.year());
    match in_force(rows, &name, area, missing.day.last_of_year()).map(|holding| holding.sets) {
        Some(Standard::Holidays(table)) => Ok(table),
        _ => Err(name),
    }
}

impl Cell for Standard {
    const SHAPE: Shape = Shape::Text;
    fn to_value(&self) -> Value {
        Value::Text(serde_json::to_string(self).unwrap_or_default())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { serde_json::from_str(&text).ok() } else { None }
    }
}
