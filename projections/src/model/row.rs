//! A table is a struct declared with [`table!`](crate::table): typed columns, described where they are declared.

use std::{fmt::Debug, hash::Hash};

use super::{Cell, Shape, Value};

/// A table as the catalogue and the runner know it.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub doc: &'static str,
    /// Keys first, then the indexed ones.
    pub columns: &'static [Column],
}

#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub doc: &'static str,
    pub place: Place,
    pub shape: Shape,
    pub nullable: bool,
}

/// How a column takes part in finding a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Key,
    /// Rows can be filtered by it.
    Indexed,
    Plain,
}

impl Column {
    pub const fn new<C: Cell>(name: &'static str, doc: &'static str, place: Place) -> Self {
        Self { name, doc, place, shape: C::SHAPE, nullable: C::NULLABLE }
    }
}

/// The key of a row as stored, one value a key column.
pub type Key = Vec<Value>;

impl Table {
    pub fn keys(&self) -> impl Iterator<Item = &'static Column> + Clone {
        self.columns.iter().filter(|c| c.place == Place::Key)
    }

    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// A row as an answer shows it: columns in order.
    pub fn to_json(&self, row: &[Value]) -> serde_json::Value {
        let fields = self.columns.iter().zip(row).map(|(c, value)| (c.name.to_owned(), c.shape.to_json(value)));
        serde_json::Value::Object(fields.collect())
    }

    /// A key in one word, for a URL or a cursor: its values joined by commas, `%` and `,` within them escaped.
    pub fn key_text(&self, row: &[Value]) -> String {
        let shown = |value: &Value| match value {
            Value::Null => String::new(),
            Value::Int(n) => n.to_string(),
            Value::Text(text) => text.replace('%', "%25").replace(',', "%2c"),
        };
        self.keys().zip(row).map(|(_, value)| shown(value)).collect::<Vec<_>>().join(",")
    }

    /// `None` when it is not the key of a row of this table.
    pub fn parse_key(&self, text: &str) -> Option<Key> {
        let mut parts = text.split(',');
        let mut key = vec![];
        for column in self.keys() {
            key.push(column.shape.parse(&parts.next()?.replace("%2c", ",").replace("%25", "%"))?);
        }
        parts.next().is_none().then_some(key)
    }
}

/// One row of one table; declared with [`table!`](crate::table).
pub trait Row: Clone + Debug + PartialEq + Send + 'static {
    /// The key columns, in order.
    type Key: Clone + Ord + Hash + Debug + Send;
    /// The first key column.
    type First: Clone + Eq + Hash + Cell + Send;
    const TABLE: &'static Table;
    /// A row of which only the key is known.
    fn new(key: Self::Key) -> Self;
    fn key(&self) -> Self::Key;
    fn first(key: &Self::Key) -> &Self::First;
    fn key_values(key: &Self::Key) -> Key;
    fn to_values(&self) -> Vec<Value>;
    fn from_values(values: Vec<Value>) -> Option<Self>;
}

/// Declares a table and its row: the key's columns; those that rows can be filtered by, each at the price of an index; the
/// others. Each column has a doc comment, which is its description in the catalogue.
#[macro_export]
macro_rules! table { (
    $(#[doc = $doc:literal])+
    $vis:vis struct $Row:ident in $name:expr;
    key { $($(#[doc = $key_doc:literal])+ $key:ident: $Key:ty),+ $(,)? }
    $(index { $($(#[doc = $index_doc:literal])+ $index:ident: $Index:ty),+ $(,)? })?
    $(plain { $($(#[doc = $plain_doc:literal])+ $plain:ident: $Plain:ty),+ $(,)? })?
) => {
    $(#[doc = $doc])+
    #[derive(Clone, Debug, PartialEq)]
    $vis struct $Row {
        $($(#[doc = $key_doc])+ pub $key: $Key,)+
        $($($(#[doc = $index_doc])+ pub $index: $Index,)+)?
        $($($(#[doc = $plain_doc])+ pub $plain: $Plain,)+)?
    }

    impl $crate::model::Row for $Row {
        type Key = ($($Key,)+);
        type First = $crate::first_of!($($Key,)+);
        const TABLE: &'static $crate::model::Table = &$crate::model::Table {
            name: $name,
            doc: concat!($($doc),+),
            columns: &[
                $($crate::model::Column::new::<$Key>(
                    stringify!($key), concat!($($key_doc),+), $crate::model::Place::Key),)+
                $($($crate::model::Column::new::<$Index>(
                    stringify!($index), concat!($($index_doc),+), $crate::model::Place::Indexed),)+)?
                $($($crate::model::Column::new::<$Plain>(
                    stringify!($plain), concat!($($plain_doc),+), $crate::model::Place::Plain),)+)?
            ],
        };
        fn new(($($key,)+): Self::Key) -> Self {
            Self { $($key,)+ $($($index: Default::default(),)+)? $($($plain: Default::default(),)+)? }
        }
        fn key(&self) -> Self::Key {
            ($(self.$key.clone(),)+)
        }
        fn first(key: &Self::Key) -> &Self::First {
            &key.0
        }
        fn key_values(key: &Self::Key) -> $crate::model::Key {
            let ($($key,)+) = key;
            vec![$($crate::model::Cell::to_value($key)),+]
        }
        fn to_values(&self) -> Vec<$crate::model::Value> {
            vec![
                $($crate::model::Cell::to_value(&self.$key),)+
                $($($crate::model::Cell::to_value(&self.$index),)+)?
                $($($crate::model::Cell::to_value(&self.$plain),)+)?
            ]
        }
        fn from_values(values: Vec<$crate::model::Value>) -> Option<Self> {
            let mut values = values.into_iter();
            Some(Self {
                $($key: $crate::model::Cell::from_value(values.next()?)?,)+
                $($($index: $crate::model::Cell::from_value(values.next()?)?,)+)?
                $($($plain: $crate::model::Cell::from_value(values.next()?)?,)+)?
            })
        }
    }
} }

/// The first of a list of types.
#[doc(hidden)]
#[macro_export]
macro_rules! first_of {
    ($First:ty, $($rest:tt)*) => {
        $First
    };
}
