//! 裁减人员规则 The standard of layoffs, and what it makes due.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Date, Fen, Limit};

/// The name of the standard with the [`Rules`].
pub const STANDARD: &str = "layoff";

/// Labour Contract Law, articles 41 and 47; all of it general knowledge. DOMAIN §2.13.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Rules {
    /// So many leave at once … Usual: 20.
    pub mass_heads_min: u32,
    /// … or this share of the staff, in thousandths. Usual: 100.
    pub mass_per_mille_min: u16,
    /// Then all are told so long before. Usual: 30 calendar days.
    pub notice: Limit,
    /// 经济补偿 For each year of service, in thousandths of a month's wage; six months or more count as a year. Usual: 1000.
    pub year_per_mille: u16,
    /// For a rest of less than six months. Usual: 500.
    pub rest_per_mille: u16,
    /// 三倍封顶 A higher monthly wage counts only up to this. The local figure of the year; no usual number.
    pub wage_cap_fen: Option<Fen>,
    /// Years that count at most where the wage was cut so. Usual: 12.
    pub capped_years_max: u16,
    /// 支付期限 From the last day on. No usual number.
    pub payment: Limit,
}

impl Rules {
    /// 规模裁员
    pub fn is_mass(&self, leaving: u32, staff: u32) -> bool {
        let share = u64::from(leaving) * 1000 >= u64::from(staff) * u64::from(self.mass_per_mille_min);
        leaving >= self.mass_heads_min || share
    }

    /// 经济补偿 For service from a day up to the last one, rounded down to the fen.
    pub fn compensation(&self, since: Date, left_on: Date, monthly_fen: Fen) -> Fen {
        let end = left_on.plus_days(1);
        let served = |months: u16| since.plus_months(i32::from(months)) <= end;
        let mut years = (1..=YEARS_MAX).take_while(|years| served(years * 12)).last().unwrap_or(0);
        let rest = since.plus_months(i32::from(years) * 12) < end;
        let mut short = rest;
        if served(years * 12 + 6) {
            (years, short) = (years + 1, false);
        }
        let cap_fen = self.wage_cap_fen.filter(|cap_fen| monthly_fen > *cap_fen);
        if cap_fen.is_some() && years >= self.capped_years_max {
            (years, short) = (self.capped_years_max, false);
        }
        let of_year = u64::from(years) * u64::from(self.year_per_mille);
        let of_rest = if short { u64::from(self.rest_per_mille) } else { 0 };
        cap_fen.unwrap_or(monthly_fen).share(of_year + of_rest, 1000)
    }
}

/// A working life.
const YEARS_MAX: u16 = 80;
