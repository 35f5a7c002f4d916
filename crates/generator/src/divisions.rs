//! Where it all takes place: real divisions of Hunan, a handful of townships and villages in each county.

use domain::values::{AreaCode, Level};

/// Trimmed from the National Bureau of Statistics' codes as of 2023-06-30; see the crate's documentation.
const SAMPLE: &str = include_str!("../data/hunan-sample.csv");

/// A statutory county with some of its villages.
#[derive(Clone, Debug)]
pub struct Land {
    pub county: AreaCode,
    pub name: &'static str,
    pub villages: Vec<AreaCode>,
}

/// Province and prefectures are the codes above; the 12 development zones have no code of their own and are left out.
pub fn counties() -> Vec<Land> {
    let mut counties: Vec<Land> = vec![];
    for (code, name) in rows() {
        match code.level() {
            Level::County => counties.push(Land { county: code, name, villages: vec![] }),
            Level::Village => {
                if let Some(land) = counties.last_mut().filter(|land| code.lies_in(land.county)) {
                    land.villages.push(code);
                }
            }
            _ => {}
        }
    }
    counties
}

/// The name of a division that is in the sample.
pub fn name(code: AreaCode) -> &'static str {
    rows().find(|(row, _)| *row == code).map_or("", |(_, name)| name)
}

fn rows() -> impl Iterator<Item = (AreaCode, &'static str)> {
    let cells = SAMPLE.lines().filter_map(|row| row.split_once(','));
    cells.filter_map(|(code, name)| Some((code.parse().ok()?, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statutory_county_has_villages() {
        let counties = counties();
        assert_eq!(counties.len(), 122);
        assert!(counties.iter().all(|land| land.villages.len() >= 5 && !land.name.is_empty()));
        assert_eq!(rows().count() + 1, SAMPLE.lines().count(), "every row but the head is read");
        let prefectures: std::collections::BTreeSet<_> =
            counties.iter().map(|land| land.county.at(Level::Prefecture)).collect();
        assert_eq!(prefectures.len(), 14);
    }
}
