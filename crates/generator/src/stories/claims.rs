//! Claims that took a longer way. Notice §二(五); DOMAIN §2.11.

use domain::{
    claim::{Claim, ClawbackReason, Entitlement, Event, Payee, Period, RefusalReason, Subsidy},
    organisation::{Event as OrganisationEvent, Organisation, OrganisationRole},
    payment_batch::PaymentBatch,
    person::{Event as PersonEvent, Person},
    stream::Ref,
    values::{Account, Date, EvidenceKind, Fen, Month, Span},
    welfare_post::{Event as PostEvent, LeftReason, WelfarePost},
};

use super::Scene;
use crate::{
    claims::{apply_for_allowance, entitled},
    paying::{self, Due, Then},
    posts::Spell,
    world::{When, World, note},
};

/// A firm of the story's own, with an account.
fn firm(world: &mut World, scene: &Scene, role: OrganisationRole) -> (Ref<Organisation>, Account) {
    let county = world.counties[scene.county].code;
    let firm = world.organisation(scene.on, county, role);
    let account = world.rng.account();
    let declared = OrganisationEvent::AccountDeclared { account: account.clone() };
    world.tell(scene.day(1), &scene.desks.clerk, &firm, declared);
    (firm, account)
}

/// What is applied for, and where it stands.
struct Case {
    claim: Ref<Claim>,
    subsidy: Subsidy,
    account: Account,
    stated: (u32, Fen),
}

fn applies(
    world: &mut World,
    scene: &Scene,
    on: Date,
    payee: Payee,
    account: Account,
    case: (Subsidy, Period, (u32, Fen)),
) -> Case {
    let (subsidy, period, stated) = case;
    let area = world.counties[scene.county].code;
    files(world, scene, on, entitled(area, payee, subsidy, period, None), account, stated)
}

fn files(
    world: &mut World,
    scene: &Scene,
    on: Date,
    (entitlement, claim): (Entitlement, Ref<Claim>),
    account: Account,
    stated: (u32, Fen),
) -> Case {
    let subsidy = entitlement.subsidy.clone();
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let applied = Event::Applied { entitlement, units: stated.0, base_fen: stated.1, evidence };
    world.tell(on, &scene.desks.clerk, &claim, applied);
    Case { claim, subsidy, account, stated }
}

fn reviewed(world: &mut World, scene: &Scene, on: Date, case: &Case) {
    let evidence = world.rng.evidence(EvidenceKind::Inspection);
    let passed = Event::ManuallyReviewed { passed: true, evidence };
    world.tell(on, &scene.desks.clerk, &case.claim, passed);
}

/// Approved by someone who recorded nothing of it, then waiting for its money.
fn approved(world: &mut World, scene: &Scene, on: Date, case: Case, then: Option<Then>) {
    let (county, area) = (scene.county, world.counties[scene.county].code);
    let approver = scene.desks.approver.clone();
    world.plan(on, move |world| {
        let Case { claim, subsidy, account, stated } = case;
        let amount_fen = world.standards.subsidy(&subsidy, area, on, stated);
        let Some((standard, version)) = world.standards.version(&subsidy.standard(), area, on) else { return };
        world.tell(on, &approver, &claim, Event::Approved { amount_fen, standard, version });
        if subsidy != Subsidy::GuaranteedLoan {
            // Whoever took the longer way does not wait for the month's payday.
            let due = Due { claim, subsidy, amount: amount_fen, account, lines: vec![], then };
            world.plan(on.plus_days(1), move |world| paying::at_once(world, county, due));
        }
    });
}

/// 学徒制 Something was missing; the firm was told, and supplied it.
pub fn supplement_asked(world: &mut World, scene: &Scene) {
    let (firm, account) = firm(world, scene, OrganisationRole::Employer);
    let what = (Subsidy::Apprenticeship, Period::Year(scene.on.year()), (1, Fen::ZERO));
    let case = applies(world, scene, scene.day(4), Payee::Organisation(firm), account, what);
    let missing = note("缺学徒名册及考勤");
    world.tell(scene.day(6), &scene.desks.clerk, &case.claim, Event::SupplementAsked { missing });
    let evidence = world.rng.evidence(EvidenceKind::Notice);
    world.tell(scene.day(7), &scene.desks.clerk, &case.claim, Event::PayeeTold { evidence });
    let evidence = world.rng.evidence(EvidenceKind::Attendance);
    world.tell(scene.day(15), &scene.desks.clerk, &case.claim, Event::Supplied { evidence });
    reviewed(world, scene, scene.day(18), &case);
    approved(world, scene, scene.day(21), case, None);
}

/// 追回 A service body was paid for more people than it served: asked back, appealed in vain, recovered.
pub fn clawed_back(world: &mut World, scene: &Scene) {
    let (firm, account) = firm(world, scene, OrganisationRole::HrFirm);
    let what = (Subsidy::EmploymentService, Period::Once, (24, Fen::ZERO));
    let case = applies(world, scene, scene.day(3), Payee::Organisation(firm), account, what);
    reviewed(world, scene, scene.day(5), &case);
    let span = Span { from: scene.day(6), to: Some(scene.day(12)) };
    world.tell(scene.day(6), &scene.desks.clerk, &case.claim, Event::Noticed { span });
    approved(world, scene, scene.day(14), case, Some(clawback));
}

fn clawback(world: &mut World, county: usize, _: &Ref<PaymentBatch>, due: &Due) {
    let desks = world.counties[county].desks.clone();
    let amount_fen = Fen::yuan(1_500).min(due.amount);
    let (claim, on) = (due.claim.clone(), world.today.plus_days(30));
    let opened = Event::ClawbackOpened { amount_fen, reason: ClawbackReason::WrongAmount };
    world.tell(on, &desks.clerk, &claim, opened);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(on.plus_days(8), &desks.clerk, &claim, Event::Appealed { evidence });
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let upheld = false;
    world.tell(on.plus_days(20), &desks.approver, &claim, Event::AppealDecided { upheld, evidence });
    let lines = paying::shares(world, due, amount_fen);
    world.plan(on.plus_days(40), move |world| {
        for (purse, amount_fen) in lines {
            let fund = world.money.purses[purse].of.clone();
            let evidence = world.rng.evidence(EvidenceKind::BankSlip);
            let by = world.counties[county].desks.treasurer.clone();
            world.tell(world.today, &by, &claim, Event::Recovered { fund, amount_fen, evidence });
            world.money.purses[purse].available += amount_fen.get();
        }
    });
}

/// 申诉成立 Refused as incomplete; the prefecture found it complete.
pub fn refused_and_appealed(world: &mut World, scene: &Scene) {
    let (firm, account) = firm(world, scene, OrganisationRole::HrFirm);
    let what = (Subsidy::EmploymentService, Period::Once, (3, Fen::ZERO));
    let case = applies(world, scene, scene.day(3), Payee::Organisation(firm), account, what);
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let refused = Event::Refused { reason: RefusalReason::Incomplete, evidence };
    world.tell(scene.day(8), &scene.desks.clerk, &case.claim, refused);
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(scene.day(12), &scene.desks.clerk, &case.claim, Event::Appealed { evidence });
    let above = world.desks_of(world.counties[scene.county].prefecture).approver.clone();
    let evidence = world.rng.evidence(EvidenceKind::Decision);
    let decided = Event::AppealDecided { upheld: true, evidence };
    world.tell(scene.day(24), &above, &case.claim, decided);
    let span = Span { from: scene.day(25), to: Some(scene.day(31)) };
    world.tell(scene.day(25), &scene.desks.clerk, &case.claim, Event::Noticed { span });
    approved(world, scene, scene.day(33), case, None);
}

/// 创业担保贷款 Lent, and a little more than was approved; partly repaid, in default; the guarantee pays the bank.
pub fn guaranteed_loan(world: &mut World, scene: &Scene) {
    let (bank, account) = firm(world, scene, OrganisationRole::Bank);
    let person = world.adult(scene.on, scene.area);
    let lent = Fen::yuan(40_000);
    let what = (Subsidy::GuaranteedLoan, Period::Once, (1, lent));
    let case = applies(world, scene, scene.day(4), Payee::Person(person), account.clone(), what);
    let (claim, loan) = (case.claim.clone(), case.claim.clone());
    reviewed(world, scene, scene.day(9), &case);
    approved(world, scene, scene.day(12), case, None);
    let seat = &scene.desks.bank;
    let disbursed = Event::Disbursed { bank: bank.clone(), amount_fen: lent };
    world.tell(scene.day(20), seat, &claim, disbursed);
    let beyond = Event::Disbursed { bank: bank.clone(), amount_fen: Fen::yuan(2_000) };
    world.tell(scene.day(30), seat, &claim, beyond);
    world.tell(scene.day(80), seat, &claim, Event::Repaid { amount_fen: Fen::yuan(10_000) });
    let evidence = world.rng.evidence(EvidenceKind::BankSlip);
    world.tell(scene.day(170), seat, &claim, Event::Defaulted { evidence });
    let to_bank = account.clone();
    let (county, desks, called) = (scene.county, scene.desks.clone(), lent.less(Fen::yuan(10_000)));
    world.plan(scene.day(200), move |world| {
        let evidence = world.rng.evidence(EvidenceKind::Decision);
        let event = Event::GuaranteeCalled { amount_fen: called, evidence };
        world.tell(world.today, &desks.clerk, &claim, event);
        let subsidy = Subsidy::GuaranteedLoan;
        paying::due(world, county, Due { claim, subsidy, amount: called, account, lines: vec![], then: None });
    });
    // 贴息 Meanwhile the quarter's interest.
    let quarter = Period::Quarter { year: scene.on.year(), quarter: 2 };
    let (area, loan) = (world.counties[scene.county].code, Some(loan.stream().clone()));
    let interest = entitled(area, Payee::Organisation(bank), Subsidy::LoanInterest, quarter, loan);
    let interest = files(world, scene, scene.day(100), interest, to_bank, (1, lent));
    world.plan(scene.day(100), move |world| {
        if let Some(due) = as_due(world, county, interest) {
            paying::due(world, county, due);
        }
    });
}

/// 社会保险补贴 Approved at once; reserved under the wrong heading, released, and reserved again.
pub fn reserved_twice(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let account = world.account_of(scene.day(1), scene.area, &person);
    let what = (Subsidy::SocialInsurance, Period::Year(scene.on.year()), (1, Fen::yuan(4_800)));
    let case = applies(world, scene, scene.day(5), Payee::Person(person), account, what);
    let (county, on) = (scene.county, scene.day(6));
    world.plan(on, move |world| {
        let Some(mut due) = as_due(world, county, case) else { return };
        let by = world.counties[county].desks.treasurer.clone();
        let lines = paying::reserve(world, county, &due);
        if !lines.is_empty() {
            let reason = note("预算科目有误");
            let released = Event::ReservationReleased { reason };
            world.tell(When::from(world.today).hour(16), &by, &due.claim, released);
            for (purse, amount) in lines {
                world.money.purses[purse].available += amount.get();
                world.money.purses[purse].kept -= amount.get();
            }
        }
        due.lines = vec![];
        paying::due(world, county, due);
    });
}

/// 培训补贴 Found by matching; the person does not want it.
pub fn invitation_declined(world: &mut World, scene: &Scene) {
    let person = world.adult(scene.on, scene.area);
    let area = world.counties[scene.county].code;
    let period = Period::Year(scene.on.year());
    let (entitlement, claim) = entitled(area, Payee::Person(person), Subsidy::VocationalTraining, period, None);
    let evidence = world.rng.evidence(EvidenceKind::DataMatch);
    world.tell(scene.day(3), &scene.desks.clerk, &claim, Event::Identified { entitlement, evidence });
    world.tell(scene.day(4), &scene.desks.clerk, &claim, Event::Invited {});
    let evidence = world.rng.evidence(EvidenceKind::Application);
    let refused = Event::Refused { reason: RefusalReason::Withdrawn, evidence };
    world.tell(scene.day(9), &scene.desks.clerk, &claim, refused);
}

/// 死亡后发放 A holder died, the village logged and the county paid one more month; when the death was learnt, what was paid
/// since then was asked back and, without heirs, that month was written off.
pub fn paid_after_death(world: &mut World, scene: &Scene) {
    let (person, _, [_, last, after]) = three_months_paid(world, scene, Some(given_up));
    died(world, scene, &person, last.first().plus_days(18), after.last().plus_days(22));
}

/// 离岗后得知死亡 A holder was taken off the post at the end of a month, as having found work; weeks later it was learnt that
/// they had died in it.
pub fn died_before_leaving(world: &mut World, scene: &Scene) {
    let (person, post, [.., after]) = three_months_paid(world, scene, None);
    let evidence = Some(world.rng.evidence(EvidenceKind::Agreement));
    let left = PostEvent::Left { person: Some(person.clone()), reason: LeftReason::MarketJob, evidence };
    world.tell(When::from(after.last()).hour(17), &scene.clerk, &post, left);
    died(world, scene, &person, after.first().plus_days(9), after.last().plus_days(40));
}

/// A death that is learnt on another day.
fn died(world: &mut World, scene: &Scene, person: &Ref<Person>, on: Date, learnt: Date) {
    let evidence = world.rng.evidence(EvidenceKind::Certificate);
    world.tell(When::learnt(on, learnt), &scene.clerk, person, PersonEvent::Died { evidence });
}

/// A holder of the story's own, paid for the month of entry and two more; what follows when the last one arrived.
fn three_months_paid(
    world: &mut World,
    scene: &Scene,
    then: Option<Then>,
) -> (Ref<Person>, Ref<WelfarePost>, [Month; 3]) {
    let person = world.adult(scene.on, scene.area);
    let account = world.account_of(scene.day(1), scene.area, &person);
    let post = world.post(scene.on, scene.county, scene.village, true);
    let (_, placed, _) = world.places(scene.day(4), scene.county, scene.village, (&post, true), &person);
    let months = [0, 1, 2].map(|later| placed.plus_months(later).month());
    for month in months {
        let (scene, post, person, account) = (scene.clone(), post.clone(), person.clone(), account.clone());
        world.plan(month.last().plus_days(3), move |world| {
            let spell = Spell { since: placed, to: month.last(), month };
            paid_month(world, &scene, (&post, &person, account), &spell, then.filter(|_| month == months[2]));
        });
    }
    (person, post, months)
}

fn paid_month(
    world: &mut World,
    scene: &Scene,
    (post, person, account): (&Ref<WelfarePost>, &Ref<Person>, Account),
    spell: &Spell,
    then: Option<Then>,
) {
    let (county, month) = (scene.county, spell.month);
    let Some(amount) = world.serves((post, true), county, scene.village, person, spell, false) else { return };
    let (post, person, on) = (post.clone(), person.clone(), world.today.plus_days(3));
    world.plan(on, move |world| {
        let mut due = apply_for_allowance(world, county, &post, (&person, account), (month, amount));
        due.then = then;
        paying::due(world, county, due);
    });
}

fn given_up(world: &mut World, county: usize, _: &Ref<PaymentBatch>, due: &Due) {
    let by = world.counties[county].desks.approver.clone();
    let on = world.today.plus_days(70);
    for (purse, amount_fen) in due.lines.clone() {
        let fund = world.money.purses[purse].of.clone();
        let (reason, evidence) = (note("无继承人,账户已清空"), world.rng.evidence(EvidenceKind::Certificate));
        world.tell(on, &by, &due.claim, Event::WrittenOff { fund, amount_fen, reason, evidence });
    }
}

fn as_due(world: &mut World, county: usize, case: Case) -> Option<Due> {
    let area = world.counties[county].code;
    let Case { claim, subsidy, account, stated } = case;
    let amount = world.standards.subsidy(&subsidy, area, world.today, stated);
    (!amount.is_zero()).then_some(Due { claim, subsidy, amount, account, lines: vec![], then: None })
}
