//! The screens of an account that is under way. What the service says of such an account is taken in on each of them,
//! and nowhere else: a caller has to have one of these, so there is no other screen to think of.

use crate::link::Link;
use crate::second_factor::SecondFactor;
use crate::sign_in::SignIn;
use crate::state::{Connecting, State};

/// A screen of an account between credentials and connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UnderWay {
    /// The person signs in at the provider.
    SignIn(SignIn),
    /// The service is linking the account.
    Connecting(Connecting),
    /// The provider asks for a second factor.
    SecondFactor(SecondFactor),
}

impl UnderWay {
    /// The account, to change what is known of it.
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

impl From<UnderWay> for State {
    fn from(screen: UnderWay) -> Self {
        match screen {
            UnderWay::SignIn(sign_in) => Self::SignIn(sign_in),
            UnderWay::Connecting(connecting) => Self::Connecting(connecting),
            UnderWay::SecondFactor(factor) => Self::SecondFactor(factor),
        }
    }
}
