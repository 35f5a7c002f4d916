//! Cells: typed in a fold, INTEGER or TEXT in a file, JSON in an answer.

use std::ops::{AddAssign, SubAssign};

use domain::{
    actor::Actor,
    case::Case,
    stream::{Ref, StreamId},
    values::{AreaCode, Date, Fen, Limit, Month},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// What a table stores.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
}

/// How a stored value is meant: how it is shown, and how a reader filters by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Integer,
    /// Money in whole fen.
    Fen,
    /// Stored as 0 or 1.
    Bool,
    Text,
    /// 12 digits; filtered by prefix.
    Area,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM`.
    Month,
    /// `<category>-<id>`.
    Stream,
    Uuid,
    /// A JSON array.
    List,
    /// A JSON object.
    Object,
}

impl Shape {
    /// The column's type in SQL.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Integer | Self::Fen | Self::Bool => "INTEGER",
            _ => "TEXT",
        }
    }

    /// As it stands in the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Fen => "fen",
            Self::Bool => "boolean",
            Self::Text => "text",
            Self::Area => "area",
            Self::Date => "date",
            Self::Month => "month",
            Self::Stream => "stream",
            Self::Uuid => "uuid",
            Self::List => "list",
            Self::Object => "object",
        }
    }

    /// A stored value as an answer shows it.
    pub fn to_json(self, value: &Value) -> serde_json::Value {
        match (self, value) {
            (_, Value::Null) => serde_json::Value::Null,
            (Self::Bool, Value::Int(n)) => (*n != 0).into(),
            (_, Value::Int(n)) => (*n).into(),
            (Self::List | Self::Object, Value::Text(text)) => serde_json::from_str(text).unwrap_or_default(),
            (_, Value::Text(text)) => text.as_str().into(),
        }
    }

    /// What a reader writes for a value of this shape; `None` when it cannot be one.
    pub fn parse(self, text: &str) -> Option<Value> {
        match self {
            Self::Integer | Self::Fen => text.parse().ok().map(Value::Int),
            Self::Bool => text.parse::<bool>().ok().map(|b| Value::Int(b.into())),
            Self::Date => text.parse::<Date>().ok().map(|d| d.to_value()),
            Self::Month => text.parse::<Month>().ok().map(|m| m.to_value()),
            Self::Uuid => text.parse::<Uuid>().ok().map(|u| u.to_value()),
            Self::Text | Self::Area | Self::Stream | Self::List | Self::Object => Some(Value::Text(text.into())),
        }
    }
}

/// A type that a column may have.
pub trait Cell: Sized {
    const SHAPE: Shape;
    const NULLABLE: bool = false;
    fn to_value(&self) -> Value;
    /// `None` when the file holds something that was never written.
    fn from_value(value: Value) -> Option<Self>;
}

impl<T: Cell> Cell for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const NULLABLE: bool = true;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! int_cell { ($($T:ty),+) => { $(impl Cell for $T {
    const SHAPE: Shape = Shape::Integer;
    fn to_value(&self) -> Value {
        Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Int(n) = value { n.try_into().ok() } else { None }
    }
})+ } }
int_cell!(u8, u32, u64, i16, i64);

impl Cell for bool {
    const SHAPE: Shape = Shape::Bool;
    fn to_value(&self) -> Value {
        Value::Int((*self).into())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Int(n) = value { Some(n != 0) } else { None }
    }
}

/// Fen of either sign: a fold by the world's clock may see money leave before it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Balance(pub i64);

impl Balance {
    /// Stops at the ends of `i64`.
    pub fn add(&mut self, fen: i64) {
        self.0 = self.0.saturating_add(fen);
    }
}

impl AddAssign<Fen> for Balance {
    fn add_assign(&mut self, amount: Fen) {
        self.add(amount.get());
    }
}
impl SubAssign<Fen> for Balance {
    fn sub_assign(&mut self, amount: Fen) {
        self.add(-amount.get());
    }
}
impl From<Fen> for Balance {
    fn from(amount: Fen) -> Self {
        Self(amount.get())
    }
}
/// Nothing where it is negative.
impl From<Balance> for Fen {
    fn from(balance: Balance) -> Self {
        Self::new(balance.0.max(0)).unwrap_or(Self::MAX)
    }
}
impl Cell for Balance {
    const SHAPE: Shape = Shape::Fen;
    fn to_value(&self) -> Value {
        Value::Int(self.0)
    }
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

macro_rules! text_cell { ($($T:ty, $shape:ident);+) => { $(impl Cell for $T {
    const SHAPE: Shape = Shape::$shape;
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { text.parse().ok() } else { None }
    }
})+ } }
text_cell!(Actor, Text; StreamId, Stream; AreaCode, Area; Date, Date; Month, Month; Uuid, Uuid; Limit, Text);

impl<T: Case> Cell for Ref<T> {
    const SHAPE: Shape = Shape::Stream;
    fn to_value(&self) -> Value {
        self.stream().to_value()
    }
    fn from_value(value: Value) -> Option<Self> {
        StreamId::from_value(value).and_then(|stream| Self::to(&stream))
    }
}

impl Cell for String {
    const SHAPE: Shape = Shape::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

/// A short list in one cell; what can grow without bound is a table of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(vec![])
    }
}
impl<T: PartialEq> List<T> {
    /// Once.
    pub fn add(&mut self, item: T) {
        if !self.0.contains(&item) {
            self.0.push(item);
        }
    }
}
impl<T: Serialize + DeserializeOwned> Cell for List<T> {
    const SHAPE: Shape = Shape::List;
    fn to_value(&self) -> Value {
        Value::Text(serde_json::to_string(&self.0).unwrap_or_default())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { serde_json::from_str(&text).ok().map(Self) } else { None }
    }
}

/// A value of several fields in one cell, as the domain has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole<T>(pub T);

impl<T: Serialize + DeserializeOwned> Cell for Whole<T> {
    const SHAPE: Shape = Shape::Object;
    fn to_value(&self) -> Value {
        Value::Text(serde_json::to_string(&self.0).unwrap_or_default())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { serde_json::from_str(&text).ok().map(Self) } else { None }
    }
}

/// A variant without content, stored by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Named<T>(pub T);

impl<T: Serialize + DeserializeOwned> Cell for Named<T> {
    const SHAPE: Shape = Shape::Text;
    fn to_value(&self) -> Value {
        Value::Text(word(&self.0))
    }
    fn from_value(value: Value) -> Option<Self> {
        let Value::Text(name) = value else { return None };
        serde_json::from_value(serde_json::Value::String(name)).ok().map(Self)
    }
}

/// The stored name of a variant: `"cleaning"`, and `"other"` for `{"other": {…}}`.
pub fn word(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(fields)) => fields.into_iter().next().map_or_else(String::new, |(name, _)| name),
        _ => String::new(),
    }
}
