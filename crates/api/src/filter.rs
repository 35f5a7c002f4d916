//! Which recorded events a reader asked for, and which of them its key may see.

use std::borrow::Cow;

use access::{Key, may_read};
use domain::{
    kinds::CATEGORIES,
    values::{AreaCode, Date, shown},
};
use event_store::{Recorded, StoreError};
use serde::Deserialize;

use crate::{
    call::{Call, bad_query},
    problem::{Fault, Problem},
    route::{Parameter, Place, schema_of},
    schemas::KINDS,
};

pub struct Filter<'a> {
    key: Cow<'a, Key>,
    category: Option<String>,
    kind: Option<String>,
    area: Option<String>,
    actor: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
}

/// What a filter asks of an event, without decoding its data.
#[derive(Deserialize)]
struct Head<'a> {
    area: Option<AreaCode>,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    occurredon: Date,
}

impl<'a> Filter<'a> {
    /// Only what the key may see.
    pub fn reach(key: &'a Key) -> Self {
        let key = Cow::Borrowed(key);
        Self { key, category: None, kind: None, area: None, actor: None, from: None, to: None }
    }

    pub fn of(key: &'a Key, call: &Call) -> Result<Self, Problem> {
        let text = |name| call.query(name).map(String::from);
        if call.query("area").is_some_and(|area| area.len() > 12 || !area.bytes().all(|b| b.is_ascii_digit())) {
            return Err(bad_query("area", "area"));
        }
        // A misspelt word would find nothing and say nothing.
        if let Some(kind) = call.query("kind").filter(|kind| KINDS.iter().all(|known| known.schema.kind != *kind)) {
            return Err(Fault::UnknownKind { parameter: "kind", kind: shown(kind) }.into());
        }
        if let Some(category) = call.query("category").filter(|category| !CATEGORIES.contains(category)) {
            let known = CATEGORIES.join(", ");
            return Err(Fault::UnknownCategory { parameter: "category", category: shown(category), known }.into());
        }
        Ok(Self {
            category: text("category"),
            kind: text("kind"),
            area: text("area"),
            actor: text("actor"),
            from: call.parsed("from", "date")?,
            to: call.parsed("to", "date")?,
            ..Self::reach(key)
        })
    }

    pub fn into_owned(self) -> Filter<'static> {
        let Self { key, category, kind, area, actor, from, to } = self;
        Filter { key: Cow::Owned(key.into_owned()), category, kind, area, actor, from, to }
    }

    pub fn parameters() -> Vec<Parameter> {
        let text = serde_json::json!({"type": "string"});
        let day = serde_json::json!({"type": "string", "format": "date"});
        let digits = serde_json::json!({"type": "string", "pattern": "^[0-9]{1,12}$"});
        let query = |name, about, schema: &serde_json::Value| Parameter::new(Place::Query, name, about, schema.clone());
        vec![
            query("category", "Kind of case, e.g. welfare_post.", &schema_of("Category")),
            query("kind", "Stored type, e.g. welfare_post.placed.v1.", &schema_of("EventKind")),
            query("area", "First digits of the area's code.", &digits),
            query("actor", "person/organisation/role, or its beginning up to a slash.", &text),
            query("from", "Occurred on this day or later.", &day),
            query("to", "Occurred on this day or earlier.", &day),
        ]
    }

    pub fn passes_all(&self) -> bool {
        self.category.is_none() && self.kind.is_none() && !self.needs_head()
    }

    fn needs_head(&self) -> bool {
        let asked = self.area.is_some() || self.actor.is_some() || self.from.is_some() || self.to.is_some();
        asked || !self.key.area_prefix.is_empty()
    }

    pub fn passes(&self, recorded: &Recorded) -> Result<bool, StoreError> {
        let category = category_of(recorded);
        if self.category.as_deref().is_some_and(|asked| asked != category)
            || self.kind.as_deref().is_some_and(|asked| asked != &*recorded.event.kind)
        {
            return Ok(false);
        }
        if !self.needs_head() {
            return Ok(true);
        }
        let head = head(recorded)?;
        let in_area = |prefix: &str| head.area.is_some_and(|area| area.starts_with(prefix));
        Ok(may_read(&self.key, category, head.area)
            && self.area.as_deref().is_none_or(in_area)
            && self.actor.as_deref().is_none_or(|asked| is_actor(&head.actor, asked))
            && self.from.is_none_or(|day| day <= head.occurredon)
            && self.to.is_none_or(|day| head.occurredon <= day))
    }

    /// Refuses an event that the key may not see.
    pub fn check(&self, recorded: &Recorded) -> Result<(), Problem> {
        check_area(&self.key, category_of(recorded), head(recorded)?.area)
    }
}

/// Refuses what lies outside the key's area.
pub fn check_area(key: &Key, category: &str, area: Option<AreaCode>) -> Result<(), Problem> {
    if may_read(key, category, area) {
        return Ok(());
    }
    Err(Fault::OutsideArea { allowed: key.area_prefix.clone() }.into())
}

fn category_of(recorded: &Recorded) -> &str {
    recorded.event.stream.split('-').next().unwrap_or_default()
}

fn is_actor(actor: &str, asked: &str) -> bool {
    actor.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || asked.ends_with('/'))
}

fn head(recorded: &Recorded) -> Result<Head<'_>, StoreError> {
    serde_json::from_slice(&recorded.event.body)
        .map_err(|error| StoreError::Corrupt { position: recorded.position, detail: format!("unreadable: {error}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_asked_for_whole_or_up_to_a_slash() {
        for asked in ["c1", "c1/", "c1/bureau", "c1/bureau/clerk"] {
            assert!(is_actor("c1/bureau/clerk", asked), "{asked}");
        }
        assert!(!is_actor("c12/bureau/clerk", "c1"));
    }
}
