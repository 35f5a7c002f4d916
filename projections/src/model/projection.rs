//! A read model is a value: its tables and its fold. It never sees a clock, a file or a checkpoint.

use std::sync::Arc;

use domain::{calendar, case::Stamp, kinds::AnyEvent, stream::StreamId, values::Date};

use super::{Change, LoadError, Stored, Table};

/// A projection at work: its rows, as they are changed.
pub trait Folding: Send {
    /// A batch, in the order of the log. Total: where a fold leaves out causes, their consequences stand alone.
    fn fold(&mut self, batch: &[&Seen]);
    /// Rows at hand, changed or not.
    fn rows(&self) -> usize {
        self.used(u32::MAX)
    }
    /// Of those, the ones used in the last so many batches; `u32::MAX`: all.
    fn used(&self, batches: u32) -> usize;
    /// What became of the rows since this was last told, table by table, each in the order of the key; nothing when a row
    /// could not be loaded. They stay at hand.
    fn changes(&mut self) -> Result<Vec<Change>, LoadError>;
    /// Lets go of the rows that were told and not used for so many batches.
    fn age(&mut self, batches: u32);
}

/// One event as a fold sees it. Time comes from here and nowhere else.
#[derive(Clone, Debug)]
pub struct Seen {
    pub position: u64,
    pub stamp: Stamp,
    /// Stored type.
    pub kind: Arc<str>,
    pub event: AnyEvent,
}

impl Seen {
    /// The day on which it is learnt. A day that began is that day, also when it is said later, after the server was away.
    pub fn today(&self) -> Date {
        match self.event {
            AnyEvent::Calendar(calendar::Event::DayBegan { date }) => date,
            _ => self.stamp.recorded_on(),
        }
    }

    /// What happened, in a word: `placed` for `welfare_post.placed.v1`.
    pub fn what(&self) -> &str {
        self.kind.split('.').nth(1).unwrap_or_default()
    }
}

/// A read model.
pub struct Projection {
    /// As in URLs; its first table has this name, the others begin with it.
    pub name: &'static str,
    /// Counted up when the fold changes its mind: the rows are then built anew.
    pub version: u32,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    /// What it answers, in a sentence or two.
    pub description: &'static str,
    pub tables: &'static [&'static Table],
    /// The categories of the events that it folds; others are not even decoded for it.
    pub folds: &'static [&'static str],
    /// Begins to fold onto stored rows.
    pub start: fn(Arc<dyn Stored>) -> Box<dyn Folding>,
    /// Tables whose rows rest on few cases: on the one that their first key column names, and on those it
    /// [leads to](Self::leads_to). A row of another table rests on the whole log.
    pub by_case: &'static [&'static str],
    /// Further cases that a row rests on, as far as this event tells.
    pub leads_to: fn(&Seen) -> Vec<StreamId>,
}

impl Projection {
    pub fn table(&self, name: &str) -> Option<&'static Table> {
        self.tables.iter().find(|t| t.name == name).copied()
    }
}

/// The tables of one projection, as its fold sees them: a struct with one [`Loaded`](super::Loaded) a table, the list
/// `TABLES`, and `start`; each event is given to `fold(&mut Tables, &Seen)`, or to the function named first.
#[macro_export]
macro_rules! tables { ($($field:ident: $Row:ty),+ $(,)?) => {
    $crate::tables! { by fold; $($field: $Row),+ }
}; (by $fold:path; $($field:ident: $Row:ty),+ $(,)?) => {
    struct Tables { $($field: $crate::model::Loaded<$Row>),+ }

    const TABLES: &[&$crate::model::Table] = &[$(<$Row as $crate::model::Row>::TABLE),+];

    fn start(stored: std::sync::Arc<dyn $crate::model::Stored>) -> Box<dyn $crate::model::Folding> {
        Box::new(Tables { $($field: $crate::model::Loaded::new(stored.clone())),+ })
    }

    impl $crate::model::Folding for Tables {
        fn fold(&mut self, batch: &[&$crate::model::Seen]) {
            $(self.$field.begin();)+
            for seen in batch {
                $fold(self, seen);
            }
        }
        fn used(&self, batches: u32) -> usize {
            [$(self.$field.used(batches)),+].into_iter().sum()
        }
        fn changes(&mut self) -> Result<Vec<$crate::model::Change>, $crate::model::LoadError> {
            let mut changes = vec![];
            $(self.$field.check()?;)+
            $(self.$field.changes(&mut changes);)+
            Ok(changes)
        }
        fn age(&mut self, batches: u32) {
            $(self.$field.age(batches);)+
        }
    }
} }
