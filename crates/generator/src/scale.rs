//! How large a province has to be for so many lines.

/// The counts from which everything else follows.
#[derive(Clone, Debug)]
pub struct Scale {
    pub events: u64,
    pub counties: usize,
    pub villages: usize,
    pub households: usize,
    pub posts: usize,
    pub workshops: usize,
    /// How often each rare life is lived.
    pub rounds: usize,
    /// How often each abuse is planted, and each life that looks like one: 40 times in 100,000 lines.
    pub planted: usize,
}

impl Scale {
    /// Below this a province would be days without people: a shorter history is the beginning of this one.
    pub const EVENTS_MIN: u64 = 1_500;

    pub fn of(events: u64) -> Self {
        let events = events.max(Self::EVENTS_MIN);
        let n = usize::try_from(events).unwrap_or(usize::MAX);
        let counties = (n / 4_000).clamp(1, 122);
        let rounds = if n < 10_000 { 0 } else { (n / 50_000).clamp(1, 500) };
        // Days, the first of standards and money, rare lives; the rest is workshops, households and posts.
        let planted = if rounds == 0 { 0 } else { (n / LINES_PER_PLANTING).max(1) };
        let fixed = 731 + counties * FIXED_PER_COUNTY + rounds * PER_ROUND + planted * PER_PLANTING;
        let routine = n.saturating_sub(fixed) * 94 / 100;
        let workshops = if rounds == 0 { 0 } else { (routine * 2 / 100 / PER_WORKSHOP).max(counties) };
        let routine = routine.saturating_sub(workshops * PER_WORKSHOP);
        let posts = (routine * 4 / 10 / PER_POST).max(counties);
        let households = (routine * 6 / 10 / PER_HOUSEHOLD).max(counties * 3);
        let villages = (households / counties / 12).clamp(3, 25);
        Self { events, counties, villages, households, posts, workshops, rounds, planted }
    }
}

/// Lines, as counted in what comes out.
const FIXED_PER_COUNTY: usize = 215;
const PER_ROUND: usize = 970;
const PER_PLANTING: usize = 320;
const LINES_PER_PLANTING: usize = 2_400;
const PER_WORKSHOP: usize = 57;
const PER_POST: usize = 145;
const PER_HOUSEHOLD: usize = 75;
