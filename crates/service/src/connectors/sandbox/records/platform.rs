//! What gig platforms know: ratings, and what was earned piece by piece.

use super::number_of;
use crate::catalogue::Provider;
use crate::catalogue::people::Person;
use crate::records::{Amount, Income, Keyed, Rating, Transaction};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Days after a period's first on which something is paid, and how much of the whole.
const PAYMENTS: [(i64, i64); 3] = [(2, 40), (6, 35), (11, 25)];

/// How good the platform's customers find a person.
pub(super) fn rating_of(person: &Person, provider: &Provider, today: Date) -> Keyed<Rating> {
    let months = (today - person.career.freelance_since).get_days().max(0) / 30;
    let jobs = u32::try_from(months).unwrap_or(0) * 9;
    let tenths = number_of(&[person.user_name, &provider.id, "rating"], 1) % 5;
    // Marketplaces rate in percent, everybody else in stars.
    let (current, most) = match provider.sub_type.as_str() {
        "TRADING" => (95 + u32::try_from(tenths).unwrap_or(0), 100_u32),
        _ => (0, 5),
    };
    let current = if most == 5 {
        4.5 + f64::from(u32::try_from(tenths).unwrap_or(0)) / 10.0
    } else {
        f64::from(current)
    };
    let rating = Rating {
        current_rating: Some(current),
        max_rating: Some(f64::from(most)),
        calculated_percentage: Some((current / f64::from(most) * 1000.0).round() / 10.0),
        reviews_received: Some(jobs * 2 / 3),
        // Only services let customers recommend somebody.
        likes_received: (provider.sub_type == "SERVICES").then_some(jobs / 4),
        jobs_completed: Some(jobs),
    };
    Keyed::new("rating", rating)
}

/// What made up the pay of each period: some payments, and the platform's fee. They add up to the net pay.
pub(super) fn transactions_of(provider: &Provider, pay: &[Keyed<Income>]) -> Vec<Keyed<Transaction>> {
    pay.iter().flat_map(|period| of_period(provider, &period.item)).collect()
}

fn of_period(provider: &Provider, pay: &Income) -> Vec<Keyed<Transaction>> {
    let (gross, net) = (pay.gross_amount.unwrap_or_default(), pay.net_amount.unwrap_or_default());
    let (what, fee) = match provider.sub_type.as_str() {
        "TRANSPORTATION" => ("Trip earnings", "Service fee"),
        "TRADING" => ("Order proceeds", "Marketplace fee"),
        "SHARING" => ("Guest payout", "Host fee"),
        _ => ("Payment for work", "Service fee"),
    };
    let mut left = gross.0;
    let mut movements = Vec::with_capacity(PAYMENTS.len() + 1);
    for (position, (days, percent)) in PAYMENTS.into_iter().enumerate() {
        let is_last = position + 1 == PAYMENTS.len();
        let amount = if is_last { left } else { gross.0 * percent / 100 };
        left -= amount;
        let date = pay.start_date.checked_add(days.days()).unwrap_or(pay.start_date);
        movements.push((date, what, Amount(amount)));
    }
    movements.push((pay.end_date.unwrap_or(pay.start_date), fee, Amount(net.0 - gross.0)));
    let transaction = |(date, description, amount): (Date, &str, Amount)| {
        let reference = format!("{}-{}", date.strftime("%Y%m%d"), number_of(&[&provider.id, description], 6));
        let item = Transaction {
            date,
            description: Some(description.to_owned()),
            currency: pay.currency.clone(),
            amount,
            reference_id: Some(reference.clone()),
        };
        Keyed::new(reference, item)
    };
    movements.into_iter().map(transaction).collect()
}
