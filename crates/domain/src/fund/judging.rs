//! The guards of a fund.

use super::{Event, Fund, LedgerAccount, Line, Passage, Payer, Refusal, lines, passage::Way};
use crate::{
    case::{Cited, Common, Stamp, Stop},
    policy::{Standard, in_force},
    stream::Ref,
    values::{Fen, Note},
};

impl Fund {
    pub(super) fn judge(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let Some(own) = Ref::<Self>::to(&stamp.subject) else { return Ok(()) };
        match event {
            Event::Opened { .. } => Self::may_open(event, stamp, cited)?,
            Event::Received { from, document, amount_fen, .. } => {
                self.is_open()?;
                match (from, &self.parent) {
                    (Payer::Outside { .. }, None) => {}
                    (Payer::Fund { fund }, Some(parent)) if fund == parent => {
                        let in_transit_fen = cited.get(parent)?.in_transit(parent, &own, self, document);
                        if *amount_fen > in_transit_fen {
                            let (document, amount_fen) = (document.clone(), *amount_fen);
                            Err(Refusal::BeyondTransit { document, amount_fen, in_transit_fen })?;
                        }
                    }
                    _ => Err(Refusal::NotFromTheParent { parent: self.parent.clone() })?,
                }
            }
            Event::SentDown { to, .. } => {
                self.is_open()?;
                let child = cited.get(to)?;
                if child.parent.as_ref() != Some(&own) {
                    Err(Refusal::NotTheChild { fund: to.clone(), parent: child.parent.clone() })?;
                }
                child.is_open()?;
            }
            Event::SurplusReturned { to, document, amount_fen, .. } => {
                if let Some(to) = to {
                    cited.get(to)?;
                }
                if let Some(above) = to.as_ref().or(self.parent.as_ref()) {
                    let came_fen = Passage::of(&self.above, above, document).left();
                    within(document, *amount_fen, came_fen)?;
                }
            }
            Event::SurplusArrived { from, document, amount_fen, .. } => {
                let in_transit_fen = self.in_transit_up(&own, from, cited.get(from)?, document);
                if *amount_fen > in_transit_fen {
                    let (document, amount_fen) = (document.clone(), *amount_fen);
                    Err(Refusal::BeyondTransit { document, amount_fen, in_transit_fen })?;
                }
            }
            Event::CarriedOut { to, document, amount_fen, .. } => {
                let next = cited.get(to)?;
                let follows = self.fiscal_year.checked_add(1) == Some(next.fiscal_year);
                if !follows || !self.same_holder(next) || self.purpose != next.purpose {
                    Err(Refusal::NotTheSuccessor { fund: to.clone() })?;
                }
                if let Some(document) = document {
                    let came_fen = self.origins(Fen::MAX, Some(document)).iter().map(|from| from.amount_fen).sum();
                    within(document, *amount_fen, came_fen)?;
                }
            }
            Event::BudgetAdjusted { .. } => {
                self.is_open()?;
                if let Some(parent) = &self.parent {
                    Err(Refusal::BudgetSetAbove { parent: parent.clone() })?;
                }
            }
            Event::Repurposed { to, .. } => {
                self.is_open()?;
                let sister = cited.get(to)?;
                if *to == own || self.fiscal_year != sister.fiscal_year || !self.same_holder(sister) {
                    Err(Refusal::NotASisterFund { fund: to.clone() })?;
                }
            }
            Event::CarriedIn { .. } | Event::RepurposedIn { .. } | Event::Instructed { .. } => self.is_open()?,
            Event::Reserved { subsidy, .. } => {
                self.is_open()?;
                if let Some(purpose) = self.purpose.clone().filter(|purpose| !purpose.serves(subsidy)) {
                    Err(Refusal::FundForOtherPurpose { purpose })?;
                }
            }
            Event::BankLineUnmatched { amount_fen, .. } => {
                Err(Refusal::LineWithoutEntitlement { amount_fen: *amount_fen })?;
            }
            Event::YearClosed {} => self.may_close(&own, stamp, cited)?,
            Event::Reversed { .. } => self.may_reverse(event, stamp, cited)?,
            // Bank answers and recoveries come when they come, after the year too; what is left then is carried or returned.
            Event::Released { .. }
            | Event::Credited { .. }
            | Event::BankReturned { .. }
            | Event::Recovered { .. }
            | Event::ReceivableClaimed { .. }
            | Event::ReceivableWaived { .. }
            | Event::ReceivableWrittenOff { .. } => {}
        }
        Ok(self.covers(event)?)
    }

    fn covers(&self, event: &Event) -> Result<(), Refusal> {
        for Line { from, to, amount_fen } in lines(event) {
            // Value comes out of an origin, and goes back only as far as it came.
            let short = [from, to].into_iter().find(|account| {
                let gives = (*account == from) != account.is_origin();
                gives && amount_fen.get() > self.balance(*account)
            });
            if let Some(account) = short {
                return Err(Refusal::BalanceShort { account, amount_fen, balance_fen: self.balance(account) });
            }
        }
        Ok(())
    }

    fn is_open(&self) -> Result<(), Refusal> {
        match self.closed_on {
            Some(_) => Err(Refusal::FiscalYearClosed { fiscal_year: self.fiscal_year }),
            None => Ok(()),
        }
    }

    fn same_holder(&self, other: &Self) -> bool {
        (self.area, &self.holder, self.source, self.central_direct)
            == (other.area, &other.holder, other.source, other.central_direct)
    }

    fn may_open(event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let Event::Opened { area, holder, source, purpose, central_direct, parent, .. } = event else { return Ok(()) };
        if let Some(holder) = holder {
            cited.get(holder)?;
        }
        if let Some(parent) = parent {
            let parent = cited.get(parent)?;
            if let Some(above) = parent.source.filter(|above| above != source) {
                Err(Refusal::FundSourceChanged { source: above })?;
            }
            if parent.central_direct != *central_direct {
                Err(Refusal::CentralDirectTagChanged { central_direct: parent.central_direct })?;
            }
        }
        let found = in_force(cited, &source.standard(), *area, stamp.occurred_on)?;
        if let Standard::FundPurposes { purposes, .. } = &found.version.standard
            && !purposes.contains(purpose)
        {
            Err(Refusal::PurposeNotOfSource { source: *source, purpose: purpose.clone() })?;
        }
        Ok(())
    }

    fn may_close(&self, own: &Ref<Self>, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        self.is_open()?;
        if stamp.occurred_on.year() <= self.fiscal_year {
            Err(Refusal::FiscalYearNotOver { fiscal_year: self.fiscal_year })?;
        }
        for account in [LedgerAccount::Available, LedgerAccount::Reserved, LedgerAccount::Instructed] {
            let balance_fen = self.balance(account);
            if balance_fen != 0 {
                Err(Refusal::MoneyLeft { account, balance_fen })?;
            }
        }
        let Some(parent) = &self.parent else { return Ok(()) };
        let above = cited.get(parent)?;
        for document in above.below.get(own).into_iter().flat_map(|documents| documents.keys()) {
            let in_transit_fen = above.in_transit(parent, own, self, document);
            if !in_transit_fen.is_zero() {
                let (fund, document) = (parent.clone(), document.clone());
                Err(Refusal::MoneyOnItsWay { fund, document, in_transit_fen })?;
            }
        }
        Ok(())
    }

    fn may_reverse(&self, event: &Event, stamp: &Stamp, cited: &Cited) -> Result<(), Stop> {
        let Event::Reversed { event: id, from, to, amount_fen, .. } = event else { return Ok(()) };
        let known = self.movements.get(id).ok_or(Common::NothingToCorrect { event: *id })?;
        stamp.by_another_than(&known.by)?;
        let stated = Line { from: *from, to: *to, amount_fen: *amount_fen };
        if known.line != stated || known.on != stamp.occurred_on {
            let Line { from, to, amount_fen } = known.line;
            Err(Refusal::ReversesOtherwise { event: *id, from, to, amount_fen, on: known.on })?;
        }
        let (Some(passed), Some(own)) = (&known.passed, Ref::<Self>::to(&stamp.subject)) else { return Ok(()) };
        let here = if passed.above { &self.above } else { &self.below };
        let passage = Passage::of(here, &passed.fund, &passed.document);
        // What is sent is taken back only before it is received; what was received, before it is returned or carried on.
        let is_gone = match (passed.above, passed.way) {
            (true, Way::Down) => *amount_fen > passage.left(),
            (false, Way::Up) => false,
            (above, way) => {
                let other = cited.get(&passed.fund)?;
                let there = Passage::of(if above { &other.below } else { &other.above }, &own, &passed.document);
                there.get(way) > passage.get(way).less(*amount_fen)
            }
        };
        if is_gone {
            Err(Refusal::PassedOnAlready { event: *id })?;
        }
        Ok(())
    }
}

fn within(document: &Note, amount_fen: Fen, came_fen: Fen) -> Result<(), Refusal> {
    if amount_fen > came_fen {
        return Err(Refusal::ReturnsMoreThanCame { document: document.clone(), amount_fen, came_fen });
    }
    Ok(())
}
