//! Names and labels of types and subtypes, as in the Open API's specification.

use wink_wire::ProviderType;

/// The specification's spelling of a type.
pub(crate) const fn type_name(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Gig => "GIG",
        ProviderType::Government => "GOVERNMENT",
        ProviderType::System | ProviderType::Unknown => "SYSTEM",
        ProviderType::Employer => "EMPLOYER",
        ProviderType::Credential => "CREDENTIAL",
    }
}

/// The label of a type.
pub(crate) const fn type_label(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Gig => "Gig Platform",
        ProviderType::Government => "Govt Service",
        ProviderType::System | ProviderType::Unknown => "System",
        ProviderType::Employer => "Employer",
        ProviderType::Credential => "Credential",
    }
}

/// The label of a subtype. `None` if the specification does not have it.
pub(crate) fn sub_type_label(sub_type: &str) -> Option<&'static str> {
    SUB_TYPES.iter().find(|(name, _)| *name == sub_type).map(|(_, label)| *label)
}

/// Every type that a provider can have.
pub(crate) const TYPES: [ProviderType; 5] = [
    ProviderType::Gig,
    ProviderType::Government,
    ProviderType::System,
    ProviderType::Employer,
    ProviderType::Credential,
];

/// Every subtype, with its label.
pub(crate) const SUB_TYPES: [(&str, &str); 30] = [
    ("SERVICES", "Professional Services"),
    ("TRANSPORTATION", "Transport and Delivery"),
    ("SHARING", "Asset Sharing"),
    ("TRADING", "Online Selling"),
    ("INSURANCE", "Social Insurance"),
    ("PAYROLL", "Payroll System"),
    ("WALLET", "Tamper-proof document issuance & verification systems"),
    ("HRIS", "Human Resource Information System"),
    ("IDENTIFICATION", "Identification"),
    ("ISIC-A", "Agriculture, forestry and fishing"),
    ("ISIC-B", "Mining and quarrying"),
    ("ISIC-C", "Manufacturing"),
    ("ISIC-D", "Electricity, gas, steam and air conditioning supply"),
    ("ISIC-E", "Water supply; sewerage, waste management and remediation activities"),
    ("ISIC-F", "Construction"),
    ("ISIC-G", "Wholesale and retail trade; repair of motor vehicles and motorcycles"),
    ("ISIC-H", "Transportation and storage"),
    ("ISIC-I", "Accommodation and food service activities"),
    ("ISIC-J", "Information and communication"),
    ("ISIC-K", "Financial and insurance activities"),
    ("ISIC-L", "Real estate activities"),
    ("ISIC-M", "Professional, scientific and technical activities"),
    ("ISIC-N", "Administrative and support service activities"),
    ("ISIC-O", "Public administration and defense; compulsory social security"),
    ("ISIC-P", "Education"),
    ("ISIC-Q", "Human health and social work activities"),
    ("ISIC-R", "Arts, entertainment and recreation"),
    ("ISIC-S", "Other service activities"),
    (
        "ISIC-T",
        "Activities of households as employers; undifferentiated goods; and services-producing activities of \
         households for own use",
    ),
    ("ISIC-U", "Activities of extraterritorial organization and bodies"),
];
