//! The village's base rate: where kin of the official are many, a placement of kin is what chance would do.

use std::collections::BTreeSet;

use domain::{
    person::Person,
    stream::Ref,
    values::{AreaCode, Date},
};

use super::Tables;
use crate::{checks::Parameters, known::kinship::near_kin, model::Then};

/// Do kin of the official gain no more there than their number makes likely? Of a village with too few people on file nothing
/// is said, nor where kin are rare. Where they are not, it takes enough decisions, and a share of kin among them clearly above
/// the base rate; where all are kin there is no spread, and nothing to be seen.
pub(super) fn explains(t: &mut Tables, official: &str, at: (AreaCode, Date), by: &Parameters) -> bool {
    let (area, on) = at;
    let limit = |name| by.get(name).unwrap_or_default();
    let person = Ref::<Person>::new(official);
    let mut of_village =
        |person: &Ref<Person>| t.residents.get((person.clone(),)).is_some_and(|r| r.area == Some(area));
    let lives_there = of_village(&person);
    let near: BTreeSet<_> = near_kin(&mut t.kin, &person, |edge| edge.held_on(on)).into_keys().collect();
    let kin = count(near.iter().filter(|kin| of_village(kin)).count());
    let residents = t.villages.get((area,)).map_or(0, |village| i64::from(village.residents));
    let others = residents - i64::from(lives_there);
    if others < limit("residents_min") || kin * 100 < limit("dense_percent_min").saturating_mul(others) {
        return false;
    }
    let (mut decisions, mut for_kin) = (0, 0);
    t.signed.under(&area, |row| {
        if row.official == official {
            decisions += 1;
            for_kin += i64::from(near.contains(&row.person));
        }
        Then::Kept
    });
    if decisions < limit("decisions_min") {
        return true;
    }
    // Above the expected number by so many standard deviations of a binomial: (k − np)² > d²·np(1 − p), in whole numbers.
    let excess = i128::from(for_kin * others - decisions * kin);
    let spread = i128::from(decisions) * i128::from(kin) * i128::from(others - kin);
    let deviations = i128::from(limit("deviations_min"));
    excess <= 0 || excess * excess <= deviations * deviations * spread
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}
