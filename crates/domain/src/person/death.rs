//! 死亡 What a death ends, and what was paid as if it had not been.

use std::collections::BTreeSet;

use super::{Engagement, Person};
use crate::{
    carrier,
    case::{Cited, Entailed, Stop},
    stream::Ref,
    values::{Date, Evidence},
    welfare_post::{self, LeftReason, WelfarePost},
};

impl Person {
    /// Posts, workshops and bases end it themselves and tell this person in turn; a post asks back what it paid since. What a
    /// post paid too much that was left later than the death, for whatever reason, is learnt only now.
    pub(super) fn leaves_work(
        &self,
        own: &Ref<Self>,
        evidence: &Evidence,
        on: Date,
        cited: &Cited,
    ) -> Result<Vec<Entailed>, Stop> {
        let since = self.engagements.iter().filter(|e| e.span.to.is_none_or(|to| to > on));
        let posts: BTreeSet<_> = since.filter_map(|e| Ref::<WelfarePost>::to(e.at.as_ref()?)).collect();
        let held = self.engagements.iter().filter(|e| e.span.to.is_none()).filter_map(|e| e.at.as_ref());
        let mut all: Vec<_> = held.filter_map(|at| carrier::left_by_death(at, own, evidence)).collect();
        for post in posts {
            let holds = |e: &Engagement| e.span.to.is_none() && e.at.as_ref() == Some(post.stream());
            if self.engagements.iter().any(holds) {
                let (person, evidence) = (Some(own.clone()), Some(evidence.clone()));
                all.push(post.gets(welfare_post::Event::Left { person, reason: LeftReason::Death, evidence }));
            } else {
                all.extend(cited.get(&post)?.paid_after(on, own, cited)?);
            }
        }
        Ok(all)
    }
}
