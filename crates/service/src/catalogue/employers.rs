//! Generated employers: as many as requested and always the same, to try search with a large catalogue.

use super::Provider;
use wink_wire::catalogue::Connection;
use wink_wire::{LoginOption, ProviderType};

/// How companies of a country are named.
struct Country {
    code: &'static str,
    first: [&'static str; 24],
    /// What the name ends with, and what comes before it.
    legal: (&'static str, &'static str),
}

const COUNTRIES: [Country; 4] = [
    Country {
        code: "PH",
        first: [
            "Bayanihan",
            "Mabuhay",
            "Luzon",
            "Visayas",
            "Mindanao",
            "Makati",
            "Cebu",
            "Davao",
            "Iloilo",
            "Tala",
            "Maharlika",
            "Sampaguita",
            "Narra",
            "Perlas",
            "Silangan",
            "Amihan",
            "Kalayaan",
            "Taal",
            "Mayon",
            "Batangas",
            "Laguna",
            "Pampanga",
            "Agila",
            "Tagumpay",
        ],
        legal: ("", " Inc."),
    },
    Country {
        code: "ID",
        first: [
            "Nusantara",
            "Garuda",
            "Mandiri",
            "Sejahtera",
            "Cahaya",
            "Sinar",
            "Bintang",
            "Merdeka",
            "Jaya",
            "Surya",
            "Mulia",
            "Andalan",
            "Harapan",
            "Samudra",
            "Borneo",
            "Bali",
            "Bandung",
            "Surabaya",
            "Melati",
            "Rajawali",
            "Pusaka",
            "Utama",
            "Lestari",
            "Anugerah",
        ],
        legal: ("PT ", " Tbk"),
    },
    Country {
        code: "SG",
        first: [
            "Merlion",
            "Raffles",
            "Orchid",
            "Marina",
            "Sentosa",
            "Changi",
            "Jurong",
            "Tampines",
            "Bukit",
            "Keppel",
            "Straits",
            "Temasek",
            "Katong",
            "Novena",
            "Clementi",
            "Kallang",
            "Pasir",
            "Serangoon",
            "Punggol",
            "Queenstown",
            "Harbourfront",
            "Esplanade",
            "Bedok",
            "Sembawang",
        ],
        legal: ("", " Pte. Ltd."),
    },
    Country {
        code: "IN",
        first: [
            "Bharat", "Ganga", "Himalaya", "Deccan", "Malabar", "Konkan", "Surya", "Shakti", "Lotus",
            "Sagar", "Vijay", "Ashoka", "Chetak", "Kaveri", "Narmada", "Nilgiri", "Rajdhani", "Saffron",
            "Trident", "Udaipur", "Vindhya", "Yamuna", "Zenith", "Aravalli",
        ],
        legal: ("", " Private Limited"),
    },
];

const SECOND: [&str; 22] = [
    "Pacific",
    "Prime",
    "United",
    "Global",
    "First",
    "Golden",
    "Summit",
    "Metro",
    "Central",
    "Premier",
    "Royal",
    "Green",
    "Blue Sky",
    "Evergreen",
    "Star",
    "Heritage",
    "Pioneer",
    "Horizon",
    "Crown",
    "Union",
    "New Era",
    "Harmony",
];

/// A line of business with its ISIC section.
const TRADES: [(&str, &str); 22] = [
    ("Foods", "ISIC-C"),
    ("Logistics", "ISIC-H"),
    ("Bank", "ISIC-K"),
    ("Hospital", "ISIC-Q"),
    ("Software", "ISIC-J"),
    ("Construction", "ISIC-F"),
    ("Hotels", "ISIC-I"),
    ("Textiles", "ISIC-C"),
    ("Energy", "ISIC-D"),
    ("Retail", "ISIC-G"),
    ("Insurance", "ISIC-K"),
    ("Properties", "ISIC-L"),
    ("Academy", "ISIC-P"),
    ("Farms", "ISIC-A"),
    ("Mining", "ISIC-B"),
    ("Consulting", "ISIC-M"),
    ("Security Services", "ISIC-N"),
    ("Motors", "ISIC-G"),
    ("Telecom", "ISIC-J"),
    ("Pharma", "ISIC-C"),
    ("Shipping", "ISIC-H"),
    ("Media", "ISIC-J"),
];

/// Generates `count` employers. The names repeat with a number after about 46,000.
pub(super) fn generate(count: u32, logins: &[LoginOption]) -> impl Iterator<Item = Provider> + '_ {
    (0..count as usize).map(|index| employer(index, logins))
}

fn employer(index: usize, logins: &[LoginOption]) -> Provider {
    // Mixes the digits of the index: neighbours differ in every word, and no two names are the same within a round.
    let country = &COUNTRIES[index % 4];
    let first = (index / 4) % 24;
    let second = (index / 4 / 24 + first * 7) % 22;
    let trade = (index / 4 / 24 / 22 + first * 5 + second * 3) % 22;
    let round = index / (4 * 24 * 22 * 22);
    let (trade, sub_type) = TRADES[trade];
    let mut name = format!("{} {} {trade}", country.first[first], SECOND[second]);
    if round > 0 {
        name = format!("{name} {}", round + 1);
    }
    let (before, after) = country.legal;
    Provider {
        id: format!("{}-{}", name.to_lowercase().replace(' ', "-"), country.code.to_lowercase()),
        long_name: format!("{before}{name}{after}"),
        name,
        kind: ProviderType::Employer,
        sub_type: sub_type.to_owned(),
        country: country.code.to_owned(),
        connection: Connection::Direct,
        second_factor: None,
        // Less well known than any real provider, and with few different values, so that the list compresses well.
        popularity: u16::try_from(index * 7919 % 5).unwrap_or(0) * 100,
        aliases: Vec::new(),
        login_options: logins.to_vec(),
        monitor: false,
        contribution: None,
        loans: false,
        logo_url: None,
        holds: None,
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Catalogue;

    #[test]
    fn a_hundred_thousand_have_ids_of_their_own() {
        let catalogue = Catalogue::load(100_000).unwrap();
        assert!(catalogue.providers().len() > 100_000);
    }

    #[test]
    fn they_are_the_same_every_time() {
        let catalogue = Catalogue::load(10).unwrap();
        let bottom = catalogue.providers().iter().rev().take(3).map(|provider| provider.long_name.as_str());
        assert_eq!(
            bottom.collect::<Vec<_>>(),
            Catalogue::load(10)
                .unwrap()
                .providers()
                .iter()
                .rev()
                .take(3)
                .map(|p| p.long_name.as_str())
                .collect::<Vec<_>>()
        );
    }
}
