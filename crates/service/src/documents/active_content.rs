//! What in a PDF does something, or carries something, instead of showing it. A payslip needs none of it, and a host's
//! reader may run it.

use hayro::hayro_interpret::hayro_syntax::Pdf;
use hayro::hayro_interpret::hayro_syntax::object::{Dict, MaybeRef, Name, Object, String as Text};
use std::collections::BTreeSet;

/// Content of a PDF that is more than pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ActiveContent {
    /// A script, or a form that may hold some.
    Script,
    /// Starts a program, or opens a file of the reader's machine or network.
    Launch,
    /// Files or media in the document, or an action that opens one.
    EmbeddedFile,
    /// Sends what is typed somewhere, or loads values.
    Submission,
}

/// Names that stand in active content alone.
const TELLING: [(&[u8], ActiveContent); 4] = [
    (b"JavaScript", ActiveContent::Script),
    (b"EmbeddedFile", ActiveContent::EmbeddedFile),
    (b"EmbeddedFiles", ActiveContent::EmbeddedFile),
    (b"RichMedia", ActiveContent::EmbeddedFile),
];

/// One more than the longest of them, so that longer names are others.
const LONGEST_TELLING: usize = 14;

/// The active content of a document. Links to web pages do not count.
///
/// Every object counts that the file's current table lists and that can be parsed, whether a page uses it or not. Where
/// an object is broken, other readers may be more lenient, so names that tell are looked for in all bytes too. No stream
/// is decompressed, apart from those that hold objects.
pub(crate) fn active_content_of(pdf: &Pdf) -> BTreeSet<ActiveContent> {
    let mut found: BTreeSet<_> = told_by(pdf.data().as_ref()).collect();
    let mut objects: Vec<Object<'_>> = Vec::new();
    for object in pdf.objects() {
        objects.push(object);
        // What an object refers to is in the list itself.
        while let Some(object) = objects.pop() {
            match object {
                Object::Array(array) => objects.extend(array.raw_iter().filter_map(own)),
                Object::Dict(dict) => look_into(&dict, &mut found, &mut objects),
                Object::Stream(stream) => {
                    let dict = stream.dict();
                    if dict.get::<Name<'_>>("Type").is_some_and(|name| name.as_ref() == b"ObjStm")
                        && let Ok(content) = stream.decoded()
                    {
                        found.extend(told_by(&content));
                    }
                    look_into(dict, &mut found, &mut objects);
                }
                Object::Null(_)
                | Object::Boolean(_)
                | Object::Number(_)
                | Object::String(_)
                | Object::Name(_) => {}
            }
        }
    }
    found
}

/// What names in these bytes tell, wherever they stand. Those that are too short to be sure of, such as `JS`, do not count.
fn told_by(bytes: &[u8]) -> impl Iterator<Item = ActiveContent> {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at + 1);
    starts.filter_map(|start| {
        let name = name_in(bytes.get(start..)?);
        TELLING.iter().find(|(telling, _)| *telling == name).map(|(_, content)| *content)
    })
}

/// The beginning of a name, without its escapes (ISO 32000-1, 7.3.5).
fn name_in(mut bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut name = Vec::new();
    while name.len() < LONGEST_TELLING {
        let escaped = match bytes {
            [b'#', high, low, ..] => digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        let (byte, size) = match (escaped, bytes) {
            (Some(byte), _) => (byte, 3),
            (None, [byte, ..]) if byte.is_ascii_alphanumeric() => (*byte, 1),
            (None, _) => break,
        };
        name.push(byte);
        bytes = bytes.get(size..).unwrap_or_default();
    }
    name
}

fn look_into<'a>(dict: &Dict<'a>, found: &mut BTreeSet<ActiveContent>, objects: &mut Vec<Object<'a>>) {
    found.extend(says(dict));
    objects.extend(dict.entries().filter_map(|(_, value)| own(value)));
}

fn own<T>(value: MaybeRef<T>) -> Option<T> {
    match value {
        MaybeRef::Ref(_) => None,
        MaybeRef::NotRef(value) => Some(value),
    }
}

/// What a dictionary alone says that it is.
fn says(dict: &Dict<'_>) -> impl Iterator<Item = ActiveContent> {
    let name = |key: &str| dict.get::<Name<'_>>(key);
    let is = |key: &str, values: &[&[u8]]| name(key).is_some_and(|name| values.contains(&name.as_ref()));
    let is_script = dict.contains_key("JS") || dict.contains_key("XFA") || is("S", &[b"JavaScript"]);
    let is_launch = is("S", &[b"Launch", b"GoToR"])
        || dict.get::<Text<'_>>("URI").is_some_and(|address| is_of_a_file(address.as_bytes()));
    let is_file = dict.contains_key("EF")
        || is("Type", &[b"EmbeddedFile"])
        || is("S", &[b"GoToE"])
        || is("Subtype", &[b"FileAttachment", b"RichMedia", b"Movie", b"Sound", b"3D"]);
    [
        is_script.then_some(ActiveContent::Script),
        is_launch.then_some(ActiveContent::Launch),
        is_file.then_some(ActiveContent::EmbeddedFile),
        is("S", &[b"SubmitForm", b"ImportData"]).then_some(ActiveContent::Submission),
    ]
    .into_iter()
    .flatten()
}

fn is_of_a_file(address: &[u8]) -> bool {
    const SCHEME: &[u8] = b"file:";
    let address = address.trim_ascii_start();
    address.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Document, Object, SaveOptions, Stream, dictionary};

    /// A PDF of one empty page that opens with this action.
    fn document(object: impl Into<Object>) -> Document {
        let mut document = Document::with_version("1.7");
        let action = document.add_object(object);
        let tree = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "MediaBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        });
        document
            .set_object(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
        let catalog =
            document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "OpenAction" => action });
        document.trailer.set("Root", catalog);
        document
    }

    fn found(content: Vec<u8>) -> Vec<ActiveContent> {
        active_content_of(&Pdf::new(content).unwrap()).into_iter().collect()
    }

    fn saved(document: &mut Document, use_object_streams: bool) -> Vec<u8> {
        let options = SaveOptions::builder()
            .use_object_streams(use_object_streams)
            .use_xref_streams(use_object_streams)
            .build();
        let mut saved = Vec::new();
        document.save_with_options(&mut saved, options).unwrap();
        saved
    }

    #[test]
    fn each_kind_is_found_however_it_is_stored() {
        let file = || Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"MZ".to_vec());
        for (object, expected) in [
            (
                Object::from(dictionary! { "S" => "JavaScript", "JS" => "app.alert(1)" }),
                ActiveContent::Script,
            ),
            (
                dictionary! { "Next" => vec![dictionary! { "JS" => "1" }.into()] }.into(),
                ActiveContent::Script,
            ),
            (dictionary! { "AcroForm" => dictionary! { "XFA" => "x" } }.into(), ActiveContent::Script),
            (dictionary! { "S" => "Launch", "F" => "cmd.exe" }.into(), ActiveContent::Launch),
            (dictionary! { "S" => "GoToR", "F" => "other.pdf" }.into(), ActiveContent::Launch),
            (
                dictionary! { "S" => "URI", "URI" => Object::string_literal("File://machine/share") }.into(),
                ActiveContent::Launch,
            ),
            (
                dictionary! { "Type" => "Filespec", "EF" => dictionary! {} }.into(),
                ActiveContent::EmbeddedFile,
            ),
            (file().into(), ActiveContent::EmbeddedFile),
            (dictionary! { "Subtype" => "RichMedia" }.into(), ActiveContent::EmbeddedFile),
            (
                dictionary! { "S" => "SubmitForm", "F" => "https://x.example" }.into(),
                ActiveContent::Submission,
            ),
        ] {
            let mut document = document(object);
            for use_object_streams in [false, true] {
                assert_eq!(found(saved(&mut document, use_object_streams)), [expected], "{document:?}");
            }
        }
    }

    #[test]
    fn escapes_in_names_hide_nothing() {
        let mut escaped = saved(&mut document(dictionary! { "XX" => "JavaScript", "YY" => "1" }), false);
        for (from, to) in [(&b"/XX"[..], &b"/#53"[..]), (b"/YY", b"/J#53"), (b"JavaScript", b"#4aavaScript")]
        {
            let at = escaped.windows(from.len()).position(|window| window == from).unwrap();
            escaped.splice(at..at + from.len(), to.iter().copied());
        }
        // The places in the table of objects are wrong now, so the objects are searched for.
        assert_eq!(found(escaped), [ActiveContent::Script]);
    }

    #[test]
    fn a_broken_object_hides_nothing() {
        for (broken, expected) in [
            (dictionary! { "S" => "JavaScript", "XX" => "1" }, ActiveContent::Script),
            (dictionary! { "Type" => "EmbeddedFile", "XX" => "1" }, ActiveContent::EmbeddedFile),
        ] {
            let mut broken = saved(&mut document(broken), false);
            let at = broken.windows(3).position(|window| window == b"/XX").unwrap();
            // A name without its value, in the same place.
            broken.splice(at..at + 3, *b"} }");
            assert_eq!(found(broken), [expected]);
        }
        let names = b"/J#61vaScript/EmbeddedFilesystem /RichMedi /JS #";
        assert_eq!(told_by(names).collect::<Vec<_>>(), [ActiveContent::Script]);
    }

    #[test]
    fn an_ordinary_document_has_none() {
        let link = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://wink.example") };
        assert!(found(saved(&mut document(link), true)).is_empty());
        let sample =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/samples/payslip-george.pdf");
        assert!(found(std::fs::read(sample).unwrap()).is_empty());
    }
}
