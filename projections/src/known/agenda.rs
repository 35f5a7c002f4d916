//! 待查 What to look at again on a day: time passing is a fact, so whatever is due is looked at when its day begins.

use domain::{
    calendar,
    kinds::AnyEvent,
    values::{AreaCode, Date},
};

use crate::model::{Loaded, Row, Seen, Then};

/// Declares the agenda of one projection, as its table `LookAgain`.
#[macro_export]
macro_rules! agenda {
    ($name:literal; $(#[doc = $doc:literal])+ $of:ident: $Of:ty) => {
        $crate::table! {
            /// 待查 What to look at again on a day.
            pub struct LookAgain in $name;
            key {
                /// The day.
                day: domain::values::Date,
                $(#[doc = $doc])+
                $of: $Of,
            }
            plain {
                /// 所属地区
                area: Option<domain::values::AreaCode>,
            }
        }
        impl $crate::known::agenda::AgendaRow for LookAgain {
            type Of = $Of;
            fn of(&self) -> ($Of, Option<domain::values::AreaCode>) {
                (self.$of.clone(), self.area)
            }
            fn lies_in(&mut self, area: domain::values::AreaCode) {
                self.area = Some(area);
            }
        }
    };
}

/// A row declared with [`agenda!`](crate::agenda).
pub trait AgendaRow: Row<Key = (Date, Self::Of), First = Date> {
    type Of;
    fn of(&self) -> (Self::Of, Option<AreaCode>);
    fn lies_in(&mut self, area: AreaCode);
}

/// It is to be looked at when that day begins.
pub fn look_on<R: AgendaRow>(rows: &mut Loaded<R>, day: Date, of: R::Of, area: AreaCode) {
    rows.of((day, of)).lies_in(area);
}

/// What is due now, if the event begins a day; it is due no more.
pub fn due<R: AgendaRow>(rows: &mut Loaded<R>, seen: &Seen) -> Vec<(R::Of, AreaCode)> {
    let AnyEvent::Calendar(calendar::Event::DayBegan { date }) = &seen.event else { return vec![] };
    let mut due = vec![];
    rows.under(date, |row| {
        let (of, area) = row.of();
        due.extend(area.map(|area| (of, area)));
        Then::Removed
    });
    due
}
