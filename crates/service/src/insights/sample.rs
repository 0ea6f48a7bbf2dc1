//! Statistics of a sample. An empty sample has only a count and a sum.

/// A sample of numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample(Vec<f64>);

impl FromIterator<f64> for Sample {
    fn from_iter<T: IntoIterator<Item = f64>>(numbers: T) -> Self {
        Self(numbers.into_iter().collect())
    }
}

impl Sample {
    #[expect(clippy::cast_precision_loss, reason = "counts of items are small")]
    pub(super) fn count(&self) -> f64 {
        self.0.len() as f64
    }

    pub(super) fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    pub(super) fn average(&self) -> Option<f64> {
        (!self.0.is_empty()).then(|| self.sum() / self.count())
    }

    pub(super) fn min(&self) -> Option<f64> {
        self.0.iter().copied().reduce(f64::min)
    }

    pub(super) fn max(&self) -> Option<f64> {
        self.0.iter().copied().reduce(f64::max)
    }

    /// The middle number, or the average of the two in the middle.
    pub(super) fn median(&self) -> Option<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let upper = *sorted.get(sorted.len() / 2)?;
        if sorted.len() % 2 == 1 {
            return Some(upper);
        }
        sorted.get(sorted.len() / 2 - 1).map(|lower| f64::midpoint(*lower, upper))
    }

    /// The population standard deviation; 0 for a single number.
    pub(super) fn deviation(&self) -> Option<f64> {
        let average = self.average()?;
        let squares: f64 = self.0.iter().map(|number| (number - average).powi(2)).sum();
        Some((squares / self.count()).sqrt())
    }

    /// How many numbers equal the maximum.
    pub(super) fn count_of_max(&self) -> Option<f64> {
        let max = self.max()?;
        Some(self.0.iter().filter(|number| number.total_cmp(&max).is_eq()).copied().collect::<Self>().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_by_hand() {
        for (numbers, expected) in [
            (vec![], [None; 6]),
            (vec![5.0], [Some(5.0), Some(5.0), Some(5.0), Some(5.0), Some(0.0), Some(1.0)]),
            (vec![4.0, 2.0], [Some(3.0), Some(2.0), Some(4.0), Some(3.0), Some(1.0), Some(1.0)]),
            (
                vec![2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0],
                [Some(5.0), Some(2.0), Some(9.0), Some(4.5), Some(2.0), Some(1.0)],
            ),
            (
                vec![1.0, 9.0, 9.0],
                [Some(19.0 / 3.0), Some(1.0), Some(9.0), Some(9.0), Some(128.0_f64.sqrt() / 3.0), Some(2.0)],
            ),
        ] {
            let sample: Sample = numbers.iter().copied().collect();
            let found = [
                sample.average(),
                sample.min(),
                sample.max(),
                sample.median(),
                sample.deviation(),
                sample.count_of_max(),
            ];
            for (found, expected) in found.into_iter().zip(expected) {
                match (found, expected) {
                    (None, None) => {}
                    (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-9, "{numbers:?}"),
                    (found, expected) => panic!("{numbers:?}: {found:?} and not {expected:?}"),
                }
            }
        }
    }
}
