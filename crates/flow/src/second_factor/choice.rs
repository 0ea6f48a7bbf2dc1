//! One of several, by its position.

use std::fmt;

/// What was chosen. It prints as `***`: a chosen picture is as good as a password.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice(Option<usize>);

impl Choice {
    /// The choice at a position.
    pub const fn at(position: usize) -> Self {
        Self(Some(position))
    }

    /// Whether this is the choice at a position.
    pub fn is_at(self, position: usize) -> bool {
        self.0 == Some(position)
    }

    /// What was chosen out of `all`, if anything.
    pub(super) fn of<T>(self, all: &[T]) -> Option<&T> {
        self.0.and_then(|position| all.get(position))
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_knows_its_position_and_does_not_print_it() {
        assert!(Choice::at(1).is_at(1) && !Choice::at(1).is_at(0) && !Choice::default().is_at(0));
        assert_eq!(format!("{:?}", Choice::at(1)), "***");
    }
}
