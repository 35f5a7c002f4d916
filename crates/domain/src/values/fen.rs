use std::{fmt, iter::Sum, ops::Add};

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::Invalid;

/// An amount of money in whole fen (分), never negative: 100 fen are one yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    pub const ZERO: Self = Self(0);
    /// 100 billion yuan, far above any province's budget line; keeps every sum of a log far from overflow.
    pub const MAX: Self = Self(10_000_000_000_000);

    /// `None` outside 0..=`MAX`.
    pub const fn new(fen: i64) -> Option<Self> {
        if fen < 0 || fen > Self::MAX.0 { None } else { Some(Self(fen)) }
    }

    pub const fn yuan(yuan: u32) -> Self {
        Self(yuan as i64 * 100)
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Never below zero.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        if other.0 >= self.0 { Self::ZERO } else { Self(self.0 - other.0) }
    }

    #[must_use]
    pub fn times(self, factor: u64) -> Self {
        self.share(factor, 1)
    }

    /// `self × numerator ÷ denominator`, rounded down to the fen; `MAX` at most.
    #[must_use]
    pub fn share(self, numerator: u64, denominator: u64) -> Self {
        let exact = i128::from(self.0) * i128::from(numerator) / i128::from(denominator.max(1));
        i64::try_from(exact).map_or(Self::MAX, |fen| Self(fen).min(Self::MAX))
    }
}

/// Sums stop at `i64::MAX`, which no log reaches: 922,000 events of `MAX` each.
impl Add for Fen {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Amount;
        impl Visitor<'_> for Amount {
            type Value = Fen;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fen")
            }
            fn visit_u64<E: Error>(self, fen: u64) -> Result<Fen, E> {
                let within = i64::try_from(fen).ok().and_then(Fen::new);
                within.ok_or_else(|| Invalid::MoneyTooLarge { limit_fen: Fen::MAX.0 }.into_serde())
            }
            fn visit_i64<E: Error>(self, fen: i64) -> Result<Fen, E> {
                match u64::try_from(fen) {
                    Ok(fen) => self.visit_u64(fen),
                    Err(_) => Err(Invalid::NegativeMoney { value: fen.to_string() }.into_serde()),
                }
            }
            fn visit_f64<E: Error>(self, fen: f64) -> Result<Fen, E> {
                Err(Invalid::FractionalMoney { value: fen.to_string() }.into_serde())
            }
        }
        d.deserialize_any(Amount)
    }
}

impl schemars::JsonSchema for Fen {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "fen".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "integer", "minimum": 0, "maximum": Self::MAX.0})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(json: &str) -> Result<Fen, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    #[test]
    fn only_whole_amounts_from_zero_up_are_money() {
        assert_eq!(decode("150000"), Ok(Fen(150_000)));
        for (wrong, code) in
            [("-1", "negative_money"), ("1.5", "fractional_money"), ("99999999999999", "money_too_large")]
        {
            assert!(decode(wrong).unwrap_err().contains(code), "{wrong}");
        }
        assert!(decode("\"100\"").unwrap_err().contains("invalid type"));
    }

    #[test]
    fn a_share_rounds_down_and_never_overflows() {
        assert_eq!(Fen(100_000).share(10, 31), Fen(32_258));
        assert_eq!(Fen::MAX.times(u64::MAX), Fen::MAX);
    }
}
