//! An independent ledger: what events do to the money of funds, written down a second time from DOMAIN §2.12 and the
//! schemas, on plain JSON lines. It knows nothing of the program's own folds.

use std::collections::BTreeMap;

use serde_json::Value;

/// As the columns of the fund audit are called, without `_fen`.
pub const ACCOUNTS: [&str; 15] = [
    "received",
    "carried_in",
    "recovered_in",
    "available",
    "reserved",
    "instructed",
    "credited",
    "sent_down",
    "returned_up",
    "carried_out",
    "receivable_claimed",
    "receivable_outstanding",
    "receivable_recovered",
    "receivable_waived",
    "receivable_written_off",
];

/// Named sums.
pub type Sums = BTreeMap<&'static str, i64>;

/// Upper fund, lower fund, document.
type Passage = (String, String, String);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// By fund and account; what came from and went to outside all funds stands beside the accounts.
    pub funds: BTreeMap<String, Sums>,
    /// `sent`, `received`, `returned`, `arrived`, `carried_in`, `carried_out`.
    pub passages: BTreeMap<Passage, Sums>,
    /// By fund and claim: `claimed`, `recovered`, `waived`, `written_off`.
    pub receivables: BTreeMap<(String, String), Sums>,
    parents: BTreeMap<String, String>,
    /// What an event passed between funds, should it be reversed.
    passed: BTreeMap<String, (Passage, &'static str)>,
}

pub fn sum(sums: &Sums, name: &str) -> i64 {
    sums.get(name).copied().unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).into()
}

fn amount(value: &Value) -> i64 {
    value["amount_fen"].as_i64().unwrap_or_else(|| panic!("an amount in {value}"))
}

/// Value comes out of these; they hold how much ever did.
fn is_origin(account: &str) -> bool {
    matches!(account, "received" | "carried_in" | "recovered_in" | "receivable_claimed")
}

/// Out of which accounts and into which an event moves its amount.
fn moves(event: &Value) -> Vec<(&'static str, &'static str)> {
    let data = &event["data"];
    vec![match event["type"].as_str().unwrap_or_default() {
        "fund.received.v1" => ("received", "available"),
        "fund.budget_adjusted.v1" if data["change"] == "increase" => ("received", "available"),
        "fund.budget_adjusted.v1" => ("available", "received"),
        "fund.sent_down.v1" => ("available", "sent_down"),
        "fund.surplus_returned.v1" => ("available", "returned_up"),
        "fund.surplus_arrived.v1" => ("sent_down", "available"),
        "fund.carried_out.v1" | "fund.repurposed.v1" => ("available", "carried_out"),
        "fund.carried_in.v1" | "fund.repurposed_in.v1" => ("carried_in", "available"),
        "fund.reserved.v1" => ("available", "reserved"),
        "fund.released.v1" => ("reserved", "available"),
        "fund.instructed.v1" => ("reserved", "instructed"),
        "fund.credited.v1" => ("instructed", "credited"),
        "fund.bank_returned.v1" if data["after_credit"] == true => ("credited", "reserved"),
        "fund.bank_returned.v1" => ("instructed", "reserved"),
        "fund.recovered.v1" => {
            let to = if data["goes"] == "up" { "returned_up" } else { "available" };
            return vec![("recovered_in", to), ("receivable_outstanding", "receivable_recovered")];
        }
        "fund.receivable_claimed.v1" => ("receivable_claimed", "receivable_outstanding"),
        "fund.receivable_waived.v1" => ("receivable_outstanding", "receivable_waived"),
        "fund.receivable_written_off.v1" => ("receivable_outstanding", "receivable_written_off"),
        "fund.reversed.v1" => {
            let name = |at: &Value| ACCOUNTS.into_iter().find(|account| *at == *account).expect("an account");
            (name(&data["to"]), name(&data["from"]))
        }
        _ => return vec![],
    }]
}

impl Ledger {
    pub fn post(&mut self, event: &Value) {
        let kind = event["type"].as_str().unwrap_or_default();
        if !kind.starts_with("fund.") {
            return;
        }
        let (own, data) = (text(&event["subject"]), &event["data"]);
        let fund = self.funds.entry(own.clone()).or_default();
        if let ("fund.opened.v1", Some(parent)) = (kind, data["parent"].as_str()) {
            self.parents.insert(own.clone(), parent.into());
        }
        for (from, to) in moves(event) {
            *fund.entry(from).or_default() += if is_origin(from) { amount(data) } else { -amount(data) };
            *fund.entry(to).or_default() += if is_origin(to) { -amount(data) } else { amount(data) };
        }
        self.pass(event, kind, &own);
        let owed = match kind {
            "fund.receivable_claimed.v1" => "claimed",
            "fund.recovered.v1" => "recovered",
            "fund.receivable_waived.v1" => "waived",
            "fund.receivable_written_off.v1" => "written_off",
            _ => return,
        };
        *self.receivables.entry((own, text(&data["claim"]))).or_default().entry(owed).or_default() += amount(data);
    }

    /// What goes between two funds, or between a fund and outside all of them.
    fn pass(&mut self, event: &Value, kind: &str, own: &str) {
        let data = &event["data"];
        let own = || own.to_owned();
        let (upper, lower, what) = match kind {
            "fund.received.v1" => (data["from"]["fund"]["fund"].as_str().map(String::from), own(), "received"),
            "fund.sent_down.v1" => (Some(own()), text(&data["to"]), "sent"),
            "fund.surplus_arrived.v1" => (Some(own()), text(&data["from"]), "arrived"),
            "fund.surplus_returned.v1" => (
                data["to"].as_str().or(self.parents.get(&own()).map(String::as_str)).map(String::from),
                own(),
                "returned",
            ),
            "fund.budget_adjusted.v1" if data["change"] == "increase" => (None, own(), "received"),
            "fund.budget_adjusted.v1" => (None, own(), "received_back"),
            "fund.recovered.v1" => {
                self.pass_each(&data["up"], &own(), "returned");
                let passed: i64 = data["up"].as_array().into_iter().flatten().map(amount).sum();
                let up = if data["goes"] == "up" { amount(data) - passed } else { 0 };
                return self.outside(&own(), "returned", up);
            }
            "fund.carried_in.v1" | "fund.repurposed_in.v1" => {
                self.pass_each(&data["origins"], &text(&data["from"]), "carried_out");
                return self.pass_each(&data["origins"], &own(), "carried_in");
            }
            "fund.reversed.v1" => {
                match self.passed.get(&text(&data["event"])).cloned() {
                    Some((passage, what)) => self.between(passage, what, -amount(data)),
                    None if data["from"] == "received" => self.outside(&own(), "received", -amount(data)),
                    None if data["to"] == "received" => self.outside(&own(), "received", amount(data)),
                    None => self.outside(&own(), "returned", -amount(data)),
                }
                return;
            }
            _ => return,
        };
        match upper {
            Some(upper) => {
                let passage = (upper, lower, text(&data["document"]));
                self.passed.insert(text(&event["id"]), (passage.clone(), what));
                self.between(passage, what, amount(data));
            }
            None if what == "received_back" => self.outside(&lower, "received", -amount(data)),
            None => self.outside(&lower, what, amount(data)),
        }
    }

    fn pass_each(&mut self, origins: &Value, lower: &str, what: &'static str) {
        for origin in origins.as_array().into_iter().flatten() {
            let passage = (text(&origin["fund"]), lower.to_owned(), text(&origin["document"]));
            self.between(passage, what, amount(origin));
        }
    }

    fn between(&mut self, passage: Passage, what: &'static str, fen: i64) {
        *self.passages.entry(passage).or_default().entry(what).or_default() += fen;
    }

    fn outside(&mut self, fund: &str, what: &'static str, fen: i64) {
        let what = if what == "received" { "received_outside" } else { "returned_outside" };
        *self.funds.entry(fund.to_owned()).or_default().entry(what).or_default() += fen;
    }

    /// What came is there or went: on both clocks, of cash and of receivables.
    pub fn balances(&self, fund: &str) {
        let sums = &self.funds[fund];
        for receivables in [false, true] {
            let of_kind = ACCOUNTS.iter().filter(|account| account.starts_with("receivable") == receivables);
            let signed = |account: &&str| if is_origin(account) { -sum(sums, account) } else { sum(sums, account) };
            assert_eq!(of_kind.map(signed).sum::<i64>(), 0, "{fund} does not balance: {sums:#?}");
        }
        // The accounts that lead to other funds are the sums of their documents.
        let (mut above, mut below) = (Sums::new(), Sums::new());
        for ((upper, lower, _), sums) in &self.passages {
            for (side, here) in [(upper, &mut below), (lower, &mut above)] {
                if side == fund {
                    for (what, fen) in sums {
                        *here.entry(what).or_default() += fen;
                    }
                }
            }
        }
        assert_eq!(sum(sums, "sent_down"), sum(&below, "sent") - sum(&below, "arrived"), "{fund}");
        assert_eq!(sum(sums, "received"), sum(&above, "received") + sum(sums, "received_outside"), "{fund}");
        assert_eq!(sum(sums, "returned_up"), sum(&above, "returned") + sum(sums, "returned_outside"), "{fund}");
    }

    /// In the order in which it was recorded, nothing is spent that is not there, and nothing arrives that was not sent.
    pub fn never_falls_short(&self, fund: &str) {
        for (account, fen) in &self.funds[fund] {
            assert!(*fen >= 0, "{account} of {fund} is {fen}");
        }
        for (passage, sums) in self.passages.iter().filter(|(passage, _)| passage.0 == *fund || passage.1 == *fund) {
            assert!(in_transit(sums) >= 0 && in_transit_up(sums) >= 0, "{passage:?} {sums:?}");
            let came = sum(sums, "received") + sum(sums, "carried_in");
            assert!(came >= sum(sums, "returned") + sum(sums, "carried_out"), "{passage:?} {sums:?}");
        }
    }

    /// Σ of all funds, where transfers between them cancel: what came from outside is there, on its way, or went outside.
    pub fn consolidates(&self) {
        let all = |name: &str| self.funds.values().map(|sums| sum(sums, name)).sum::<i64>();
        let there: i64 =
            ["available", "reserved", "instructed", "credited", "returned_outside"].into_iter().map(all).sum();
        let on_its_way: i64 = self.passages.values().map(|sums| in_transit(sums) + in_transit_up(sums)).sum();
        assert_eq!(all("received_outside") + all("recovered_in"), there + on_its_way);
        assert_eq!(all("carried_in"), all("carried_out"));
    }
}

/// 在途 Sent and not yet received.
pub fn in_transit(sums: &Sums) -> i64 {
    sum(sums, "sent") - sum(sums, "received")
}

/// Returned and not yet arrived.
pub fn in_transit_up(sums: &Sums) -> i64 {
    sum(sums, "returned") - sum(sums, "arrived")
}
