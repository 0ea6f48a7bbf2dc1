//! What the exhibits show: a company, its providers, an account. Made up, and the same every time.

use wink_wire::{
    AccountStatus, AccountView, AgreedConsent, AgreedText, ArchiveErrorCode, ArchiveStatus, ArchiveView,
    CallingCountry, ColorScheme, ConsentDocument, ConsentReceipt, DataPoint, ErrorCode, FieldKind,
    FileFormat, FileType, FileView, Language, LinkStep, LoginField, LoginMethod, LoginOption, Mode,
    ProviderDetail, ProviderType, RecoveryKind, RecoveryLink, SamplePerson, SealingKey, SessionView,
    SignInWindow, Switches, Template, Theme,
};

/// In which colours an exhibit is shown.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) scheme: ColorScheme,
}

impl Look {
    pub(super) fn named(scheme: &str) -> Self {
        let scheme = match scheme {
            "light" => ColorScheme::Light,
            "dark" => ColorScheme::Dark,
            _ => ColorScheme::System,
        };
        Self { scheme }
    }
}

/// A name as long as names get.
pub(super) const LONG_NAME: &str =
    "Philippine Health Insurance Corporation – Regional Office for Employers of the Greater Manila Area";

/// Well-known sources, as they travel.
pub(super) const CATALOGUE: &str = "\
upwork\tUpwork\tg\t\td\t900\t\t
grab\tGrab\tg\t\td\t880\tgrb\t
sss\tSocial Security System\tv\tPH\td\t870\tSSS\t
pagibig\tPag-IBIG Fund\tv\tPH\td\t860\tHDMF\t
foodpanda\tfoodpanda\tg\t\td\t850\t\t
bpjs\tBPJS Ketenagakerjaan\tv\tID\td\t840\tBPJS\t
sprout\tSprout Solutions\ts\tPH\td\t500\t\t
prc\tProfessional Regulation Commission\tc\tPH\td\t400\tPRC\t
jollibee\tJollibee Foods Corporation\te\tPH\td\t300\t\t
meituan\t美团\tg\tCN\td\t200\tMeituan\t
hungerstation\tهنقرستيشن\tg\tSA\td\t190\tHungerStation\t
";

/// Generates this number of employers.
pub(super) fn many_employers(count: usize) -> String {
    let mut text = String::new();
    for number in 1..=count {
        let number = number.to_string();
        text += &["employer-", &number, "\tEmployer ", &number, " Incorporated\te\tPH\td\t1\t\t\n"].concat();
    }
    text
}

pub(super) fn session(look: Look) -> SessionView {
    SessionView {
        session_id: "s-1".into(),
        sealing_key: SealingKey { id: "1".into(), spki: "AAAA".into(), expires_in_seconds: 3600 },
        user_id: "tenant-1".into(),
        mode: Mode::Sandbox,
        expires_in_seconds: 3600,
        template: Template {
            company_name: "Lumina Lending".into(),
            logo_url: None,
            language: Language::English,
            theme: Theme { primary: None, color_scheme: look.scheme },
            top_providers: vec!["upwork".into(), "sss".into()],
            providers: Vec::new(),
            provider_types: Vec::new(),
            switches: Switches::default(),
            consent: consent(),
        },
        catalogue_hash: "c0ffee".into(),
        accounts: Vec::new(),
        archives: Vec::new(),
    }
}

fn consent() -> ConsentDocument {
    let text = "# What will be shared\n\
        From each account that you connect, Lumina Lending sees who you are, where you work and what you earn.\n\n\
        # How long it is kept\n\
        It is deleted 60 days after you connected, at the latest.\n\n\
        # You can change your mind\n\
        You can disconnect an account in this window at any time.";
    ConsentDocument {
        version: "2026-02".into(),
        language: "en".into(),
        text: text.into(),
        data_points: vec![DataPoint::Identities, DataPoint::Employments, DataPoint::Incomes],
        retention_days: 60,
    }
}

pub(super) fn receipt() -> ConsentReceipt {
    ConsentReceipt { text_sha256: "00".into(), agreed_at: "2026-01-01T00:00:00Z".into() }
}

/// A source with one way to log in.
pub(super) fn upwork() -> ProviderDetail {
    provider("upwork", "Upwork", vec![option("user-name", vec![field("userName", FieldKind::UserName)])])
}

/// The same, where people sign in at the source alone.
pub(super) fn upwork_at_provider() -> ProviderDetail {
    let mut detail = upwork();
    detail.login_options = sss().login_options.split_off(4);
    detail
}

/// A source with several ways, and with everything that a login option can say.
pub(super) fn sss() -> ProviderDetail {
    let ss_number = LoginField {
        label: Some("SS number".into()),
        pattern: Some("[0-9]{10}".into()),
        hint: Some("10 digits, without dashes".into()),
        ..field("ssNumber", FieldKind::SsNumber)
    };
    let mut by_number = option("ss-number", vec![ss_number]);
    by_number.instructions = Some("Use the account that you made at the member portal.".into());
    by_number.recovery_links = vec![
        RecoveryLink { kind: RecoveryKind::Password, url: "https://example.com/password".into() },
        RecoveryLink { kind: RecoveryKind::UserName, url: "https://example.com/user-name".into() },
    ];
    let options = vec![
        by_number,
        option("email", vec![field("email", FieldKind::Email)]),
        option("mobile", vec![field("mobileNumber", FieldKind::MobileNumber)]),
        option(
            "employee",
            vec![field("companyCode", FieldKind::CompanyCode), field("employeeId", FieldKind::EmployeeId)],
        ),
        LoginOption {
            id: "at-provider".into(),
            method: LoginMethod::AtProvider,
            fields: Vec::new(),
            instructions: None,
            recovery_links: Vec::new(),
            sample_people: Vec::new(),
        },
    ];
    provider("sss", "Social Security System", options)
}

/// The same source under a name as long as names get.
pub(super) fn long_named() -> ProviderDetail {
    ProviderDetail { name: LONG_NAME.into(), ..sss() }
}

fn provider(id: &str, name: &str, login_options: Vec<LoginOption>) -> ProviderDetail {
    ProviderDetail {
        id: id.into(),
        name: name.into(),
        kind: ProviderType::Gig,
        logo_url: None,
        login_options,
    }
}

fn option(id: &str, mut fields: Vec<LoginField>) -> LoginOption {
    fields.push(field("password", FieldKind::Password));
    LoginOption {
        id: id.into(),
        method: LoginMethod::Form,
        fields,
        instructions: None,
        recovery_links: Vec::new(),
        sample_people: vec![SamplePerson {
            name: "George Palomero Jr.".into(),
            values: vec!["George".into(), "123456".into()],
            code: "1234".into(),
        }],
    }
}

fn field(name: &str, kind: FieldKind) -> LoginField {
    let calling = |country: &str, calling_code: &str| CallingCountry {
        country: country.into(),
        calling_code: calling_code.into(),
    };
    let countries = match kind {
        FieldKind::MobileNumber => vec![calling("PH", "63"), calling("ID", "62")],
        _ => Vec::new(),
    };
    LoginField { name: name.into(), kind, label: None, pattern: None, hint: None, max_length: 64, countries }
}

fn agreed() -> AgreedConsent {
    AgreedConsent {
        version: "2026-02".into(),
        language: "en".into(),
        text_sha256: "00".into(),
        agreed_at: "2026-01-05T08:29:00Z".into(),
    }
}

/// The text of the receipt.
pub(super) fn agreed_text() -> AgreedText {
    AgreedText { language: "en".into(), text: consent().text }
}

/// The account at Upwork, whose person signs in there.
pub(super) fn signing_in(version: u64) -> AccountView {
    let url = "https://example.com/authorize".into();
    AccountView {
        sign_in: Some(SignInWindow { url, proof: "proof".into(), expires_in_seconds: 600 }),
        ..pending(version, LinkStep::AtProvider)
    }
}

/// The account at Upwork.
pub(super) fn account(version: u64, status: AccountStatus) -> AccountView {
    AccountView {
        account_id: "a-1".into(),
        provider_id: "upwork".into(),
        version,
        status,
        step: None,
        challenge: None,
        error_code: None,
        reference: None,
        sign_in: None,
        replaces: None,
        stored: if status == AccountStatus::Connected { upworks() } else { Vec::new() },
        consent: (status == AccountStatus::Connected).then(agreed),
        connected_at: (status == AccountStatus::Connected).then(|| "2026-01-05T08:30:00Z".into()),
    }
}

/// What reading Upwork gives.
fn upworks() -> Vec<DataPoint> {
    use DataPoint::{Employments, Identities, Incomes, Ratings, Transactions};
    vec![Identities, Employments, Incomes, Transactions, Ratings]
}

/// Every kind of data that people are shown.
pub(super) const EVERY_KIND: [DataPoint; 8] = [
    DataPoint::Identities,
    DataPoint::Employments,
    DataPoint::Incomes,
    DataPoint::Transactions,
    DataPoint::Contributions,
    DataPoint::Liabilities,
    DataPoint::Ratings,
    DataPoint::Documents,
];

/// Connected, with these kinds of data stored of it.
pub(super) fn stored(version: u64, stored: &[DataPoint]) -> AccountView {
    AccountView { stored: stored.to_vec(), ..account(version, AccountStatus::Connected) }
}

pub(super) fn pending(version: u64, step: LinkStep) -> AccountView {
    AccountView { step: Some(step), ..account(version, AccountStatus::Pending) }
}

pub(super) fn failed(version: u64, code: ErrorCode) -> AccountView {
    AccountView {
        error_code: Some(code),
        reference: Some("7F3K-9Q2M".into()),
        ..account(version, AccountStatus::Error)
    }
}

/// A payslip of one file; one that could not be read is a tax document.
pub(super) fn archive(status: ArchiveStatus) -> ArchiveView {
    let is_error = status == ArchiveStatus::Error;
    ArchiveView {
        archive_id: if is_error { "u-2" } else { "u-1" }.into(),
        file_type: if is_error { FileType::TaxDocument } else { FileType::Payslip },
        version: 3,
        status,
        files: vec![FileView {
            file_id: "f-1".into(),
            name: "Payslip October 2026.pdf".into(),
            format: FileFormat::Pdf,
            side: None,
            size_bytes: 300_000,
            received_bytes: 300_000,
        }],
        created_at: "2026-11-21T08:00:00Z".into(),
        error_code: is_error.then_some(ArchiveErrorCode::WrongDocument),
        reference: is_error.then(|| "7f3a9c12".into()),
    }
}
