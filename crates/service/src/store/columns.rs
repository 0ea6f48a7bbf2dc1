//! How our types are stored in columns. sqlx's `Any` knows only texts and numbers: everything else is a text that serde
//! writes and reads.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyTypeInfo, AnyValueRef};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Any, Database, Decode, Encode, Type};
use std::ops::Deref;

/// A value that is stored as JSON in a `TEXT` column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Type<Any> for Json<T> {
    fn type_info() -> AnyTypeInfo {
        <str as Type<Any>>::type_info()
    }
}

impl<'q, T: Serialize> Encode<'q, Any> for Json<T> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Any as Database>::ArgumentBuffer<'q>,
    ) -> Result<IsNull, BoxDynError> {
        Encode::<Any>::encode(serde_json::to_string(&self.0)?, buffer)
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Any> for Json<T> {
    fn decode(value: AnyValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(serde_json::from_str(&<String as Decode<Any>>::decode(value)?)?))
    }
}

/// Stores enums without fields in `TEXT` columns, by the names that serde gives their variants.
macro_rules! text_columns {
    ($($name:ty),+ $(,)?) => {$(
        impl sqlx::Type<sqlx::Any> for $name {
            fn type_info() -> sqlx::any::AnyTypeInfo {
                <str as sqlx::Type<sqlx::Any>>::type_info()
            }
        }

        impl<'q> sqlx::Encode<'q, sqlx::Any> for $name {
            fn encode_by_ref(
                &self,
                buffer: &mut <sqlx::Any as sqlx::Database>::ArgumentBuffer<'q>,
            ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                let name = $crate::store::columns::name_of(self)?;
                <String as sqlx::Encode<'q, sqlx::Any>>::encode(name, buffer)
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Any> for $name {
            fn decode(
                value: sqlx::any::AnyValueRef<'r>,
            ) -> std::result::Result<Self, sqlx::error::BoxDynError> {
                let name = <String as sqlx::Decode<'r, sqlx::Any>>::decode(value)?;
                $crate::store::columns::by_name(name)
            }
        }
    )+};
}
pub(crate) use text_columns;

/// The name that serde gives a variant.
pub(crate) fn name_of(value: &impl Serialize) -> Result<String, BoxDynError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        other => Err(format!("not a name: {other}").into()),
    }
}

/// The variant of a name.
pub(crate) fn by_name<T: DeserializeOwned>(name: String) -> Result<T, BoxDynError> {
    Ok(serde_json::from_value(serde_json::Value::String(name))?)
}
