//! Values that the flow's tests start from.

use wink_wire::{
    AccountStatus, AccountView, ArchiveStatus, ArchiveView, Challenge, ChallengeKind, CodeChannel,
    ConsentDocument, DataPoint, FieldKind, FileFormat, FileType, FileView, Language, LoginField, LoginMethod,
    LoginOption, Mode, ProviderDetail, ProviderType, SamplePerson, SessionView, Switches, Template, Theme,
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
        consent: None,
    }
}

/// An archive with files of 300,000 bytes, of which so many bytes have arrived.
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

pub(crate) fn challenged(version: u64, tries_left: Option<u8>) -> AccountView {
    let challenge = Challenge {
        challenge_id: "c-1".into(),
        kind: ChallengeKind::OneTimeCode,
        tries_left,
        channel: CodeChannel::Sms,
        destination: Some("+63 ••• ••• 1234".into()),
        code_length: 4,
        expires_in_seconds: 300,
        resend_in_seconds: Some(30),
    };
    AccountView { challenge: Some(challenge), ..account(version, AccountStatus::AwaitingMfa) }
}
