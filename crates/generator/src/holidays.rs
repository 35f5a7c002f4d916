//! 节假日 Days off and weekend days worked, as the State Council published them for 2024, 2025 and 2026.

use domain::values::{Holidays, Span};

use crate::world::day;

type MonthDay = (i8, i8);

pub fn of(year: i16) -> Holidays {
    let (off, worked): (&[(MonthDay, MonthDay)], &[MonthDay]) = match year {
        2024 => (
            &[
                ((1, 1), (1, 1)),
                ((2, 10), (2, 17)),
                ((4, 4), (4, 6)),
                ((5, 1), (5, 5)),
                ((6, 8), (6, 10)),
                ((9, 15), (9, 17)),
                ((10, 1), (10, 7)),
            ],
            &[(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
        ),
        2025 => (
            &[
                ((1, 1), (1, 1)),
                ((1, 28), (2, 4)),
                ((4, 4), (4, 6)),
                ((5, 1), (5, 5)),
                ((5, 31), (6, 2)),
                ((10, 1), (10, 8)),
            ],
            &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
        ),
        _ => (
            &[
                ((1, 1), (1, 3)),
                ((2, 15), (2, 23)),
                ((4, 4), (4, 6)),
                ((5, 1), (5, 5)),
                ((6, 19), (6, 21)),
                ((9, 25), (9, 27)),
                ((10, 1), (10, 7)),
            ],
            &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
        ),
    };
    let on = |(month, of_month): MonthDay| day(year, month, of_month);
    let days_off = off.iter().map(|(from, to)| Span { from: on(*from), to: Some(on(*to)) }).collect();
    Holidays { year, days_off, days_worked: worked.iter().map(|at| on(*at)).collect() }
}
