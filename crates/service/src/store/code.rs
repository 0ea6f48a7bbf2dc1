//! Codes in columns that say why something failed.

use crate::documents::Unsupported;
use sqlx::any::{AnyTypeInfo, AnyValueRef};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Any, Database, Decode, Encode, Type};
use wink_wire::{ArchiveErrorCode, ErrorCode};

/// A code in a `TEXT` column, by its name. A name that this build does not know is logged as an error and read as
/// [`Code::UNKNOWN`]: one such row must not make a whole list unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coded<T>(pub(crate) T);

/// A code that says why something failed.
pub(crate) trait Code: Copy {
    /// Replaces every code that this build does not know.
    const UNKNOWN: Self;

    fn name(self) -> &'static str;

    /// `None` if this build does not know it.
    fn named(name: &str) -> Option<Self>;
}

macro_rules! codes {
    ($($code:ty, $unknown:ident;)+) => {$(
        impl Code for $code {
            const UNKNOWN: Self = Self::$unknown;

            fn name(self) -> &'static str {
                Self::name(self)
            }

            fn named(name: &str) -> Option<Self> {
                Self::named(name)
            }
        }
    )+};
}

codes! {
    ErrorCode, SystemError;
    ArchiveErrorCode, SystemError;
    Unsupported, Kind;
}

impl<T: Code> Coded<T> {
    fn read(name: &str) -> Self {
        Self(T::named(name).unwrap_or_else(|| {
            tracing::error!(code = name, "the database holds a code that this build does not know");
            T::UNKNOWN
        }))
    }
}

impl<T> Type<Any> for Coded<T> {
    fn type_info() -> AnyTypeInfo {
        <str as Type<Any>>::type_info()
    }
}

impl<'q, T: Code> Encode<'q, Any> for Coded<T> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Any as Database>::ArgumentBuffer<'q>,
    ) -> Result<IsNull, BoxDynError> {
        Encode::<Any>::encode(self.0.name().to_owned(), buffer)
    }
}

impl<'r, T: Code> Decode<'r, Any> for Coded<T> {
    fn decode(value: AnyValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self::read(&<String as Decode<Any>>::decode(value)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_code() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::named(code.name()), Some(code));
        }
        for code in ArchiveErrorCode::ALL {
            assert_eq!(ArchiveErrorCode::named(code.name()), Some(code));
        }
        for why in Unsupported::ALL {
            assert_eq!(Unsupported::named(why.name()), Some(why));
        }
    }

    #[test]
    fn a_row_with_an_unknown_code_can_still_be_read() {
        assert_eq!(ErrorCode::named("NEWER_THAN_THIS"), None);
        assert_eq!(Coded::<ErrorCode>::read("NEWER_THAN_THIS"), Coded(ErrorCode::SystemError));
        assert_eq!(Coded::<ArchiveErrorCode>::read(""), Coded(ArchiveErrorCode::SystemError));
        assert_eq!(Coded::<Unsupported>::read("kind"), Coded(Unsupported::Kind));
    }
}
