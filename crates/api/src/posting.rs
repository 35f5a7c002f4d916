//! From the text of an event and the key it came with to a submission, and from receipts to their answer.

use std::sync::Arc;

use access::{Key, actor_of, may_name_actor, may_write, reach_of};
use domain::{
    actor::Role,
    envelope::{MayState, Posted},
};
use event_store::recorder::{Precondition, Receipt, Submission};
use serde_json::{Value, json};

use crate::problem::{Fault, Problem};

pub fn allowed_to_write(key: &Key) -> Result<(), Problem> {
    if may_write(key.role) { Ok(()) } else { Err(Fault::RoleNotAllowed { role: key.role.as_str() }.into()) }
}

/// Decodes one event and says who answers for it.
pub fn submission(key: &Key, event: &str, precondition: Option<Precondition>) -> Result<Submission, Problem> {
    let gateway = key.role == Role::Gateway;
    let mut posted = Posted::decode(event, MayState { others: gateway, time: false })?;
    let (actor, via) = match (actor_of(key), posted.actor.take()) {
        (Some(actor), _) => (actor, None),
        (None, Some(stated)) if may_name_actor(key.role, stated.role()) => {
            (stated, Some(Arc::from(format!("key:{}", key.id))))
        }
        (None, Some(stated)) => {
            return Err(Problem::from(Fault::RoleNotAllowed { role: stated.role().as_str() }).at("/actor"));
        }
        (None, None) => return Err(Problem::from(Fault::ActorMissing).at("/actor")),
    };
    Ok(Submission { posted, actor, via, reach: reach_of(key), precondition })
}

/// What is told of a recorded event and all that it entailed; the last revision that its case has by it.
pub fn told(receipts: &[Receipt]) -> (Value, Option<u64>) {
    let Some((posted, entailed)) = receipts.split_first() else { return (Value::Null, None) };
    let mut answer = json!({"id": posted.id, "stream": posted.stream, "revision": posted.revision});
    if let Some(position) = posted.position {
        answer["position"] = position.into();
    }
    answer["entailed"] = entailed.iter().map(entailed_told).collect();
    let of_the_case = receipts.iter().filter(|receipt| receipt.stream == posted.stream);
    (answer, of_the_case.map(|receipt| receipt.revision).max())
}

fn entailed_told(receipt: &Receipt) -> Value {
    let mut told = json!({
        "id": receipt.id, "kind": *receipt.kind, "stream": receipt.stream, "revision": receipt.revision,
    });
    if let Some(position) = receipt.position {
        told["position"] = position.into();
    }
    told
}
