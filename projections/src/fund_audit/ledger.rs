//! What stands on each account of a fund, and the movements that made it so.

use domain::{
    claim::Claim,
    fund::{Event, Fund, LedgerAccount, Line, Payer, Purpose, lines},
    organisation::Organisation,
    stream::Ref,
    values::{AreaCode, Date},
};
use uuid::Uuid;

use super::Tables;
use crate::{
    model::{Balance, Seen, word},
    table,
};

table! {
    /// 资金 One fund and what stands on its accounts: received + carried in + recovered in = available + reserved +
    /// instructed + credited + sent down + returned up + carried out, at every position and on both clocks.
    pub struct Account in "fund_audit";
    key {
        /// The fund.
        fund: Ref<Fund>,
    }
    index {
        /// 所属地区 Of its holder.
        area: Option<AreaCode>,
        /// 资金来源
        source: String,
        /// 用途
        purpose: String,
        /// 财政年度
        fiscal_year: i16,
        /// 分配文件 Number of the document that allocated it.
        document: String,
        /// 上级资金 The fund from which it was allocated.
        parent: Option<Ref<Fund>>,
        /// 负数 Some account is below zero: by a fold that leaves out causes, or by what a bank did without asking.
        negative: bool,
    }
    plain {
        /// 资金管理单位
        holder: Option<Ref<Organisation>>,
        /// Date of the document.
        document_dated: Option<Date>,
        /// 01中央直达资金
        central_direct: bool,
        /// 收到 From above or outside.
        received_fen: Balance,
        /// Of that, from outside all funds: what remains when transfers are eliminated from totals.
        received_outside_fen: Balance,
        /// 结转收入
        carried_in_fen: Balance,
        /// 收回 Cash that came back.
        recovered_in_fen: Balance,
        /// 可用
        available_fen: Balance,
        /// 预留
        reserved_fen: Balance,
        /// 已下达支付 At the agent bank.
        instructed_fen: Balance,
        /// 已到账 Net of bank returns.
        credited_fen: Balance,
        /// 下达 Net of surplus that came back.
        sent_down_fen: Balance,
        /// 上缴
        returned_up_fen: Balance,
        /// 结转支出
        carried_out_fen: Balance,
        /// 应收 Ever claimed back.
        receivable_claimed_fen: Balance,
        /// 应收未收
        receivable_outstanding_fen: Balance,
        /// 已收回
        receivable_recovered_fen: Balance,
        /// 已豁免
        receivable_waived_fen: Balance,
        /// 已核销
        receivable_written_off_fen: Balance,
        /// 退票 Ever returned by the bank.
        bank_returned_fen: Balance,
        /// 错发 Ever credited to a wrong payee.
        wrongly_credited_fen: Balance,
        /// 不明支出 Bank lines without an entitlement.
        unmatched_fen: Balance,
        /// First day on which money came.
        first_in_on: Option<Date>,
        /// Last day on which money moved.
        last_moved_on: Option<Date>,
        /// 停留时间 Yuan × days that money has been available here, up to `last_moved_on`; later days add available × days.
        held_yuan_days: i64,
        /// 停留天数 `held_yuan_days` ÷ what came: days that a yuan was held on average.
        held_days_mean: i64,
        /// 关账日期
        closed_on: Option<Date>,
        /// Σ fen × day number of money out of, less into, what is available; `held_yuan_days` is reckoned from it.
        moment: i64,
        /// Position of the last event of the fund.
        changed_at: u64,
    }
}

table! {
    /// 资金变动 One amount, out of one account and into another.
    pub struct Movement in "fund_audit_movement";
    key {
        /// The fund.
        fund: Ref<Fund>,
        /// Position of the event.
        position: u64,
        /// Which of its lines, from 0.
        line: u8,
    }
    index {
        /// 所属地区 Of the fund's holder.
        area: Option<AreaCode>,
        /// When it was true.
        occurred_on: Option<Date>,
        /// When it was recorded (Beijing day).
        recorded_on: Option<Date>,
        /// Out of this account; an origin such as received holds how much ever came out of it.
        from_account: String,
        /// Into this account.
        to_account: String,
        /// The claim for which it moved.
        claim: Option<Ref<Claim>>,
    }
    plain {
        /// How much.
        amount_fen: Balance,
        /// The event.
        event: Uuid,
        /// What happened, as the event's kind names it.
        what: String,
        /// Who recorded it: person/organisation/role.
        actor: String,
    }
}

pub(super) fn describe(row: &mut Account, event: &Event, seen: &Seen) {
    row.changed_at = seen.position;
    row.area = seen.stamp.area.or(row.area);
    match event {
        Event::Opened { holder, source, document, purpose, fiscal_year, central_direct, parent, .. } => {
            (row.source, row.purpose, row.fiscal_year) = (word(source), purpose_name(purpose), *fiscal_year);
            (row.document, row.document_dated) = (document.number.to_string(), Some(document.dated));
            (row.holder, row.parent, row.central_direct) = (holder.clone(), parent.clone(), *central_direct);
        }
        Event::Received { from: Payer::Outside { .. }, amount_fen, .. } => row.received_outside_fen += *amount_fen,
        Event::BudgetAdjusted { .. } => {
            for line in lines(event) {
                match line.from {
                    LedgerAccount::Received => row.received_outside_fen += line.amount_fen,
                    _ => row.received_outside_fen -= line.amount_fen,
                }
            }
        }
        Event::BankReturned { amount_fen, .. } => row.bank_returned_fen += *amount_fen,
        Event::Credited { amount_fen, wrong_payee: true, .. } => row.wrongly_credited_fen += *amount_fen,
        Event::BankLineUnmatched { amount_fen, .. } => row.unmatched_fen += *amount_fen,
        Event::YearClosed {} => row.closed_on = Some(seen.stamp.occurred_on),
        _ => {}
    }
}

pub(super) fn post(t: &mut Tables, fund: &Ref<Fund>, event: &Event, seen: &Seen) {
    let row = t.funds.of((fund.clone(),));
    for (number, line) in (0..).zip(lines(event)) {
        row.post(line, seen.stamp.occurred_on);
        let movement = t.movements.of((fund.clone(), seen.position, number));
        movement.area = seen.stamp.area;
        (movement.occurred_on, movement.recorded_on) = (Some(seen.stamp.occurred_on), Some(seen.stamp.recorded_on()));
        (movement.from_account, movement.to_account) = (word(&line.from), word(&line.to));
        (movement.amount_fen, movement.claim) = (line.amount_fen.into(), claim_of(event).cloned());
        (movement.event, movement.actor) = (seen.stamp.id, seen.stamp.actor.to_string());
        movement.what = seen.what().into();
    }
}

impl Account {
    fn post(&mut self, Line { from, to, amount_fen }: Line, on: Date) {
        // An origin holds how much ever came out of it.
        let sign = |origin: bool| if origin { -1 } else { 1 };
        self.on(from).add(-sign(from.is_origin()) * amount_fen.get());
        self.on(to).add(sign(to.is_origin()) * amount_fen.get());
        self.negative = LedgerAccount::ALL.into_iter().any(|account| self.on(account).0 < 0);
        if from.is_receivable() {
            return;
        }
        self.last_moved_on = self.last_moved_on.max(Some(on));
        let moment = day_number(on).saturating_mul(amount_fen.get());
        if to == LedgerAccount::Available {
            self.first_in_on = Some(self.first_in_on.map_or(on, |first| first.min(on)));
            self.moment = self.moment.saturating_sub(moment);
        } else if from == LedgerAccount::Available {
            self.moment = self.moment.saturating_add(moment);
        }
        // Whole yuan and whole days only at the end: the fen of the parts add up.
        let left = i128::from(self.last_moved_on.map_or(0, day_number)) * i128::from(self.available_fen.0);
        let held = i128::from(self.moment) + left;
        let came =
            [self.received_fen, self.carried_in_fen, self.recovered_in_fen].iter().map(|b| i128::from(b.0)).sum();
        let whole = |number: i128| i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX });
        self.held_yuan_days = whole(held / 100);
        self.held_days_mean = whole(held.checked_div(came).unwrap_or_default());
    }

    fn on(&mut self, account: LedgerAccount) -> &mut Balance {
        match account {
            LedgerAccount::Received => &mut self.received_fen,
            LedgerAccount::CarriedIn => &mut self.carried_in_fen,
            LedgerAccount::RecoveredIn => &mut self.recovered_in_fen,
            LedgerAccount::Available => &mut self.available_fen,
            LedgerAccount::Reserved => &mut self.reserved_fen,
            LedgerAccount::Instructed => &mut self.instructed_fen,
            LedgerAccount::Credited => &mut self.credited_fen,
            LedgerAccount::SentDown => &mut self.sent_down_fen,
            LedgerAccount::ReturnedUp => &mut self.returned_up_fen,
            LedgerAccount::CarriedOut => &mut self.carried_out_fen,
            LedgerAccount::ReceivableClaimed => &mut self.receivable_claimed_fen,
            LedgerAccount::ReceivableOutstanding => &mut self.receivable_outstanding_fen,
            LedgerAccount::ReceivableRecovered => &mut self.receivable_recovered_fen,
            LedgerAccount::ReceivableWaived => &mut self.receivable_waived_fen,
            LedgerAccount::ReceivableWrittenOff => &mut self.receivable_written_off_fen,
        }
    }
}

fn claim_of(event: &Event) -> Option<&Ref<Claim>> {
    match event {
        Event::Reserved { claim, .. }
        | Event::Released { claim, .. }
        | Event::Instructed { claim, .. }
        | Event::Credited { claim, .. }
        | Event::BankReturned { claim, .. }
        | Event::Recovered { claim, .. }
        | Event::ReceivableClaimed { claim, .. }
        | Event::ReceivableWaived { claim, .. }
        | Event::ReceivableWrittenOff { claim, .. } => Some(claim),
        _ => None,
    }
}

/// `any_subsidy`, `subsidy.vocational_training`, …
fn purpose_name(purpose: &Purpose) -> String {
    match purpose {
        Purpose::Subsidy { subsidy } => subsidy.standard(),
        other => word(other),
    }
}

/// Days since 2000-01-01.
fn day_number(day: Date) -> i64 {
    Date::new(2000, 1, 1).map_or(0, |first| day.days_since(first))
}
