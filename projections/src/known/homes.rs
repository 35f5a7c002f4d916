//! 所在家庭 In which household a person lives, as their file says. DOMAIN §2.1.

use domain::{
    household::Household,
    person::{self, Person},
    stream::Ref,
};
use serde::{Deserialize, Serialize};

use crate::model::{Kept, Loaded, Row, Seen};

/// Declares the table of the households of people of one projection.
#[macro_export]
macro_rules! homes {
    ($name:literal) => {
        $crate::kept! {
            /// 所在家庭 The household of a person.
            HomeRow in $name;
            key {
                /// The person.
                person: domain::stream::Ref<domain::person::Person>,
            }
            of $crate::known::homes::Home
        }
    };
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub household: Option<Ref<Household>>,
}

/// A row declared with [`homes!`](crate::homes).
pub trait HomesRow: Kept<Known = Home> + Row<Key = (Ref<Person>,)> {}
impl<R: Kept<Known = Home> + Row<Key = (Ref<Person>,)>> HomesRow for R {}

/// Keeps what an event says of it.
pub fn keep_home(rows: &mut Loaded<impl HomesRow>, event: &person::Event, seen: &Seen) {
    let Some(person) = Ref::<Person>::to(&seen.stamp.subject) else { return };
    match event {
        person::Event::HouseholdJoined { household } => {
            rows.of((person,)).change(seen.stamp.area).household = Some(household.clone());
        }
        person::Event::HouseholdLeft { household } => {
            let home = rows.of((person,)).change(seen.stamp.area);
            home.household = home.household.take().filter(|known| known != household);
        }
        _ => {}
    }
}

pub fn home_of(rows: &mut Loaded<impl HomesRow>, person: &Ref<Person>) -> Option<Ref<Household>> {
    rows.get((person.clone(),))?.known()?.household.clone()
}
