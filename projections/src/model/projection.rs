//! A read model is a value: its tables and its fold. It never sees a clock, a file or a checkpoint.

use std::sync::Arc;

use domain::{case::Stamp, kinds::AnyEvent, stream::StreamId};

use super::{Change, LoadError, Stored, Table};

/// Folds a batch onto stored rows: what it makes of them.
pub type Fold = fn(&dyn Stored, &[&Seen]) -> Result<Vec<Change>, LoadError>;

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
    /// Folds a batch, in the order of the log. Total: where a fold leaves out causes, their consequences stand alone.
    pub fold: Fold,
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
/// `TABLES`, and `fold_batch`, which lends it to `fold(&mut Tables, &Seen)`.
#[macro_export]
macro_rules! tables { ($($field:ident: $Row:ty),+ $(,)?) => {
    struct Tables<'a> { $($field: $crate::model::Loaded<'a, $Row>),+ }

    const TABLES: &[&$crate::model::Table] = &[$(<$Row as $crate::model::Row>::TABLE),+];

    fn fold_batch(
        stored: &dyn $crate::model::Stored,
        batch: &[&$crate::model::Seen],
    ) -> Result<Vec<$crate::model::Change>, $crate::model::LoadError> {
        let mut tables = Tables { $($field: $crate::model::Loaded::new(stored)),+ };
        for seen in batch {
            fold(&mut tables, seen);
        }
        let mut changes = vec![];
        $(tables.$field.finish(&mut changes)?;)+
        Ok(changes)
    }
} }
