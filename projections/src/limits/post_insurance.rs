//! 上岗前参保: whoever is placed is insured against accidents before duty begins; without it the employing unit is alerted. DOMAIN
//! §2.10.

use domain::{alert::LimitId, kinds::AnyEvent, welfare_post::Event};

use super::{Clocks, Limit};
use crate::model::Seen;

pub const POST_INSURANCE: Limit =
    Limit { id: LimitId::PostInsurance, of: "welfare_post", near_days: 0, watch, passed: |_, _| {} };

fn watch(clocks: &mut Clocks, seen: &Seen) {
    let AnyEvent::WelfarePost(event) = &seen.event else { return };
    match event {
        Event::Placed { person, .. } => {
            clocks.start(person.id(), seen.stamp.occurred_on);
        }
        // The policy is the post's, and covers whoever holds it.
        Event::Insured { .. } | Event::Left { .. } | Event::PlacementAnnulled { .. } => {
            for running in clocks.running() {
                clocks.end(&running.item);
            }
        }
        _ => {}
    }
}
