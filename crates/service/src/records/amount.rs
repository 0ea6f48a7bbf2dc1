//! Money.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Money in hundredths of its unit. In JSON it is a number of units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amount(pub(crate) i64);

impl Amount {
    /// Whole units.
    pub(crate) const fn units(units: i64) -> Self {
        Self(units * 100)
    }

    /// Converts to units, for computations.
    #[expect(clippy::cast_precision_loss, reason = "exact up to ninety trillion units")]
    pub(crate) fn to_units(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// Rounds units to the nearest hundredth.
    #[expect(clippy::cast_possible_truncation, reason = "a cast from a float ends at the bounds")]
    pub(crate) fn from_units(units: f64) -> Self {
        Self((units * 100.0).round() as i64)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 100 {
            0 => (self.0 / 100).serialize(serializer),
            _ => self.to_units().serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from_units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_units_have_no_point() {
        for (hundredths, text) in [(0, "0"), (500, "5"), (-500, "-5"), (1050, "10.5"), (73_832, "738.32")] {
            assert_eq!(serde_json::to_string(&Amount(hundredths)).unwrap(), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(hundredths in -100_000_000_000_000_i64..100_000_000_000_000) {
            let text = serde_json::to_string(&Amount(hundredths)).unwrap();
            prop_assert_eq!(serde_json::from_str::<Amount>(&text).unwrap(), Amount(hundredths));
        }
    }
}
