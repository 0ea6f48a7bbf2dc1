//! Documents: their types, formats and sides, and whether a file's content matches its stated format. `analysis` reads
//! what a document says.

mod active_content;
mod container;
#[cfg(test)]
mod crc32;
mod file_name;
mod inspection;
mod reencode;

pub(crate) use active_content::active_content_of;
pub(crate) use file_name::FileName;
pub(crate) use inspection::{HEAD_BYTES, check_container, check_format, format_of, open_picture};
pub(crate) use reencode::without_metadata;

use serde::{Deserialize, Serialize};

/// Why a document is stored unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsupported {
    /// The service does not read this kind.
    Kind,
    /// It is a picture, and the program that reads pictures is not installed.
    Pictures,
}

impl Unsupported {
    pub(crate) const ALL: [Self; 2] = [Self::Kind, Self::Pictures];

    /// The name in the database.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kind => "KIND",
            Self::Pictures => "PICTURES",
        }
    }

    /// `None` if this build does not know it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }

    /// The reason, for a host's developer.
    pub(crate) const fn explanation(self) -> &'static str {
        match self {
            Self::Kind => "The service stores documents of this type but does not read them.",
            Self::Pictures => {
                "The document is a picture, and Tesseract, the program that reads pictures, is not installed."
            }
        }
    }
}

/// Document types that can be uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum DocumentType {
    Payslip,
    TaxDocument,
    CompanyId,
    /// Any type: a host may upload a document without stating its type.
    Others,
}

impl DocumentType {
    /// The types that a person can choose.
    pub(crate) const ALL: [Self; 3] = [Self::Payslip, Self::TaxDocument, Self::CompanyId];

    /// `None` for a type that this build does not know.
    pub(crate) const fn from_wire(kind: wink_wire::FileType) -> Option<Self> {
        match kind {
            wink_wire::FileType::Payslip => Some(Self::Payslip),
            wink_wire::FileType::TaxDocument => Some(Self::TaxDocument),
            wink_wire::FileType::CompanyId => Some(Self::CompanyId),
            wink_wire::FileType::Unknown => None,
        }
    }

    pub(crate) const fn to_wire(self) -> wink_wire::FileType {
        match self {
            Self::Payslip => wink_wire::FileType::Payslip,
            Self::TaxDocument => wink_wire::FileType::TaxDocument,
            Self::CompanyId => wink_wire::FileType::CompanyId,
            Self::Others => wink_wire::FileType::Unknown,
        }
    }

    /// The specification's spelling.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Payslip => "PAYSLIP",
            Self::TaxDocument => "TAX_DOCUMENT",
            Self::CompanyId => "COMPANY_ID",
            Self::Others => "OTHERS",
        }
    }
}

/// Accepted file formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Format {
    Pdf,
    Png,
    Jpeg,
    Tiff,
}

impl Format {
    /// `None` for a format that is not accepted.
    pub(crate) const fn from_wire(format: wink_wire::FileFormat) -> Option<Self> {
        match format {
            wink_wire::FileFormat::Pdf => Some(Self::Pdf),
            wink_wire::FileFormat::Png => Some(Self::Png),
            wink_wire::FileFormat::Jpeg => Some(Self::Jpeg),
            wink_wire::FileFormat::Tiff => Some(Self::Tiff),
            wink_wire::FileFormat::Unknown => None,
        }
    }

    pub(crate) const fn to_wire(self) -> wink_wire::FileFormat {
        match self {
            Self::Pdf => wink_wire::FileFormat::Pdf,
            Self::Png => wink_wire::FileFormat::Png,
            Self::Jpeg => wink_wire::FileFormat::Jpeg,
            Self::Tiff => wink_wire::FileFormat::Tiff,
        }
    }

    /// The file name extension.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Tiff => "tiff",
        }
    }

    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Tiff => "image/tiff",
        }
    }
}

/// A side of a two-sided document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Side {
    Front,
    Back,
}

impl Side {
    /// `None` for a side that this build does not know.
    pub(crate) const fn from_wire(side: wink_wire::Side) -> Option<Self> {
        match side {
            wink_wire::Side::Front => Some(Self::Front),
            wink_wire::Side::Back => Some(Self::Back),
            wink_wire::Side::Unknown => None,
        }
    }

    pub(crate) const fn to_wire(self) -> wink_wire::Side {
        match self {
            Self::Front => wink_wire::Side::Front,
            Self::Back => wink_wire::Side::Back,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_travels_and_comes_back_and_unknown_ones_are_refused() {
        for kind in DocumentType::ALL {
            assert_eq!(DocumentType::from_wire(kind.to_wire()), Some(kind));
            assert_eq!(
                serde_json::to_value(kind).unwrap(),
                kind.name(),
                "stored as the specification spells it"
            );
        }
        // A person cannot choose it, so what a widget sends is never it.
        assert_eq!(DocumentType::from_wire(DocumentType::Others.to_wire()), None);
        assert!(serde_json::from_str::<DocumentType>("\"PASSPORT\"").is_err());
    }

    #[test]
    fn every_format_and_side_travels_and_comes_back() {
        for format in [Format::Pdf, Format::Png, Format::Jpeg, Format::Tiff] {
            assert_eq!(Format::from_wire(format.to_wire()), Some(format));
            assert!(format.content_type().contains('/'));
        }
        assert_eq!(Format::from_wire(wink_wire::FileFormat::Unknown), None);
        for side in [Side::Front, Side::Back] {
            assert_eq!(Side::from_wire(side.to_wire()), Some(side));
        }
        assert_eq!(Side::from_wire(wink_wire::Side::Unknown), None);
    }
}
