//! Payslips as different countries write them, and documents that are not payslips.

use super::*;
use crate::analysis::page::tests::typed;

/// One line for each field, as `field value`, in the order of the struct.
fn listed(page: &Page) -> String {
    let payslip = read(std::slice::from_ref(page)).expect("an amount");
    let json = serde_json::to_value(payslip).unwrap();
    let mut lines: Vec<String> =
        json.as_object().unwrap().iter().map(|(name, value)| format!("{name} {value}")).collect();
    lines.sort();
    lines.join("\n")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let page = typed(text);
    assert!(is_payslip(std::slice::from_ref(&page)), "{text}");
    assert_eq!(listed(&page), expected.join("\n"), "{page:#?}");
}

#[test]
fn english_in_two_columns() {
    check(
        "\
Bayani Fresh Foods, Inc.                                 PAYSLIP
88 Mabini Street, Marikina City 1801
TIN 000-000-000-000

Employee        George Palomero Jr.     Pay period   16 Oct 2026 - 31 Oct 2026
Employee no.    BFF-01427               Pay date     05 Nov 2026
SSS no.         33-0000000-8            PhilHealth no.   19-000000001-7
TIN             000-000-001-000         Pag-IBIG MID no.  1210-0000-0009

Basic pay       22,000.00               SSS contribution   875.00
Gross pay       27,350.00               Total deductions   4,204.75

Net pay, credited to account ending 0417        PHP 23,145.25
Year to date
Gross pay       531,480.00",
        &[
            r#"currency "PHP""#,
            r#"employeeName "George Palomero Jr.""#,
            r#"employerName "Bayani Fresh Foods, Inc.""#,
            r#"endDate "2026-10-31""#,
            "grossAmount 27350.0",
            "netAmount 23145.25",
            r#"pagIbigNumber "121000000009""#,
            r#"payDate "2026-11-05""#,
            r#"philHealthNumber "190000000017""#,
            r#"ssNumber "3300000008""#,
            r#"startDate "2026-10-16""#,
            r#"taxNumber "000000001000""#,
        ],
    );
}

#[test]
fn values_below_their_labels() {
    check(
        "\
SALARY SLIP
Employer: Northwind Trading
Employee Name: Ann Lee     Payment date: 02/03/2026
Gross Salary      Deductions       Net Salary
S$ 4,200.00       S$ 840.00        S$ 3,360.00",
        &[
            r#"currency "SGD""#,
            r#"employeeName "Ann Lee""#,
            r#"employerName "Northwind Trading""#,
            "grossAmount 4200.0",
            "netAmount 3360.0",
            r#"payDate "2026-03-02""#,
        ],
    );
}

#[test]
fn indonesian() {
    check(
        "\
PT Maju Jaya Abadi
SLIP GAJI
Nama Karyawan : Ryan Lestari       NPWP : 09.254.294.3-407.000
Periode       : Oktober 2026       Tanggal Pembayaran : 25 Oktober 2026
Gaji Pokok        Rp 8.000.000     Total Potongan   Rp 1.250.000
Total Pendapatan  Rp 9.500.000
Gaji Bersih       Rp 8.250.000",
        &[
            r#"currency "IDR""#,
            r#"employeeName "Ryan Lestari""#,
            r#"employerName "PT Maju Jaya Abadi""#,
            r#"endDate "2026-10-31""#,
            "grossAmount 9500000.0",
            "netAmount 8250000.0",
            r#"payDate "2026-10-25""#,
            r#"startDate "2026-10-01""#,
            r#"taxNumber "092542943407000""#,
        ],
    );
}

#[test]
fn filipino() {
    check(
        "\
PAPEL NG SAHOD
Kumpanya: Bayani Fresh Foods, Inc.
Empleyado: George Palomero Jr.
Panahon ng sahod: 16-31 Oktubre 2026     Petsa ng sahod: 5 Nobyembre 2026
Kabuuang sahod     27,350.00
Kabuuang kaltas    4,204.75
Netong sahod       ₱23,145.25",
        &[
            r#"currency "PHP""#,
            r#"employeeName "George Palomero Jr.""#,
            r#"employerName "Bayani Fresh Foods, Inc.""#,
            r#"endDate "2026-10-31""#,
            "grossAmount 27350.0",
            "netAmount 23145.25",
            r#"payDate "2026-11-05""#,
            r#"startDate "2026-10-16""#,
        ],
    );
}

#[test]
fn chinese() {
    check(
        "\
上海示例科技有限公司
工资条
姓名：陈伟         工号：1042
工资期间：2026年10月1日至10月31日     发薪日期：2026年11月5日
应发工资    18,500.00     扣款合计   3,120.50
实发工资    ¥15,379.50",
        &[
            r#"currency "CNY""#,
            r#"employeeName "陈伟""#,
            r#"employerName "上海示例科技有限公司""#,
            r#"endDate "2026-10-31""#,
            "grossAmount 18500.0",
            "netAmount 15379.5",
            r#"payDate "2026-11-05""#,
            r#"startDate "2026-10-01""#,
        ],
    );
}

#[test]
fn arabic_from_right_to_left() {
    // The words as they are on paper, from left to right.
    check(
        "\
الراتب قسيمة
التجارية المثال شركة
أحمد سعيد     الموظف اسم
31/10/2026 - 01/10/2026     الراتب فترة
SAR 12,000.00     الراتب إجمالي
SAR 10,500.00     الراتب صافي",
        &[
            r#"currency "SAR""#,
            r#"employeeName "سعيد أحمد""#,
            r#"employerName "شركة المثال التجارية""#,
            r#"endDate "2026-10-31""#,
            "grossAmount 12000.0",
            "netAmount 10500.0",
            r#"startDate "2026-10-01""#,
        ],
    );
}

#[test]
fn without_an_amount_nothing_was_read() {
    let page = typed("Payslip\nEmployee  George\nGross pay   pending\nNet pay   pending");
    assert!(is_payslip(std::slice::from_ref(&page)));
    assert_eq!(read(&[page]), None);
}

#[test]
fn other_documents_are_none() {
    for text in [
        "",
        "A letter\nDear George Palomero Jr.,\nthe payslip will come later.",
        "CERTIFICATE OF EMPLOYMENT\nThis certifies that George earns a gross pay of 27,350.00",
        "INVOICE\nGross amount   100.00\nNet amount   90.00\nPayment date   05 Nov 2026",
        "Electricity bill\nEarnings call on Monday",
    ] {
        assert!(!is_payslip(&[typed(text)]), "{text}");
    }
}

#[test]
fn labels_are_found_whatever_stands_around_them() {
    for (text, label, rest) in [
        ("Net pay, credited", "net pay", Some(", credited")),
        ("NET PAY: 5", "net pay", Some(": 5")),
        ("*Pag-IBIG MID No.", "pag ibig mid no", Some(".")),
        ("Net  -  pay", "net pay", Some("")),
        ("Network", "net", None),
        ("Net", "net pay", None),
        ("实发工资¥5", "实发工资", Some("¥5")),
        ("实发工资5", "实发工资", Some("5")),
        ("SSS contribution", "sss no", None),
        ("n et", "net", None),
    ] {
        assert_eq!(after_label(text, label), rest, "{text}");
    }
    assert_eq!(label_of("Employee no. 5").map(|(field, ..)| field), Some(Field::Other));
    assert_eq!(label_of("George"), None);
}

#[test]
fn a_page_that_is_made_of_labels_costs_a_bounded_number_of_looks() {
    let line = "net pay   x   ".repeat(2 * CELLS_IN_LINE);
    let page = typed(&vec![line; 40].join("\n"));
    assert!(page.lines.iter().all(|line| line.cells.len() > 2 * CELLS_IN_LINE));
    let pages = [page];
    let sheet = Sheet::of(&pages);
    assert_eq!(sheet.found.len(), MAX_LABELS);
    let looks = std::cell::Cell::new(0);
    let nothing = sheet.find(Field::Net, |_| {
        looks.set(looks.get() + 1);
        None::<()>
    });
    assert_eq!(nothing, None);
    assert!(looks.get() <= MAX_LABELS * (1 + (1 + LINES_BELOW) * CELLS_IN_LINE), "{}", looks.get());
    let long = typed(&format!("Net pay   {}", "9".repeat(VALUE_BYTES + 1)));
    assert_eq!(read(&[long]), None);
}

#[test]
fn a_label_is_looked_for_at_the_beginning_of_a_text_alone() {
    let behind = |signs: usize| format!("{}net pay 27,350.00", ".".repeat(signs));
    assert_eq!(after_label(&behind(200), "net pay"), Some(" 27,350.00"));
    assert_eq!(after_label(&behind(LABEL_BYTES), "net pay"), None);
    assert_eq!(after_label(&"net pay ".repeat(1000), "net pay").map(str::len), Some(8 * 1000 - 7));
}
