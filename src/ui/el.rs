//! Leptos' builder syntax with the types taken off. Written with `view!`, every element is a type of its own, and
//! building, rebuilding and dropping it is compiled once for each: with some ninety elements that was half of the
//! module. Here an element is a name, a list of attributes and a list of children, whatever it is.

use super::live::{Live, changes, live};
use crate::view::View;
use leptos::html::Custom;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::{Custom as CustomEvent, on};
use leptos::tachys::html::node_ref::node_ref;
use leptos::tachys::html::property::prop;
use std::borrow::Cow;

/// A text that is part of the program or was put together.
pub(crate) type Text = Cow<'static, str>;

/// Finds an element once it is in the document.
pub(crate) type Node = NodeRef<Custom<&'static str>>;

/// An element in the making.
#[must_use]
pub(crate) struct El {
    name: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with a class.
pub(crate) fn el(name: &'static str, class: &'static str) -> El {
    bare(name).set("class", class)
}

/// An element without a class.
pub(crate) fn bare(name: &'static str) -> El {
    El { name, attributes: Vec::new(), children: Vec::new() }
}

/// A button that looks and does as its class and its handler say. It never sends a form.
pub(crate) fn button(class: &'static str) -> El {
    el("button", class).set("type", "button")
}

impl El {
    /// An attribute.
    pub(crate) fn set(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.attribute(custom_attribute(name, value.into()).into_any_attr())
    }

    /// An attribute that follows the flow, and is absent for `None`.
    pub(crate) fn follow<T: Into<Text>>(
        self,
        name: &'static str,
        mut value: impl FnMut() -> Option<T> + Send + 'static,
    ) -> Self {
        let value: Live<Option<Text>> = live(move || value().map(Into::into));
        self.attribute(custom_attribute(name, value).into_any_attr())
    }

    /// An attribute that is "true" or "false".
    pub(crate) fn follow_bool(
        self,
        name: &'static str,
        mut value: impl FnMut() -> bool + Send + 'static,
    ) -> Self {
        self.follow(name, move || Some(if value() { "true" } else { "false" }))
    }

    /// An attribute that is there or not.
    pub(crate) fn follow_flag(
        self,
        name: &'static str,
        mut value: impl FnMut() -> bool + Send + 'static,
    ) -> Self {
        self.follow(name, move || value().then_some("true"))
    }

    /// What is typed into a field.
    pub(crate) fn value(self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.attribute(prop("value", live(value)).into_any_attr())
    }

    /// What an event does.
    pub(crate) fn on(self, event: &'static str, work: impl FnMut(web_sys::Event) + 'static) -> Self {
        let work: Box<dyn FnMut(web_sys::Event)> = Box::new(work);
        self.attribute(on(CustomEvent::new(event), work).into_any_attr())
    }

    /// What a click says.
    pub(crate) fn says(self, view: View, event: wink_flow::Event) -> Self {
        self.on("click", move |_| view.send(event.clone()))
    }

    /// Lets the element be found.
    pub(crate) fn node(self, node: Node) -> Self {
        self.attribute(node_ref::<Custom<&'static str>, _>(node).into_any_attr())
    }

    fn attribute(mut self, attribute: AnyAttribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// A child.
    pub(crate) fn child(mut self, child: impl Into<AnyView>) -> Self {
        self.children.push(child.into());
        self
    }

    /// A child that may be absent.
    pub(crate) fn maybe(self, child: Option<impl Into<AnyView>>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Some children.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = impl Into<AnyView>>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// A text.
    pub(crate) fn text(self, text: impl Into<Text>) -> Self {
        self.child(text.into().into_any())
    }

    /// A text that follows the flow.
    pub(crate) fn live_text<T: Into<Text>>(self, mut text: impl FnMut() -> T + Send + 'static) -> Self {
        let text: Live<Text> = live(move || text().into());
        self.child(text.into_any())
    }

    /// A child that is made anew whenever `key` gives another value.
    pub(crate) fn switch<T: PartialEq + Send + 'static>(
        self,
        key: impl Fn() -> T + Send + Sync + 'static,
        mut build: impl FnMut(T) -> Option<AnyView> + Send + 'static,
    ) -> Self
    where
        T: Clone,
    {
        let (version, last) = changes(key);
        let view: Live<AnyView> = live(move || {
            version.get();
            last().and_then(&mut build).unwrap_or_else(nothing)
        });
        self.child(view.into_any())
    }
}

impl From<El> for AnyView {
    fn from(El { name, attributes, children }: El) -> Self {
        custom(name).child(children).add_any_attr(attributes).into_any()
    }
}

/// No view.
pub(crate) fn nothing() -> AnyView {
    ().into_any()
}
