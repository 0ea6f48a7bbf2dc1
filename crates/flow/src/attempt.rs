//! Ids of calls and timers, and the state of the window in which a person signs in at the provider.

/// The id of one call or timer. An answer to an older one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attempt(pub(crate) u32);

impl Attempt {
    /// The number itself, unique within one opening of the widget.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// The known state of the window in which a person signs in at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// It is open.
    Open(Attempt),
    /// It is no longer visible. The person may have just come back, so the screen shows nothing until a timer expires.
    Vanishing(Attempt),
    /// It is no longer visible: closed, or cut off from this page.
    Gone,
    /// The browser did not open it.
    Blocked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attempt_has_a_unique_number() {
        assert_eq!([Attempt(7).number(), Attempt(8).number()], [7, 8]);
    }
}
