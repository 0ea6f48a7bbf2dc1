//! The specification's schemas for every document type: the extracted data and the validation. The service reads only
//! payslips and validates nothing. The other schemas are here so that a client generated from our document equals one
//! generated from the specification.
#![expect(dead_code, reason = "these describe responses, which are built elsewhere")]

use crate::analysis::Payslip;
use crate::records::codes::Currency;
use crate::records::{Gender, MaritalStatus};
use jiff::civil::Date;
use utoipa::ToSchema;

/// The data read from a document of any type.
#[derive(ToSchema)]
#[schema(as = ArchiveAnalysis)]
pub(super) struct AnyAnalysis {
    #[serde(flatten)]
    payslip: Payslip,
    #[serde(flatten)]
    tax_document: TaxDocument,
    #[serde(flatten)]
    clearance: NbiClearance,
    #[serde(flatten)]
    phone_bill: TelcoBill,
    #[serde(flatten)]
    meter_bill: MeterBill,
    #[serde(flatten)]
    certificate: EmploymentCertificate,
}

/// The data read from a document, with its type.
#[derive(ToSchema)]
#[serde(tag = "fileType", content = "analysis", rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = ArchiveExtraction)]
pub(super) enum AnyExtraction {
    Payslip(Payslip),
    TaxDocument(TaxDocument),
    ClearanceNbi(NbiClearance),
    TelcoBill(TelcoBill),
    ElectricityBill(MeterBill),
    WaterBill(MeterBill),
    EmploymentCertificate(EmploymentCertificate),
}

#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchiveTelcoBillAnalysis)]
pub(super) struct TelcoBill {
    #[serde(flatten)]
    bill: Bill,
    #[schema(nullable = false)]
    adjustment_amount: Option<f64>,
}

/// An electricity or water bill.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchiveMeterBillAnalysis)]
pub(super) struct MeterBill {
    #[serde(flatten)]
    bill: Bill,
    #[schema(nullable = false)]
    current_period_usage: Option<f64>,
    #[schema(nullable = false)]
    previous_reading: Option<f64>,
    #[schema(nullable = false)]
    present_reading: Option<f64>,
}

/// Declares structs whose fields are all optional.
macro_rules! partial {
    ($($(#[$about:meta])* $name:ident { $($field:ident: $type:ident,)* })*) => {$(
        #[derive(ToSchema)]
        #[serde(rename_all = "camelCase")]
        $(#[$about])*
        pub(super) struct $name {
            $(#[schema(nullable = false)] $field: Option<$type>,)*
        }
    )*};
}

partial! {
    #[schema(as = ArchiveTaxDocumentAnalysis)]
    TaxDocument {
        start_date: Date,
        end_date: Date,
        gross_amount: f64,
        base_amount: f64,
        employer_name: String,
        employee_name: String,
        tax_number: String,
    }

    #[schema(as = ArchiveNbiClearanceDocumentAnalysis)]
    NbiClearance {
        expire_date: Date,
        date_of_birth: Date,
        first_name: String,
        last_name: String,
        middle_name: String,
        nbi_id_number: String,
        address: String,
        marital_status: MaritalStatus,
        gender: Gender,
        citizenship: String,
        remark: String,
    }

    /// The fields common to all bills.
    #[schema(as = ArchiveBillAnalysis)]
    Bill {
        full_name: String,
        first_name: String,
        last_name: String,
        middle_name: String,
        account_number: String,
        address: String,
        start_date: Date,
        end_date: Date,
        statement_date: Date,
        statement_number: String,
        due_date: Date,
        payment_date: Date,
        due_amount: f64,
        vat_amount: f64,
        current_bill_amount: f64,
        balance_amount: f64,
        previous_due_amount: f64,
        currency: Currency,
        email_address: String,
        phone_number: String,
        supplier: String,
    }

    #[schema(as = ArchiveEmploymentCertificateAnalysis)]
    EmploymentCertificate {
        employer_name: String,
        full_name: String,
        first_name: String,
        middle_name: String,
        last_name: String,
        employee_id_number: String,
        employee_id_type: String,
        position: String,
        department: String,
        employment_status: String,
        start_date: Date,
        end_date: Date,
        salary_amount: f64,
        salary_term: String,
        currency: Currency,
        purpose: String,
        remarks: String,
        issue_date: Date,
        signatory_name: String,
        signatory_position: String,
    }
}

/// Whether a document is genuine, for each aspect checked. The service never returns this.
#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchiveValidation)]
pub(super) struct Validation {
    file_type: String,
    #[schema(nullable = false)]
    metadata: Option<ValidationResult>,
    #[schema(nullable = false)]
    computation: Option<ValidationResult>,
    #[schema(nullable = false)]
    identity: Option<ValidationResult>,
    #[schema(nullable = false)]
    location: Option<ValidationResult>,
}

#[derive(ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ArchiveValidationResult)]
struct ValidationResult {
    result_code: ValidationCode,
    /// From 0 to 100.
    #[schema(nullable = false)]
    score: Option<f64>,
    #[schema(nullable = false)]
    result_message: Option<String>,
}

#[derive(ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = ArchiveValidationCode)]
enum ValidationCode {
    Passed,
    Failed,
    NoData,
}
