//! An untyped element builder for Leptos. With `view!`, each element has its own type, and the code that builds, rebuilds
//! and drops it is compiled for each one: with about ninety elements that was half of the module. Here an element is just a
//! name, a list of attributes and a list of children. For the same reason most functions are not inlined.
//!
//! It can go when Leptos' own `view!` with erased types makes a module that is no larger (`cargo xtask bench size`); in
//! 0.8 its `erase_components` is meant for development builds only.

use crate::live::{Live, changes, live};
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

/// A static or a formatted text.
pub(crate) type Text = Cow<'static, str>;

/// Finds an element once it is in the document.
pub(crate) type Node = NodeRef<Custom<&'static str>>;

/// An element that is being built.
#[must_use]
pub(crate) struct El(Box<Parts>);

struct Parts {
    name: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with a class.
#[inline(never)]
pub(crate) fn el(name: &'static str, class: &'static str) -> El {
    bare(name).set("class", class)
}

/// An element without a class.
#[inline(never)]
pub(crate) fn bare(name: &'static str) -> El {
    El(Box::new(Parts { name, attributes: Vec::new(), children: Vec::new() }))
}

/// A button with this class. It never submits a form.
#[inline(never)]
pub(crate) fn button(class: &'static str) -> El {
    el("button", class).set("type", "button")
}

impl El {
    /// An attribute.
    pub(crate) fn set(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.set_text(name, value.into())
    }

    /// An attribute that follows the flow, and is absent for `None`.
    pub(crate) fn follow<T: Into<Text>>(
        self,
        name: &'static str,
        mut value: impl FnMut() -> Option<T> + Send + 'static,
    ) -> Self {
        self.follow_text(name, live(move || value().map(Into::into)))
    }

    /// An attribute that is "true" or "false".
    pub(crate) fn follow_bool(
        self,
        name: &'static str,
        value: impl FnMut() -> bool + Send + 'static,
    ) -> Self {
        self.follow_either(name, live(value), Some("false"))
    }

    /// An attribute that is present or absent.
    pub(crate) fn follow_flag(
        self,
        name: &'static str,
        value: impl FnMut() -> bool + Send + 'static,
    ) -> Self {
        self.follow_either(name, live(value), None)
    }

    /// The value of a field.
    #[inline(never)]
    pub(crate) fn value(self, value: Live<String>) -> Self {
        self.attribute(prop("value", value).into_any_attr())
    }

    /// Whether a radio button is chosen.
    #[inline(never)]
    pub(crate) fn checked(self, value: Live<bool>) -> Self {
        self.attribute(prop("checked", value).into_any_attr())
    }

    /// Adds an event listener.
    pub(crate) fn on(self, event: &'static str, work: impl FnMut(web_sys::Event) + 'static) -> Self {
        self.listen(event, Box::new(work))
    }

    /// Sends an event of the flow on each click.
    #[inline(never)]
    pub(crate) fn on_click(self, view: View, event: wink_flow::Event) -> Self {
        self.listen("click", Box::new(move |_| view.send(event.clone())))
    }

    /// Makes the element available through a [`Node`].
    #[inline(never)]
    pub(crate) fn node(self, node: Node) -> Self {
        self.attribute(node_ref::<Custom<&'static str>, _>(node).into_any_attr())
    }

    /// A child.
    pub(crate) fn child(mut self, child: impl Child) -> Self {
        child.join(&mut self);
        self
    }

    /// A child that may be absent.
    pub(crate) fn maybe(self, child: Option<impl Child>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Some children.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            child.join(&mut self);
        }
        self
    }

    /// A text.
    pub(crate) fn text(self, text: impl Into<Text>) -> Self {
        self.child(text.into())
    }

    /// A text that follows the flow.
    pub(crate) fn live_text<T: Into<Text>>(self, mut text: impl FnMut() -> T + Send + 'static) -> Self {
        self.child(live(move || text().into()))
    }

    /// A child that is rebuilt whenever `key` gives another value.
    pub(crate) fn switch<T: Clone + PartialEq + Send + 'static>(
        self,
        key: impl Fn() -> T + Send + Sync + 'static,
        mut build: impl FnMut(T) -> Option<AnyView> + Send + 'static,
    ) -> Self {
        let (version, last) = changes(key);
        self.child((version, live(move || last().and_then(&mut build))))
    }

    #[inline(never)]
    fn set_text(self, name: &'static str, value: Text) -> Self {
        self.attribute(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn follow_text(self, name: &'static str, value: Live<Option<Text>>) -> Self {
        self.attribute(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn follow_either(self, name: &'static str, mut value: Live<bool>, no: Option<&'static str>) -> Self {
        self.follow(name, move || if value() { Some("true") } else { no })
    }

    #[inline(never)]
    fn listen(self, event: &'static str, work: Box<dyn FnMut(web_sys::Event)>) -> Self {
        self.attribute(on(CustomEvent::new(event), work).into_any_attr())
    }

    #[inline(never)]
    fn attribute(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }
}

impl From<El> for AnyView {
    #[inline(never)]
    fn from(El(parts): El) -> Self {
        let Parts { name, attributes, children } = *parts;
        custom(name).child(children).add_any_attr(attributes).into_any()
    }
}

/// Content of an element.
pub(crate) trait Child {
    /// Becomes the last child.
    fn join(self, parent: &mut El);
}

impl Child for AnyView {
    #[inline(never)]
    fn join(self, parent: &mut El) {
        parent.0.children.push(self);
    }
}

impl Child for El {
    #[inline(never)]
    fn join(self, parent: &mut El) {
        AnyView::from(self).join(parent);
    }
}

impl Child for Text {
    #[inline(never)]
    fn join(self, parent: &mut El) {
        self.into_any().join(parent);
    }
}

impl Child for Live<Text> {
    #[inline(never)]
    fn join(self, parent: &mut El) {
        self.into_any().join(parent);
    }
}

/// A view that is rebuilt whenever the count changes.
impl Child for (Memo<u32>, Live<Option<AnyView>>) {
    #[inline(never)]
    fn join(self, parent: &mut El) {
        let (version, mut view) = self;
        let view: Live<AnyView> = live(move || {
            version.get();
            view().unwrap_or_else(nothing)
        });
        view.into_any().join(parent);
    }
}

/// No view.
#[inline(never)]
pub(crate) fn nothing() -> AnyView {
    ().into_any()
}
