//! Values for the flow's tests.

use wink_wire::{
    AccountChoice, AccountStatus, AccountView, Approve, ArchiveStatus, ArchiveView, Challenge, ChallengeKind,
    Channel, ChooseAccount, ChooseDestination, ChooseImage, ConsentDocument, DataPoint, Destination,
    FieldKind, FileFormat, FileType, FileView, ImageChoice, Language, LinkStep, LoginField, LoginMethod,
    LoginOption, Mode, OneTimeCode, Picture, ProviderDetail, ProviderType, ReadImage, SamplePerson,
    SealingKey, SecurityQuestions, SessionView, SignInWindow, Switches, Template, Theme,
};

pub(crate) fn template() -> Template {
    Template {
        language: Language::English,
        company_name: "Lumina Lending".into(),
        logo_url: None,
        theme: Theme::default(),
        top_providers: Vec::new(),
        providers: Vec::new(),
        provider_types: Vec::new(),
        switches: Switches::default(),
        consent: ConsentDocument {
            version: "1".into(),
            language: "en".into(),
            text: "# What you share".into(),
            data_points: vec![DataPoint::Identities],
            retention_days: 60,
        },
    }
}

pub(crate) fn session() -> SessionView {
    SessionView {
        session_id: "s-1".into(),
        sealing_key: SealingKey { id: "1".into(), spki: "AAAA".into(), expires_in_seconds: 3600 },
        user_id: "tenant-1".into(),
        mode: Mode::Sandbox,
        expires_in_seconds: 3600,
        template: template(),
        catalogue_hash: "c0ffee".into(),
        accounts: Vec::new(),
        archives: Vec::new(),
    }
}

pub(crate) const CATALOGUE: &str = "upwork\tUpwork\tg\tPH\td\t900\t\t\nsss\tSSS\tv\tPH\td\t800\t\t\n";

pub(crate) fn provider() -> ProviderDetail {
    let field = |name: &str, kind| LoginField {
        name: name.into(),
        kind,
        label: None,
        pattern: None,
        hint: None,
        max_length: 64,
        countries: Vec::new(),
    };
    let option = |id: &str, name: &str, kind, typed: &str| LoginOption {
        id: id.into(),
        method: LoginMethod::Form,
        fields: vec![field(name, kind), field("password", FieldKind::Password)],
        instructions: None,
        recovery_links: Vec::new(),
        sample_people: vec![SamplePerson {
            name: "George".into(),
            values: vec![typed.into(), "123456".into()],
            code: "1234".into(),
        }],
    };
    ProviderDetail {
        id: "upwork".into(),
        name: "Upwork".into(),
        kind: ProviderType::Gig,
        logo_url: None,
        login_options: vec![
            option("user-name", "userName", FieldKind::UserName, "George"),
            option("email", "email", FieldKind::Email, "gpalomero1234@smileapi.io"),
            LoginOption {
                method: LoginMethod::AtProvider,
                fields: Vec::new(),
                sample_people: Vec::new(),
                ..option("at-provider", "", FieldKind::Unknown, "")
            },
        ],
    }
}

pub(crate) fn account(version: u64, status: AccountStatus) -> AccountView {
    AccountView {
        account_id: "a-1".into(),
        provider_id: "upwork".into(),
        version,
        status,
        step: None,
        challenge: None,
        error_code: None,
        reference: None,
        connected_at: None,
        sign_in: None,
        replaces: None,
        stored: Vec::new(),
        consent: None,
    }
}

/// An archive with files of 300,000 bytes each, of which these bytes are received.
pub(crate) fn archive(version: u64, status: ArchiveStatus, received: &[u64]) -> ArchiveView {
    let file = |(place, received_bytes): (usize, &u64)| FileView {
        file_id: format!("f-{place}"),
        name: format!("file {place}"),
        format: FileFormat::Png,
        side: None,
        size_bytes: 300_000,
        received_bytes: *received_bytes,
    };
    ArchiveView {
        archive_id: "u-1".into(),
        file_type: FileType::Payslip,
        version,
        status,
        files: received.iter().enumerate().map(file).collect(),
        created_at: "2026-11-22T08:00:00Z".into(),
        error_code: None,
        reference: None,
    }
}

pub(crate) fn signing_in(version: u64) -> AccountView {
    let window = SignInWindow {
        url: "https://wink.example/sign-in/start/a-1".into(),
        proof: "p".into(),
        expires_in_seconds: 600,
    };
    AccountView {
        step: Some(LinkStep::AtProvider),
        sign_in: Some(window),
        ..account(version, AccountStatus::Pending)
    }
}

/// Asked for a one-time code.
pub(crate) fn challenged(version: u64, tries_left: Option<u8>) -> AccountView {
    let code = OneTimeCode {
        channel: Channel::Sms, destination: Some("+63 ••• ••• 1234".into()), length: 4
    };
    asked(version, tries_left, ChallengeKind::OneTimeCode(code))
}

/// Asked for a second factor of any kind.
pub(crate) fn asked(version: u64, tries_left: Option<u8>, kind: ChallengeKind) -> AccountView {
    let challenge = Challenge {
        challenge_id: "c-1".into(),
        kind,
        tries_left,
        expires_in_seconds: 300,
        resend_in_seconds: Some(30),
    };
    AccountView { challenge: Some(challenge), ..account(version, AccountStatus::AwaitingMfa) }
}

/// A challenge of each kind.
pub(crate) fn every_kind() -> [ChallengeKind; 7] {
    let picture = || Picture { base64: "aGk=".into() };
    let destination =
        |id: &str, channel, address: &str| Destination { id: id.into(), channel, address: address.into() };
    let account = |id: &str, name: &str| AccountChoice { id: id.into(), name: name.into(), hint: None };
    let image =
        |id: &str, label: &str| ImageChoice { id: id.into(), label: label.into(), picture: picture() };
    let code = OneTimeCode { channel: Channel::Authenticator, destination: None, length: 6 };
    [
        ChallengeKind::OneTimeCode(code),
        ChallengeKind::ChooseDestination(ChooseDestination {
            destinations: vec![
                destination("phone", Channel::Sms, "+63 ••• ••• 1234"),
                destination("mail", Channel::Email, "g•••@smileapi.io"),
            ],
        }),
        ChallengeKind::SecurityQuestions(SecurityQuestions {
            questions: vec!["First pet?".into(), "First school?".into()],
        }),
        ChallengeKind::ChooseAccount(ChooseAccount {
            accounts: vec![account("1", "One"), account("2", "Two")],
        }),
        ChallengeKind::ChooseImage(ChooseImage {
            images: vec![image("sun", "A sun"), image("boat", "A boat")],
        }),
        ChallengeKind::ReadImage(ReadImage { picture: picture(), length: 5 }),
        ChallengeKind::Approve(Approve { device: None, number: Some("42".into()) }),
    ]
}
