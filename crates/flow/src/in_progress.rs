//! The screens on which an account is in progress. Only these apply updates of such an account: the functions that do
//! take an [`InProgress`], so no other screen can receive one.

use crate::link::Link;
use crate::second_factor::SecondFactor;
use crate::sign_in::SignIn;
use crate::state::{Connecting, State};

/// A screen between sending credentials and the connected account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InProgress {
    /// The person signs in at the provider.
    SignIn(SignIn),
    /// The service is linking the account.
    Connecting(Connecting),
    /// The provider asks for a second factor.
    SecondFactor(SecondFactor),
}

impl InProgress {
    /// The account, to update it.
    pub(crate) const fn link_mut(&mut self) -> &mut Link {
        match self {
            Self::SignIn(sign_in) => &mut sign_in.link,
            Self::Connecting(connecting) => &mut connecting.link,
            Self::SecondFactor(factor) => &mut factor.link,
        }
    }

    /// The account, for the next screen.
    pub(crate) fn into_link(self) -> Link {
        match self {
            Self::SignIn(sign_in) => sign_in.link,
            Self::Connecting(connecting) => connecting.link,
            Self::SecondFactor(factor) => factor.link,
        }
    }
}

impl From<InProgress> for State {
    fn from(screen: InProgress) -> Self {
        match screen {
            InProgress::SignIn(sign_in) => Self::SignIn(sign_in),
            InProgress::Connecting(connecting) => Self::Connecting(connecting),
            InProgress::SecondFactor(factor) => Self::SecondFactor(factor),
        }
    }
}
