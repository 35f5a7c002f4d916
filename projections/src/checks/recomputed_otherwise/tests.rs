use domain::{
    claim::FundLine,
    payment_batch::{self, Line, Outcome},
    testing::{Fact, World, area, case, fact, note},
};

use super::*;
use crate::{
    checks::testing::{assert_finds, set, told},
    model::testing::{
        assert_has, folded,
        money::{COUNTY, TRAINING, account, applied, claim, funded, slip},
    },
};

const BATCH: &str = "payment_batch-b1";

fn approved(yuan: u32) -> Fact {
    let event = Event::Approved { amount_fen: Fen::yuan(yuan), standard: case(TRAINING), version: 1 };
    told("2025-03-03", &claim(1), event)
}

/// Paid by way of a batch; the standard gives 1000.
fn paid(world: World, yuan: u32) -> World {
    let amount_fen = Fen::yuan(yuan);
    let lines = vec![FundLine { fund: case("fund-c25"), amount_fen }];
    let batch = vec![Line { claim: case(&claim(1)), amount_fen, account: account(1) }];
    let hash = payment_batch::hash(&batch).parse().unwrap();
    let sealed = payment_batch::Event::Sealed { area: area(COUNTY), total_fen: amount_fen, lines: batch, hash };
    world.given([
        fact("2025-03-04", &claim(1), Event::BudgetReserved { lines }),
        fact("2025-03-05", BATCH, sealed),
        fact("2025-03-06", BATCH, payment_batch::Event::Instructed { voucher: slip(), total_fen: amount_fen.into() })
            .by("a2"),
        fact(
            "2025-03-07",
            BATCH,
            payment_batch::Event::LineAnswered {
                claim: case(&claim(1)),
                outcome: Outcome::Credited,
                amount_fen: amount_fen.into(),
                evidence: slip().into(),
            },
        ),
    ])
}

fn asked() -> World {
    funded().given(applied(1))
}

#[test]
fn what_was_credited_beyond_the_standard_is_found() {
    let world = paid(asked().given([approved(1200)]), 1200);
    assert_finds(&RECOMPUTED_OTHERWISE, &world, [&claim(1)]);
    let row = folded(&RECOMPUTED_OTHERWISE.projection, &world).row("check_recomputed_otherwise", &claim(1));
    assert_has(
        &row,
        &serde_json::json!({"how": "otherwise", "severity": "high", "amount_fen": 20_000,
            "officials": ["a1/bureau/approver"], "cases": [claim(1), TRAINING]}),
    );
}

#[test]
fn less_than_the_standard_gives_is_found_too() {
    let world = paid(asked().given([approved(900)]), 900);
    let row = folded(&RECOMPUTED_OTHERWISE.projection, &world).row("check_recomputed_otherwise", &claim(1));
    assert_has(&row, &serde_json::json!({"severity": "medium", "amount_fen": 10_000}));
}

#[test]
fn what_the_standard_gives_is_innocent_and_so_is_what_was_not_credited() {
    assert_finds(&RECOMPUTED_OTHERWISE, &paid(asked().given([approved(1000)]), 1000), []);
    assert_finds(&RECOMPUTED_OTHERWISE, &asked().given([approved(1200)]), []);
}

#[test]
fn a_difference_within_the_tolerance_of_the_standard_is_innocent() {
    let tolerant = |fen: i64| {
        let world = funded().given([set(CheckId::RecomputedOtherwise, "tolerance_fen", fen)]).given(applied(1));
        paid(world.given([approved(1200)]), 1200)
    };
    assert_finds(&RECOMPUTED_OTHERWISE, &tolerant(20_000), []);
    assert_finds(&RECOMPUTED_OTHERWISE, &tolerant(19_999), [&claim(1)]);
}

#[test]
fn a_recorded_adjustment_is_innocent() {
    let adjusted = Event::Adjusted {
        from_fen: Fen::yuan(1000),
        to_fen: Fen::yuan(1200),
        standard: case(TRAINING),
        version: 1,
        reason: note("补发差额"),
    };
    let world = asked().given([approved(1000), told("2025-03-03", &claim(1), adjusted)]);
    assert_finds(&RECOMPUTED_OTHERWISE, &paid(world, 1200), []);
}
