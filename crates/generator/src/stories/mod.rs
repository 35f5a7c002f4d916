//! Rare lives, one function each. A story says what happens from its first day on, each step by its own desk; its people are
//! its own, so that ordinary life does not meddle.

mod areas;
mod bases;
mod claims;
mod disputes;
mod findings;
mod firms;
mod households;
mod layoffs;
mod persons;
mod posts;
mod workshops;

use domain::{
    actor::Actor,
    values::{AreaCode, Date},
};

use crate::{
    county::{County, Desks, Village},
    world::{World, day},
};

/// Where and when a story is set.
#[derive(Clone, Debug)]
pub struct Scene {
    pub county: usize,
    pub village: usize,
    pub area: AreaCode,
    pub clerk: Actor,
    pub township: Actor,
    pub desks: Desks,
    pub on: Date,
}

impl Scene {
    /// The day so many days into the story.
    pub fn day(&self, after: i32) -> Date {
        self.on.plus_days(after)
    }
}

impl World {
    pub fn scene(&self, county: usize, village: usize, on: Date) -> Scene {
        let County { villages, desks, .. } = &self.counties[county];
        let Village { code, clerk, township, .. } = villages[village].clone();
        Scene { county, village, area: code, clerk, township, desks: desks.clone(), on }
    }
}

type Story = fn(&mut World, &Scene);

/// Each with the days it takes.
const STORIES: &[(Story, u32)] = &[
    (posts::kin_of_an_official, 90),
    (posts::annulled_and_placed_again, 60),
    (posts::suspended_for_an_illness, 150),
    (posts::exit_upheld_against_the_holder, 150),
    (posts::exit_objection_upheld, 120),
    (posts::sixteen_this_year, 60),
    (posts::second_post_found_by_matching, 150),
    (posts::approved_before_the_notice_ended, 60),
    (posts::abolished_before_anyone_came, 40),
    (persons::custody, 200),
    (persons::certificate_and_better_wage, 120),
    (persons::job_that_never_was, 60),
    (persons::death_of_a_namesake, 50),
    (persons::changed_account, 90),
    (claims::supplement_asked, 80),
    (claims::clawed_back, 130),
    (claims::refused_and_appealed, 90),
    (claims::guaranteed_loan, 250),
    (claims::reserved_twice, 60),
    (claims::invitation_declined, 30),
    (claims::paid_after_death, 250),
    (claims::died_before_leaving, 250),
    (firms::blacklisted_and_lifted, 320),
    (firms::broker, 200),
    (households::sudden_hardship_and_relapse, 230),
    (households::rejection_objected_to, 40),
    (households::confirmation_annulled, 60),
    (households::removal_annulled, 150),
    (households::three_generations, 180),
    (households::moved_and_dissolved, 90),
    (layoffs::told_in_time_and_paid, 120),
    (layoffs::gone_overnight, 60),
    (disputes::awarded_in_part_then_whole, 190),
    (disputes::settled_in_mediation, 70),
    (disputes::suspended_extended_enforced, 260),
    (disputes::nothing_left_to_enforce, 300),
    (disputes::about_the_contract_only, 100),
    (disputes::refused_and_sued, 60),
    (disputes::lapsed, 50),
    (disputes::withdrawn, 40),
    (disputes::dismissed, 90),
    (disputes::wages_ordered_paid, 90),
    (disputes::order_disobeyed, 80),
    (disputes::complaint_becomes_a_dispute, 120),
    (disputes::complaint_withdrawn, 30),
    (findings::confirmed_and_recovered, 155),
    (findings::explained, 65),
    (findings::data_error, 40),
    (findings::limit_passed, 30),
    (areas::relocation_site, 230),
    (areas::merged_villages, 70),
    (workshops::upgraded_after_a_watch, 260),
    (workshops::suspended_and_too_small, 200),
    (workshops::stopped_after_its_season, 260),
    (workshops::illegal_and_heard, 160),
    (workshops::left_and_came_again, 220),
    (workshops::award_sent_back_and_clawed_back, 560),
    (bases::supported_and_awarded, 560),
    (bases::refused_and_given_up, 200),
    (areas::demand_answered_and_not, 90),
    (posts::there_for_a_season, 160),
];

/// Every story in each round, spread over places and over the two years; the first round within their first months, so that
/// a short history has them all.
pub fn plan_all(world: &mut World) {
    for round in 0..world.scale.rounds {
        for (i, (story, days)) in STORIES.iter().enumerate() {
            let county = (round * 7 + i) % world.counties.len();
            let village = world.rng.below(world.counties[county].villages.len());
            let latest = if round == 0 { 60 } else { 690_u32.saturating_sub(*days) };
            let on = day(2024, 2, 1).plus_days(world.rng.days(0, latest.min(650)));
            let story = *story;
            world.plan(on, move |world| {
                let scene = world.scene(county, village, on);
                story(world, &scene);
            });
        }
    }
}
