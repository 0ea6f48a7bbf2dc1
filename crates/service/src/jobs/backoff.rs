//! When to retry something that failed.

/// The pauses after the first failure, the second and so on, in milliseconds. After the last one, the caller gives up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff(&'static [i64]);

impl Backoff {
    pub(crate) const fn new(pauses_millis: &'static [i64]) -> Self {
        Self(pauses_millis)
    }

    /// When to try again after `failures` failures in all, the last of them at `now_millis`. `None`: give up.
    pub(crate) fn due_at(self, failures: i64, now_millis: i64) -> Option<i64> {
        let index = usize::try_from(failures.checked_sub(1)?).ok()?;
        Some(now_millis + self.0.get(index)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_pause_and_the_last_none() {
        let backoff = Backoff::new(&[10, 20, 40]);
        assert_eq!(backoff.due_at(1, 1000), Some(1010));
        assert_eq!(backoff.due_at(2, 1000), Some(1020));
        assert_eq!(backoff.due_at(3, 1000), Some(1040));
        assert_eq!(backoff.due_at(4, 1000), None);
        assert_eq!(backoff.due_at(i64::MAX, 1000), None);
    }

    #[test]
    fn no_failure_has_no_pause() {
        let backoff = Backoff::new(&[10]);
        assert_eq!(backoff.due_at(0, 1000), None);
        assert_eq!(backoff.due_at(i64::MIN, 1000), None);
    }
}
