//! The keys and their English texts.

/// Makes the enumeration of keys and the table of texts, so that no key can be without its text. What is counted has
/// two: `Key => one "1 result" other "{count} results",`.
macro_rules! texts {
    ($($key:ident => $(one $one:literal other)? $text:literal,)+) => {
        /// One text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Key { $($key,)+ }

        impl Key {
            /// How many there are.
            pub(super) const COUNT: usize = [$(Self::$key,)+].len();
            /// Their names, a line each. No part of the program: only a hash of it is.
            pub(super) const NAMES: &str = concat!($(stringify!($key), "\n",)+);
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$key,)+];

            /// A line each, as catalogues are: where each begins and ends would be a kilobyte more of the module.
            pub(super) const ENGLISH: &str = concat!($($("one:", $one, "\tother:",)? $text, "\n",)+);
        }
    };
}

texts! {
    // The frame
    DialogLabel => "Link an account",
    Close => "Close",
    Back => "Back",
    Progress => "Progress",
    Sandbox => "Sandbox",
    SandboxNote => "Pretend accounts, pretend data",
    Loading => "Loading…",
    TheCompany => "the company",
    TheProvider => "your account",
    TryAgain => "Try again",
    ChooseAnother => "Choose another account",
    Exit => "Exit",
    Cancel => "Cancel",
    OneMoment => "One moment…",
    Offline => "You are offline. Nothing is lost; this goes on when you are back.",
    SlowNetwork => "Your connection is slow. This can take a moment.",

    // Consent
    ConsentTitle => "Share your records with {company}",
    ConsentLead => "You choose the account and log in yourself. {company} then receives a copy of:",
    ConsentKept => one "Kept for 1 day at most" other "Kept for {count} days at most",
    ConsentKeptDetail => "Then deleted here; sooner, if you stop sharing.",
    ConsentRevoke => "Stop sharing at any time",
    ConsentRevokeDetail => "Open this window again, choose the account, then “Stop sharing”.",
    ConsentPassword => "Your passwords stay private",
    ConsentPasswordDetail => "{company} never sees them.",
    ReadAgreement => "Read the full agreement",
    HideAgreement => "Hide the agreement",
    AgreementLabel => "What you agree to",
    Agree => "I agree",

    // Kinds of data
    Identities => "Who you are",
    IdentitiesDetail => "Name, birth date, contact details, addresses",
    Employments => "Where you work",
    EmploymentsDetail => "Employers, positions, dates",
    Incomes => "What you are paid",
    IncomesDetail => "Pay and deductions, period by period",
    Transactions => "Your payouts",
    TransactionsDetail => "Single payments, with date and amount",
    Contributions => "Your contributions",
    ContributionsDetail => "Payments to social insurance and savings funds",
    Liabilities => "Your loans",
    LiabilitiesDetail => "Loans at this account, with what is left to pay",
    Ratings => "Your ratings",
    RatingsDetail => "How customers rate your work",
    Documents => "Your documents",
    DocumentsDetail => "Documents kept at this account",
    OtherData => "Other records",
    OtherDataDetail => "Named in the agreement",

    // Provider list
    ProvidersTitle => "Choose an account to link",
    SearchLabel => "Search",
    SearchHint => "Employer, platform or agency",
    FilterLabel => "Show",
    AllKinds => "All",
    Gigs => "Gig platforms",
    Governments => "Government",
    Systems => "Payroll systems",
    Employers => "Employers",
    Credentials => "Certificates",
    Gig => "Gig platform",
    Government => "Government",
    System => "Payroll system",
    Employer => "Employer",
    Credential => "Certificates",
    Popular => "Popular",
    AllProviders => "All",
    ConnectedBadge => "Connected",
    Results => one "1 result" other "{count} results",
    NoMatchTitle => "Nothing found for “{query}”",
    NoMatchBody => "Try a shorter name, or the name on your payslip.",
    NoneOfKind => "Nothing here",
    NoneOfKindBody => "There is no account of this kind to link.",
    ClearSearch => "Clear search",
    ShowAll => "Show all",
    EmployerMissing => "Can’t find your employer?",
    ListUnavailableTitle => "The list did not load",
    ListUnavailableBody => "Check your connection and try again.",

    // Countries
    Philippines => "Philippines",
    Indonesia => "Indonesia",
    Singapore => "Singapore",
    India => "India",

    // Login
    LoginTitle => "Log in to {provider}",
    LoginShares => "{company} will receive a copy of the records in this account.",
    LoginAgrees =>
        one "By continuing you agree that {company} receives the records below and keeps them for 1 day."
        other "By continuing you agree that {company} receives the records below and keeps them for {count} days.",
    LogIn => "Log in",
    AgreeAndLogIn => "Agree and log in",
    LoggingIn => "Logging in…",
    CallingCode => "Country code",
    SignInAt => "Sign in at {provider}",
    AgreeAndSignIn => "Agree and sign in at {provider}",
    OpeningWindow => "Opening…",
    SignInHow => "A window of {provider} opens, and you sign in there. Your password never passes through this page.",
    SignInThen => "{provider} then asks whether you allow it. Nothing is shared before you do.",
    RefusedAtProvider =>
        "It was not allowed at {provider}, so nothing was linked. Sign in there again and choose “Allow”, or log in another way.",
    NotFinishedAtProvider => "The sign-in at {provider} was not finished, so nothing was linked. You can start it again.",
    LoginOffline => "You are offline, so nothing was sent. What you typed stays here; try again when you are back.",
    OtherWays => "Other ways to log in",
    UserName => "User name",
    Email => "E-mail address",
    MobileNumber => "Mobile number",
    SsNumber => "SS number",
    EmployeeId => "Employee ID",
    CompanyCode => "Company code",
    Password => "Password",
    FieldMissing => "{label} is missing.",
    FieldDoesNotFit => "{label} does not look right.",
    ShowPassword => "Show password",
    HidePassword => "Hide password",
    CapsLock => "Caps Lock is on.",
    PasswordUse => "Your password is sent to {provider} over an encrypted connection. It is not stored.",
    ForgotPassword => "Forgot your password?",
    ForgotUserName => "Forgot your user name?",
    LoginHelp => "Help with logging in",
    OpensNewTab => "opens in a new tab",
    SandboxPeople => "Sandbox people",
    SandboxPeopleHint => "Choose one to fill in the form.",
    SandboxCode => "Code {code}",
    RefusedCredentials =>
        "{provider} did not accept this log-in. Check what you typed, then enter your password again.",
    RefusedAuth => "{provider} could not confirm that it is you. Check what you typed, then enter your password again.",
    RefusedOther => "{provider} did not let you in. Check what you typed and try again.",
    LoginUnreachable => "The connection failed, so nothing was sent. Check your connection and try again.",
    LoginBusy => "Many people are logging in right now. Wait a moment, then try again.",
    LoginUnavailableTitle => "This page did not load",

    // Login options
    OptionsTitle => "Other ways to log in",
    OptionsLead => "How do you log in to {provider}?",
    InUse => "Shown before",

    // Signing in at the provider
    WindowTitle => "Continue in the window we opened",
    WindowLead => "Sign in to {provider} there and choose “Allow”. This page goes on by itself.",
    ShowWindow => "Show the window",
    WindowGoneTitle => "We can’t see the window any more",
    WindowGoneLead =>
        "If you are still signing in to {provider}, carry on: this page goes on by itself. If the window is closed, open it again.",
    OpenWindowAgain => "Open the window again",
    WindowBlockedTitle => "Your browser blocked the window",
    WindowBlockedLead =>
        "{provider} could not open in a window of its own. Try the button once more, or open the page in a new tab. This page goes on by itself either way.",
    OpenWindow => "Open the window",
    OpenInTab => "Open in a new tab",

    // Employer survey
    SurveyTitle => "Tell us who you work for",
    SurveyLead => "Your employer is not in the list yet. With its name we can look into adding it.",
    SurveyName => "Employer’s name",
    SurveyNameHint => "As it is written on your payslip or contract",
    SurveyCountry => "Country (optional)",
    SurveyNoCountry => "Not chosen",
    SurveyEmail => "Your e-mail address (optional)",
    SurveyEmailHint => "Only to tell you when your employer can be linked",
    SurveySend => "Send",
    SurveySending => "Sending…",
    SurveyNotSent => "That did not go through. What you typed is still here; try again.",
    ThanksTitle => "Thank you",
    ThanksLead => "“{name}” is noted. There is nothing more to do; this window closes by itself in a moment.",
    ThanksLeadUpload => "“{name}” is noted. You need not wait until it is in the list: upload a document instead.",

    // Connecting
    ConnectingTitle => "Linking {provider}",
    ConnectingLead => "This usually takes a few seconds.",
    StepSigningIn => "Signing in to {provider}",
    StepCheckingCode => "Checking that it is you",
    StepReading => "Reading your records",
    StepDone => "done",
    StepUnderWay => "under way",
    StepToCome => "to come",
    TakesLonger =>
        "This can take a little longer. You can close this window: linking continues and {company} is told.",
    ConnectionLost => "Connection lost. Trying again…",
    TryNow => "Try now",

    // Second factor
    AnswerWrong =>
        one "That was not accepted. You have 1 try left."
        other "That was not accepted. You have {count} tries left.",
    AnswerWrongLast => "That was not accepted.",
    AnswerTimeLeft => "Time left: {time}",
    AnswerTimeUp => "The time is up.",
    ChoiceMissing => "Choose one first.",
    LogInDifferently => "Log in differently",

    // Second factor: one-time code
    CodeTitle => "Enter your code",
    CodeSms => "{provider} sent a code by text message.",
    CodeSmsTo => "{provider} sent a code by text message to {destination}.",
    CodeEmail => "{provider} sent a code by e-mail.",
    CodeEmailTo => "{provider} sent a code by e-mail to {destination}.",
    CodeApp => "Open your authenticator app and enter the code for {provider}.",
    CodeSent => "{provider} sent you a code.",
    CodeLabel => "Code",
    CodeExpiresIn => "The code expires in {time}",
    CodeExpired => "The code has expired.",
    CodeWrong =>
        one "That code is not right. You have 1 try left."
        other "That code is not right. You have {count} tries left.",
    CodeWrongLast => "That code is not right.",
    CodeMissing => "Enter the code first.",
    CodeNotSent => "That did not go through. Check your connection and try again.",
    CodeResent => "A new code is on its way.",
    Resend => "Send a new code",
    ResendIn => "Send a new code in {time}",
    Resending => "Sending a new code…",
    Continue => "Continue",
    Checking => "Checking…",
    SandboxCodeHint => "Sandbox: the code is {code}",

    // Second factor: where to send the code
    DestinationTitle => "Where should the code go?",
    DestinationLead => "{provider} sends you a code to check that it is you.",
    DestinationSms => "Text message",
    DestinationEmail => "E-mail",
    DestinationApp => "Authenticator app",
    DestinationOther => "Code",
    DestinationSend => "Send the code",

    // Second factor: security questions
    QuestionsTitle => one "Answer your security question" other "Answer your security questions",
    QuestionsLead => "You set this up at {provider} before. Spaces and capital letters may matter.",
    QuestionMissing => "This answer is missing.",

    // Second factor: which account
    WhichAccountTitle => "Which account is it?",
    WhichAccountLead => "This log-in at {provider} opens more than one account. Choose the one to link.",

    // Second factor: choose a picture
    ChooseImageTitle => "Choose your picture",
    ChooseImageLead => "It is the one that you picked at {provider} when you set up your account.",

    // Second factor: read a picture
    ReadImageTitle => "Type what you see",
    ReadImageLead => "{provider} wants to be sure that a person is here.",
    ReadImagePicture => "Picture with letters and digits",
    ReadImageLabel => "Letters and digits in the picture",
    ReadImageMissing => "Type the letters and digits first.",
    ReadImageAnother => "Show another picture",
    ReadImageAnotherIn => "Show another picture in {time}",
    ReadImageFetching => "Getting another picture…",
    ReadImageFetched => "Here is another picture.",
    PictureBroken => "This picture cannot be shown.",

    // Second factor: approve on another device
    ApproveTitle => "Approve it on your device",
    ApproveLead => "{provider} sent a request to {device}.",
    ApproveYourDevice => "your device",
    ApproveOpen => "Open the notification from {provider}, or its app.",
    ApproveNumber => "Check that the number is the same, or choose it.",
    ApproveYes => "Approve the log-in. This page then goes on by itself.",
    ApproveNumberLabel => "Your number",
    ApproveWaiting => "Waiting for your approval…",
    ApproveExpiresIn => "The request expires in {time}",
    ApproveExpired => "The request has expired.",
    ApproveAgain => "Send it again",
    ApproveAgainIn => "Send it again in {time}",
    ApproveSending => "Sending it again…",
    ApproveSent => "The request was sent again.",

    // Connected
    ConnectedTitle => "{provider} is linked",
    ConnectedLead => "{company} now has a copy of:",
    StillReading => "Your records are still being read. {company} gets a copy of them.",
    ConnectedNext => "You can stop sharing at any time: open this window again and choose the account.",
    ConnectAnother => "Link another account",
    Done => "Done",

    // Account
    AccountTitle => "Your {provider} account",
    StatusLabel => "Status",
    Connected => "Connected",
    SinceLabel => "Linked on",
    SharedWithLabel => "Shared with",
    SharedLabel => "What is shared",
    StopSharing => "Stop sharing",
    StopTitle => "Stop sharing with {company}?",
    StopBody =>
        "The link to {provider} is removed, and the copies that {company} can reach through it are deleted for good.",
    StopYes => "Stop sharing and delete",
    StopNo => "Keep sharing",
    Stopping => "Deleting…",
    StopFailed => "That did not work, so this account is still shared. Try again.",
    AgreedLabel => "You agreed on",
    AgreedVersion => "{date}, to version {version}",
    AgreementLoading => "Loading the agreement…",
    AgreementUnavailable => "The agreement did not load. Fold it up and try again.",

    // Documents
    UploadInstead => "Upload a document instead",
    UploadADocument => "Upload a document",
    AddEmployer => "Ask us to add your employer",
    YourDocuments => one "1 document uploaded" other "{count} documents uploaded",
    DocumentsOnly => "Upload documents",
    FileTypesTitle => "What would you like to upload?",
    FileTypesLead => "{company} receives a copy of it, and of what it says.",
    FileTypesLeadProvider =>
        "You cannot log in to {provider} here. Upload a document from there, and {company} receives a copy.",
    Payslip => "Payslip",
    PayslipDetail => "A recent one that shows your name, your employer and your pay",
    TaxDocument => "Tax document",
    TaxDocumentDetail => "An income tax return, or a certificate of tax withheld",
    CompanyId => "Company ID",
    CompanyIdDetail => "Both sides of the card",
    OtherDocument => "Document",
    BadgeReading => "Being read",
    BadgeRead => "Uploaded and read",
    BadgeKept => "Uploaded",
    BadgeUnread => "Could not be read",
    BadgeBegun => "Not sent completely",

    // Upload
    UploadPayslipTitle => "Upload your payslip",
    UploadPayslipLead => "All four corners should be in the picture, and the text sharp.",
    UploadTaxTitle => "Upload your tax document",
    UploadTaxLead => "Add every page: one PDF, or a picture of each page.",
    UploadIdTitle => "Upload your company ID",
    UploadIdLead => "Lay the card on a dark surface, without glare.",
    UploadBegun => "You began to send {files}. Choose the same again, and it goes on where it stopped.",
    DeleteBegun => "Delete what was sent",
    UploadRules => "PDF, PNG, JPEG or TIFF, up to 15 MB. Where a picture was taken is removed before it is sent.",
    SideFront => "Front",
    SideBack => "Back",
    DropHere => "Drop the file here, or",
    DropAnother => "Drop another file here, or",
    BrowseFiles => "Browse files",
    TakePhoto => "Take a photo",
    AddFile => "Add another file",
    ReplaceFile => "Replace",
    ReplaceFileNamed => "Replace {name}",
    RemoveFile => "Remove",
    RemoveFileNamed => "Remove {name}",
    FileChecking => "Checking…",
    FileNotUsable => "Cannot be used",
    FileSent => "Sent",
    Pages => one "1 page" other "{count} pages",
    NoticeNothingPicked => "Choose a file first.",
    NoticeFrontMissing => "The front is missing. Add a picture of it.",
    NoticeBackMissing => "The back is missing. Add a picture of it.",
    NoticeStillChecking => "The file is still being checked. Try again in a moment.",
    NoticeFileInTheWay => "A file cannot be used. Replace or remove it, then upload.",
    NoticeTooMany => one "Only one file fits here, so the first one was taken."
        other "At most {count} files fit here, so the first ones were taken.",
    NoticeUploadFailed => "The upload did not work. Your files are still here: try again.",
    NoticeUploadFailedReference =>
        "The upload did not work. Your files are still here: try again. Reference {reference}",
    UploadNow => "Upload",
    CancelUpload => "Cancel upload",
    UploadStarting => "Starting…",
    UploadFinishing => "Finishing…",
    UploadProgress => "{sent} of {all}",
    UploadTimeLeft => "{sent}, {left}",
    UploadPercent => "Uploading, {percent} % done",
    FewSecondsLeft => "a few seconds left",
    SecondsLeft => one "about 1 second left" other "about {count} seconds left",
    MinutesLeft => one "about 1 minute left" other "about {count} minutes left",

    // Why a file cannot be used
    FaultFormat => "This kind of file cannot be used. Choose a PDF, PNG, JPEG or TIFF.",
    FaultTooLarge => "This file is over 15 MB. Choose a smaller one, or take a photo of the page.",
    FaultEmpty => "There is nothing in this file. Choose another one.",
    FaultEncrypted => "This PDF asks for a password. Save a copy without one, or take a photo of the page.",
    FaultUnreadable => "This file is damaged. Choose another copy, or take a photo of the page.",
    FaultWrongDocument => "This does not look like the document you chose. Check that it is the right file.",
    FaultSystem => "Something went wrong on our side. There is nothing you need to change: try again.",
    FaultHeic => "This browser cannot open HEIC photos. Choose a JPEG copy, or take a photo here.",
    FaultNotChecked => "This file could not be checked. Check your connection and try again.",

    // Uploaded
    ReadingTitle => "Uploaded, being read",
    ReadingBody => "{company} has your document. Reading it takes a moment.",
    ReadingGoesOn => "You can close this window. Reading goes on without it.",
    ReadTitle => "Uploaded and read",
    ReadBody => "{company} has your document and what it says.",
    KeptTitle => "Uploaded",
    KeptBody => "{company} has your document and looks at it there.",
    UnreadTitle => "This document could not be read",
    FileFormatTitle => "This file cannot be used",
    FileTooLargeTitle => "The file is too large",
    FileEmptyTitle => "The file is empty",
    FileLockedTitle => "The file is locked",
    FileWrongTitle => "This seems to be another document",
    UploadOther => "Upload another file",
    UploadAnother => "Upload another document",

    // Document
    UploadedOnLabel => "Uploaded on",
    FilesLabel => "Files",
    UploadAnotherOfKind => "Upload another one",
    DeleteDocument => "Delete",
    DeleteTitle => "Delete this document?",
    DeleteBody => "The files below, and what was read from them, are deleted for good. {company} can no longer get them.",
    DeleteYes => "Delete for good",
    DeleteNo => "Keep it",
    DeleteFailed => "That did not work, so the document is still there. Try again.",

    // Failed
    Reference => "Reference",
    FailedLockedTitle => "{provider} has locked this account",
    FailedLocked => "This often follows several wrong tries. Unlock it at {provider}, then come back.",
    FailedDisabledTitle => "This account is closed",
    FailedDisabled => "{provider} says that this account is no longer in use. Ask {provider} about it, or link another.",
    FailedInaccessibleTitle => "This account cannot be opened",
    FailedInaccessible => "{provider} does not let this account be read. Link another account instead.",
    FailedIncompleteTitle => "This account is not set up yet",
    FailedIncomplete => "Finish setting it up at {provider}, then come back.",
    FailedAuthRequiredTitle => "{provider} asks you to log in there first",
    FailedAuthRequired => "Log in at {provider} itself and confirm what it asks. Then come back and try again.",
    FailedExpiredTitle => "Your password has expired",
    FailedExpired => "{provider} wants a new password. Change it there, then log in here with the new one.",
    FailedAccountTypeTitle => "This kind of account cannot be linked",
    FailedAccountType => "It may be a business or test account. Link a personal account instead.",
    FailedAuthTitle => "{provider} could not confirm it is you",
    FailedAuth => "Log in once more. If it happens again, check that you can log in at {provider} itself.",
    FailedCredentialsTitle => "The log-in was not accepted",
    FailedCredentials => "Check what you typed and log in once more.",
    FailedCodeTitle => "The security check did not work out",
    FailedCode => "{provider} did not accept the answer. Log in once more, and {provider} asks you again.",
    FailedCodeTimeTitle => "Time ran out",
    FailedCodeTime => "{provider} waits only a short while for an answer. Log in once more, and it asks you again.",
    FailedServiceTitle => "{provider} is not available right now",
    FailedService => "There is nothing you need to change. Try again in a few minutes.",
    FailedSystemTitle => "Something went wrong on our side",
    FailedSystem => "There is nothing you need to change. Try again; if it happens again, tell {company} the reference.",
    FailedTermsTitle => "{provider} has new terms",
    FailedTerms => "Log in at {provider} itself, accept them there, then come back.",
    FailedWayTitle => "This way of logging in is not supported",
    FailedWay => "Log in at {provider} another way if you can, or link another account.",
    FailedFactorTitle => "This security check is not supported",
    FailedFactor =>
        "{provider} asked for a check that cannot be done here. Choose codes by text message there, or link another account.",
    FailedUnreachableTitle => "No connection",
    FailedUnreachable => "The service could not be reached. Check your connection and try again.",
    FailedOfflineTitle => "You are offline",
    FailedOffline => "Nothing is lost. Connect to a network, then try again.",
    FailedLinkExpiredTitle => "This session has ended",
    FailedLinkExpired => "For your safety it lasts only for a while. Go back to {company} and start again.",
    FailedLinkInvalidTitle => "This link cannot be used",
    FailedLinkInvalid => "It may have been used before. Go back to {company} and start again.",
    FailedBusyTitle => "Many people are here right now",
    FailedBusy => "Wait a minute, then try again.",
    FailedConsentTitle => "Agree once more",
    FailedConsent => "Nothing was shared. Read what you agree to, then go on.",
    FailedNotOfferedTitle => "This cannot be shared here",
    FailedNotOffered => "{company} does not ask for it here. Nothing was shared; choose something else.",
    FailedInsecureTitle => "This page is not secure",
    FailedInsecure =>
        "Your browser encrypts what you type only on a page whose address begins with https. Nothing was sent; tell {company}.",
}

#[cfg(test)]
mod tests;
