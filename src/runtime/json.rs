//! Reads the wire's types from what the browser has parsed.
//!
//! `serde-wasm-bindgen` does this too, with error messages. Here an answer is either valid or not, and nobody reads the
//! reason. Without messages, and with fields looked up by position, the whole module is a tenth smaller.
//!
//! It can go when `serde-wasm-bindgen` can be built without its error texts and the module grows by less than a hundredth
//! (`cargo xtask bench size`).

use js_sys::{Array, Reflect};
use serde::de::value::{StringDeserializer, U32Deserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt::{self, Display};
use wasm_bindgen::{JsCast, JsValue};

/// Reads a value. `None` if it is invalid.
pub(super) fn read<T: DeserializeOwned>(value: JsValue) -> Option<T> {
    T::deserialize(Value(value)).ok()
}

/// The value is invalid.
#[derive(Debug)]
struct Nonsense;

impl Display for Nonsense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nonsense")
    }
}

impl std::error::Error for Nonsense {}

// The default methods would each format a message.
impl Error for Nonsense {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

struct Value(JsValue);

impl Value {
    fn whole_number(&self) -> Result<u64, Nonsense> {
        let number = self.0.as_f64().ok_or(Nonsense)?;
        // Beyond 2^53, a JSON number loses precision.
        let is_whole = number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked in the line above"
        )]
        if is_whole { Ok(number as u64) } else { Err(Nonsense) }
    }

    fn text(&self) -> Result<String, Nonsense> {
        self.0.as_string().ok_or(Nonsense)
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Nonsense> {
            visitor.visit_u64(self.whole_number()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = Nonsense;

    // No wire type needs self-describing values.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Nonsense> {
        Err(Nonsense)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Nonsense> {
        visitor.visit_bool(self.0.as_bool().ok_or(Nonsense)?)
    }

    whole_numbers! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Nonsense> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Nonsense> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Nonsense> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Nonsense> {
        let items = self.0.dyn_into::<Array>().map_err(|_| Nonsense)?;
        visitor.visit_seq(Items { items, next: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Nonsense> {
        if !self.0.is_object() {
            return Err(Nonsense);
        }
        visitor.visit_map(Fields { object: self.0, names, next: 0, value: JsValue::UNDEFINED })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Nonsense> {
        let variant: StringDeserializer<Nonsense> = self.text()?.into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct map
        identifier ignored_any
    }
}

struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Nonsense;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Nonsense> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next += 1;
        seed.deserialize(Value(item)).map(Some)
    }
}

/// The fields of a type, in its own order. Other properties of the object are ignored.
struct Fields {
    object: JsValue,
    names: &'static [&'static str],
    next: u32,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Nonsense;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Nonsense> {
        while let Some(name) = self.names.get(self.next as usize) {
            let place = self.next;
            self.next += 1;
            self.value = Reflect::get(&self.object, &(*name).into()).map_err(|_| Nonsense)?;
            if !self.value.is_undefined() {
                let place: U32Deserializer<Nonsense> = place.into_deserializer();
                return seed.deserialize(place).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Nonsense> {
        seed.deserialize(Value(std::mem::take(&mut self.value)))
    }
}
