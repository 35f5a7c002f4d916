//! 乡村公益性岗位: recruited in the open, served month by month, renewed or left.

use domain::{
    organisation::Organisation,
    person::Person,
    stream::Ref,
    values::{Date, EvidenceKind, Fen, Level, Month, Span},
    welfare_post::{DutyOutcome, Event, LeftReason, PostCategory, RefusalReason, WelfarePost},
};
use uuid::Uuid;

use crate::{
    claims,
    county::Village,
    people::{self, Work},
    world::{When, World},
};

#[derive(Clone, Debug)]
pub struct Post {
    pub of: Ref<WelfarePost>,
    pub county: usize,
    pub village: usize,
    pub full_time: bool,
    pub holder: Option<Holder>,
    /// Spells of duty that ended within the month that is assessed next.
    ended: Vec<(Holder, Date)>,
}

#[derive(Clone, Debug)]
pub struct Holder {
    pub human: usize,
    pub since: Date,
    pub until: Date,
}

impl World {
    /// A post, planned, approved and opened; nobody holds it yet.
    pub fn post(&mut self, on: Date, county: usize, village: usize, full_time: bool) -> Ref<WelfarePost> {
        let place = self.counties[county].villages[village].clone();
        let unit = place.unit.clone().unwrap_or_else(|| Ref::<Organisation>::new("0"));
        let post = Ref::<WelfarePost>::new(format_args!("{}-{}", &place.code.as_str()[..9], &self.rng.hex()[..10]));
        let categories = [
            PostCategory::Cleaning,
            PostCategory::Patrol,
            PostCategory::Care,
            PostCategory::Upkeep,
            PostCategory::Safety,
            PostCategory::Assistance,
        ];
        let category = self.rng.pick(&categories).cloned().unwrap_or(PostCategory::Cleaning);
        let desks = self.counties[county].desks.clone();
        let planned = Event::Planned { area: place.code, category, employing_unit: unit, full_time };
        self.tell(on, &desks.clerk, &post, planned);
        self.tell(on.plus_days(2), &desks.approver, &post, Event::Approved {});
        self.tell(on.plus_days(3), &place.clerk, &post, Event::Opened {});
        post
    }

    /// The whole way of one applicant, from `on` to the first day on duty. `until`: the term agreed.
    pub fn places(
        &mut self,
        on: Date,
        county: usize,
        village: usize,
        (post, full_time): (&Ref<WelfarePost>, bool),
        person: &Ref<Person>,
    ) -> (Uuid, Date, Date) {
        let Village { clerk, township, .. } = self.counties[county].villages[village].clone();
        let desks = self.counties[county].desks.clone();
        let evidence = self.rng.evidence(EvidenceKind::Application);
        self.tell(on, &clerk, post, Event::Applied { person: person.clone(), evidence });
        let reviewed = on.plus_days(self.rng.days(1, 3));
        let minutes = self.rng.evidence(EvidenceKind::Minutes);
        self.tell(reviewed, &clerk, post, Event::VillageReviewed { person: person.clone(), minutes });
        let noticed = reviewed.plus_days(1);
        let ends = noticed.plus_days(self.rng.days(5, 7));
        let span = Span { from: noticed, to: Some(ends) };
        self.tell(noticed, &clerk, post, Event::Noticed { person: person.clone(), span });
        let township_on = ends.plus_days(1);
        self.tell(township_on, &township, post, Event::TownshipReviewed { person: person.clone() });
        let approved = township_on.plus_days(self.rng.days(1, 3));
        let event = Event::CountyApproved { person: person.clone(), age_review: None };
        self.tell(approved, &desks.approver, post, event);
        let placed = approved.plus_days(self.rng.days(1, 3));
        let until = placed.plus_months(12).plus_days(-1);
        let agreement = self.rng.evidence(EvidenceKind::Agreement);
        let event = Event::Placed { person: person.clone(), agreement, full_time, until: Some(until), temporary: None };
        let id = self.tell(placed, &clerk, post, event);
        let evidence = self.rng.evidence(EvidenceKind::Certificate);
        let span = Span { from: placed, to: Some(until) };
        self.tell(When::from(placed).hour(11), &clerk, post, Event::Insured { span, evidence });
        (id, placed, until)
    }
}

/// Adds a post to ordinary life and looks for its first holder.
pub fn found(world: &mut World, on: Date, county: usize, village: usize) {
    let full_time = world.rng.percent(40);
    let of = world.post(on, county, village, full_time);
    world.posts.push(Post { of, county, village, full_time, holder: None, ended: vec![] });
    let post = world.posts.len() - 1;
    world.plan(on.plus_days(4), move |world| recruit(world, post));
}

/// Finds someone for an open post; where nobody looks for work, asks again in a month.
fn recruit(world: &mut World, post: usize) {
    let Post { of, county, village, full_time, .. } = world.posts[post].clone();
    let today = world.today;
    let Some(human) = world.seeker(county, village) else {
        world.plan(today.plus_days(30), move |world| recruit(world, post));
        return;
    };
    world.people[human].work = Work::Promised;
    if world.rng.percent(15) {
        refused(world, post);
    }
    let person = world.people[human].of.clone();
    let (_, since, until) = world.places(today, county, village, (&of, full_time), &person);
    world.plan(since, move |world| {
        world.posts[post].holder = Some(Holder { human, since, until });
        world.people[human].work = Work::Post;
        world.people[human].flexible = !full_time && world.rng.percent(30);
    });
    world.plan(until.plus_days(-8), move |world| term_ends(world, post, until));
}

/// Another applicant, refused for a reason that the notice allows.
fn refused(world: &mut World, post: usize) {
    let Post { of, county, village, .. } = world.posts[post].clone();
    let Some(human) = world.seeker(county, village) else { return };
    let person = world.people[human].of.clone();
    let by = world.counties[county].villages[village].clone();
    let today = world.today;
    let evidence = world.rng.evidence(EvidenceKind::Application);
    world.tell(today, &by.clerk, &of, Event::Applied { person: person.clone(), evidence });
    let reasons = [RefusalReason::CannotDoDuty, RefusalReason::NotInTargetPopulation, RefusalReason::Withdrawn];
    let reason = world.rng.pick(&reasons).cloned().unwrap_or(RefusalReason::Withdrawn);
    let evidence = world.rng.evidence(EvidenceKind::Minutes);
    let refused = today.plus_days(world.rng.days(2, 6));
    world.tell(refused, &by.township, &of, Event::ApplicationRefused { person, reason, evidence });
}

/// Renewed for another year, or left to look for something else.
fn term_ends(world: &mut World, post: usize, until: Date) {
    let Post { of, county, village, holder, .. } = world.posts[post].clone();
    let Some(holder) = holder.filter(|h| h.until == until) else { return };
    let clerk = world.counties[county].villages[village].clerk.clone();
    if world.rng.percent(65) {
        let until = until.plus_months(12);
        let agreement = world.rng.evidence(EvidenceKind::Agreement);
        world.tell(world.today, &clerk, &of, Event::Renewed { until, agreement });
        if let Some(holder) = &mut world.posts[post].holder {
            holder.until = until;
        }
        world.plan(until.plus_days(-8), move |world| term_ends(world, post, until));
    } else {
        world.plan(until, move |world| leaves(world, post, holder.since, LeftReason::Term));
    }
}

/// The holder's last day.
fn leaves(world: &mut World, post: usize, since: Date, reason: LeftReason) {
    let today = world.today;
    let Post { of, county, village, holder, .. } = world.posts[post].clone();
    let Some(holder) = holder.filter(|h| h.since == since) else { return };
    let clerk = world.counties[county].villages[village].clerk.clone();
    let evidence = Some(world.rng.evidence(EvidenceKind::Agreement));
    let human = holder.human;
    let person = world.people[human].of.clone();
    let to_market = reason == LeftReason::MarketJob;
    world.tell(When::from(today).hour(17), &clerk, &of, Event::Left { person: Some(person), reason, evidence });
    world.posts[post].holder = None;
    world.posts[post].ended.push((holder, today));
    world.people[human].flexible = false;
    world.people[human].work = Work::Promised;
    let again = today.plus_days(if to_market { 1 } else { world.rng.days(32, 60) });
    world.plan(again, move |world| {
        world.people[human].work = Work::Seeking;
        if to_market {
            people::takes_job(world, human, world.today);
        }
    });
    let reopened = today.plus_days(world.rng.days(4, 25));
    world.plan(reopened, move |world| recruit(world, post));
}

/// What a day of the month brings: duty of last month logged, assessed, and its allowance accrued, from the 1st to the 8th; on
/// the 20th some holders have found a job on the market.
pub fn routine(world: &mut World) {
    let of_month = usize::try_from(world.today.days_since(world.today.month().first()) + 1).unwrap_or_default();
    match of_month {
        1..=5 => {
            for post in (of_month - 1..world.posts.len()).step_by(5) {
                month_done(world, post);
            }
        }
        20 => {
            for post in 0..world.posts.len() {
                if let Some(since) = world.posts[post].holder.as_ref().map(|h| h.since).filter(|_| world.rng.percent(1))
                {
                    leaves(world, post, since, LeftReason::MarketJob);
                }
            }
        }
        _ => {}
    }
}

fn month_done(world: &mut World, post: usize) {
    let today = world.today;
    let month = today.month().first().plus_days(-1).month();
    let (done, later) =
        std::mem::take(&mut world.posts[post].ended).into_iter().partition(|(_, to)| *to <= month.last());
    world.posts[post].ended = later;
    let mut done: Vec<(Holder, Date)> = done;
    done.retain(|(_, to)| *to >= month.first());
    done.extend(world.posts[post].holder.clone().filter(|h| h.since <= month.last()).map(|h| (h, month.last())));
    for (holder, to) in done {
        let Post { of, county, village, full_time, .. } = world.posts[post].clone();
        let human = holder.human;
        let spell = Spell { since: holder.since, to, month };
        let amount_fen = world.serves((&of, full_time), county, village, &world.people[human].of.clone(), &spell, true);
        if let Some(amount_fen) = amount_fen {
            let paid = (month, spell.days(), amount_fen);
            claims::allowance(world, today.plus_days(3), post, human, paid);
        }
    }
}

/// The part of a month that someone was on duty.
pub struct Spell {
    pub since: Date,
    pub to: Date,
    pub month: Month,
}

impl Spell {
    pub fn days(&self) -> u32 {
        let (first, last) = (self.since.max(self.month.first()), self.to.min(self.month.last()));
        u32::try_from(last.days_since(first) + 1).unwrap_or(0)
    }
}

impl World {
    /// A month of duty, logged and assessed; what it earned, or nothing where duty was not done.
    pub fn serves(
        &mut self,
        (post, full_time): (&Ref<WelfarePost>, bool),
        county: usize,
        village: usize,
        person: &Ref<Person>,
        spell: &Spell,
        may_fail: bool,
    ) -> Option<Fen> {
        let today = self.today;
        let Village { clerk, township, code, .. } = self.counties[county].villages[village].clone();
        let (month, served) = (spell.month, spell.days());
        let usual = if full_time { 22 } else { 11 };
        let days = (usual * served / u32::from(month.days())).saturating_sub(self.rng.between(0, 2)).max(1).min(served);
        let evidence = self.rng.evidence(EvidenceKind::Attendance);
        let days = u8::try_from(days).unwrap_or(1);
        self.tell(today, &clerk, post, Event::DutyLogged { person: person.clone(), month, days, evidence });
        let outcome = if may_fail && self.rng.percent(2) { DutyOutcome::NotCompleted } else { DutyOutcome::Completed };
        let substitute = self.rng.percent(3);
        let by = if substitute { &township } else { &clerk };
        let evidence = self.rng.evidence(EvidenceKind::Attendance);
        let assessed = Event::DutyAssessed { person: person.clone(), month, outcome, substitute, evidence };
        self.tell(today.plus_days(1), by, post, assessed);
        if outcome == DutyOutcome::NotCompleted {
            return None;
        }
        let accrued = today.plus_days(2);
        let monthly = self.standards.monthly(code.at(Level::County), full_time, month, accrued);
        let amount_fen = monthly.share(u64::from(served), u64::from(month.days()));
        let by = self.counties[county].desks.clerk.clone();
        self.tell(accrued, &by, post, Event::AllowanceAccrued { person: person.clone(), month, amount_fen });
        Some(amount_fen)
    }
}
