//! Movements by document, and what is on its way between levels.

use domain::{
    fund::{Event, Fund, LedgerAccount, Origin, Payer},
    stream::Ref,
    values::{AreaCode, Date},
};
use uuid::Uuid;

use super::Tables;
use crate::{
    model::{Balance, Seen},
    table,
};

table! {
    /// 按文件 What moved under one document; it may be reversed.
    pub struct ByDocument in "fund_audit_document";
    key {
        /// The fund.
        fund: Ref<Fund>,
        /// The event that moved it.
        event: Uuid,
    }
    index {
        /// 所属地区 Of the fund's holder.
        area: Option<AreaCode>,
        /// 文号
        document: String,
        /// When it was true.
        occurred_on: Option<Date>,
    }
    plain {
        /// received, sent_down, surplus_returned, surplus_arrived or budget_adjusted.
        what: String,
        /// The fund on the other side; none for money from or to outside.
        other: Option<Ref<Fund>>,
        /// How much.
        amount_fen: Balance,
        /// 冲销 The event that reversed it.
        reversed_by: Option<Uuid>,
        /// Position of the event.
        position: u64,
    }
}

table! {
    /// 在途 What one fund sent to another under one document, and what arrived: both sides as they recorded it.
    pub struct Transit in "fund_audit_transit";
    key {
        /// The upper fund.
        upper: Ref<Fund>,
        /// The lower fund.
        lower: Ref<Fund>,
        /// 文号
        document: String,
    }
    index {
        /// Of the fund that recorded last.
        area: Option<AreaCode>,
        /// Something is on its way, or more arrived than was sent.
        open: bool,
    }
    plain {
        /// 下达 Sent down.
        sent_fen: Balance,
        /// Received below.
        received_fen: Balance,
        /// 在途 Sent and not yet received.
        in_transit_fen: Balance,
        /// 上缴 Returned up.
        returned_fen: Balance,
        /// Arrived above.
        arrived_fen: Balance,
        /// Returned and not yet arrived.
        in_transit_up_fen: Balance,
        /// 结转收入 Came under this document, and into the lower fund from last year's, or from one with another purpose.
        carried_in_fen: Balance,
        /// 结转支出 Came under this document, and was carried on out of the lower fund.
        carried_out_fen: Balance,
        /// First sent on this day.
        sent_on: Option<Date>,
        /// Last received on this day.
        received_on: Option<Date>,
    }
}

/// Movements by document, both ends of each passage between levels, and what is reversed.
pub(super) fn pass(t: &mut Tables, fund: &Ref<Fund>, event: &Event, seen: &Seen) {
    let (other, document, amount_fen) = match event {
        Event::Received { from: Payer::Fund { fund }, document, amount_fen, .. } => {
            (Some(fund.clone()), document, *amount_fen)
        }
        Event::SentDown { to: other, document, amount_fen, .. }
        | Event::SurplusArrived { from: other, document, amount_fen, .. } => {
            (Some(other.clone()), document, *amount_fen)
        }
        Event::SurplusReturned { to, document, amount_fen, .. } => {
            let parent = || t.funds.get((fund.clone(),)).and_then(|row| row.parent.clone());
            (to.clone().or_else(parent), document, *amount_fen)
        }
        Event::Received { document, amount_fen, .. } | Event::BudgetAdjusted { document, amount_fen, .. } => {
            (None, document, *amount_fen)
        }
        Event::Recovered { up, .. } => {
            for Origin { fund: upper, document, amount_fen } in up {
                let key = (upper.clone(), fund.clone(), document.to_string());
                transit(t, key, "surplus_returned", amount_fen.get(), seen);
            }
            return;
        }
        Event::CarriedIn { from, origins, .. } | Event::RepurposedIn { from, origins, .. } => {
            return carry(t, from, fund, origins, seen);
        }
        Event::Reversed { .. } => return reverse(t, fund, event, seen),
        _ => return,
    };
    let what = seen.what();
    let row = t.documents.of((fund.clone(), seen.stamp.id));
    (row.area, row.document, row.what) = (seen.stamp.area, document.to_string(), what.into());
    (row.occurred_on, row.position) = (Some(seen.stamp.occurred_on), seen.position);
    (row.other, row.amount_fen) = (other.clone(), amount_fen.into());
    if let Some(other) = other {
        let (upper, lower) = ends(what, fund, other);
        transit(t, (upper, lower, document.to_string()), what, amount_fen.get(), seen);
    }
}

/// Carried from one fund to another, it is still money of its document.
fn carry(t: &mut Tables, from: &Ref<Fund>, to: &Ref<Fund>, origins: &[Origin], seen: &Seen) {
    for Origin { fund: upper, document, amount_fen } in origins {
        t.transits.of((upper.clone(), from.clone(), document.to_string())).carried_out_fen += *amount_fen;
        let row = t.transits.of((upper.clone(), to.clone(), document.to_string()));
        row.area = seen.stamp.area;
        row.carried_in_fen += *amount_fen;
    }
}

fn reverse(t: &mut Tables, fund: &Ref<Fund>, event: &Event, seen: &Seen) {
    let Event::Reversed { event: reversed, from, to, amount_fen, .. } = event else { return };
    let Some(row) = t.documents.find((fund.clone(), *reversed)) else { return };
    row.reversed_by = Some(seen.stamp.id);
    let (what, document) = (row.what.clone(), row.document.clone());
    if let Some(other) = row.other.clone() {
        let (upper, lower) = ends(&what, fund, other);
        transit(t, (upper, lower, document), &what, -amount_fen.get(), seen);
        return;
    }
    let outside = &mut t.funds.of((fund.clone(),)).received_outside_fen;
    if *from == LedgerAccount::Received {
        *outside -= *amount_fen;
    } else if *to == LedgerAccount::Received {
        *outside += *amount_fen;
    }
}

/// Who stands above whom, when `fund` recorded this.
fn ends(what: &str, fund: &Ref<Fund>, other: Ref<Fund>) -> (Ref<Fund>, Ref<Fund>) {
    if matches!(what, "sent_down" | "surplus_arrived") { (fund.clone(), other) } else { (other, fund.clone()) }
}

fn transit(t: &mut Tables, key: (Ref<Fund>, Ref<Fund>, String), what: &str, amount_fen: i64, seen: &Seen) {
    let on = Some(seen.stamp.occurred_on);
    let row = t.transits.of(key);
    row.area = seen.stamp.area;
    let sum = match what {
        "sent_down" => {
            row.sent_on = row.sent_on.or(on);
            &mut row.sent_fen
        }
        "received" => {
            row.received_on = row.received_on.max(on);
            &mut row.received_fen
        }
        "surplus_returned" => &mut row.returned_fen,
        _ => &mut row.arrived_fen,
    };
    sum.add(amount_fen);
    row.in_transit_fen = Balance(row.sent_fen.0.saturating_sub(row.received_fen.0));
    row.in_transit_up_fen = Balance(row.returned_fen.0.saturating_sub(row.arrived_fen.0));
    row.open = row.in_transit_fen.0 != 0 || row.in_transit_up_fen.0 != 0;
}
