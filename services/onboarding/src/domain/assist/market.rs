//! Step 21: arithmetic with figures the founder gave: customers times the price of a year.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::figures::{Figure, figures};
use super::words::{clip, mentions, sentence};
use crate::domain::StepNumber;
use crate::domain::derive::market::money;
use crate::domain::read::Read;

/// What a figure has to count to be a number of customers.
const CUSTOMERS: [&str; 14] = [
    "customer*",
    "client*",
    "company",
    "companies",
    "outlet*",
    "factories",
    "business*",
    "household*",
    "subscriber*",
    "user*",
    "accounts",
    "school*",
    "clinic*",
    "shop*",
];
const MOST: u64 = 9_007_199_254_740_991;

/// A price in whole units, and whose it is.
struct Yearly<'a> {
    /// Of a year; none while nobody said how often it is paid.
    amount: Option<u64>,
    currency: &'a str,
    option: &'a str,
}

pub fn size(run: &mut AssistRun<'_, '_>) {
    let Some(price) = yearly_price(run.on(StepNumber::OFFER)) else { return };
    let mut largest = MOST;
    for name in ["tam", "sam", "som"] {
        let market = &run.own()[name];
        if let Some(value) = market["value"].as_u64() {
            largest = value;
            continue;
        }
        let Some(amount) = price.amount else {
            run.propose(&format!("/{name}/description"), question(name, run, &price), &Basis::rule(50));
            continue;
        };
        let counted = customers(market.text("description")).map(|count| (count, String::new()));
        let counted = counted.or_else(|| if name == "som" { won_already(run) } else { None });
        let Some((count, told)) = counted else {
            run.propose(&format!("/{name}/description"), question(name, run, &price), &Basis::rule(50));
            continue;
        };
        let Some(value) = count.checked_mul(amount).filter(|value| *value <= largest) else { continue };
        largest = value;
        run.propose(&format!("/{name}/value"), value, &Basis::rule(60));
        if market.text("description").is_empty() {
            run.propose(
                &format!("/{name}/description"),
                working((&price, amount), count, &told),
                &Basis::rule(60),
            );
        }
        run.propose("/method", "bottom_up", &Basis::rule(70));
        run.propose("/currency", price.currency, &Basis::rule(70));
    }
}

/// The popular option, else the first with a price.
fn yearly_price(offer: &Value) -> Option<Yearly<'_>> {
    let priced = |option: &&Value| option["price_minor"].as_u64().is_some_and(|price| price >= 100);
    let options = offer.list("options");
    let option = options
        .iter()
        .filter(priced)
        .find(|option| option.is("is_popular"))
        .or_else(|| options.iter().find(priced))?;
    let times = match (offer.text("pricing_model"), offer.text("billing_cycle")) {
        ("one_time", _) => None,
        (_, "monthly") => Some(12),
        (_, "quarterly") => Some(4),
        (_, "yearly") => Some(1),
        _ => None,
    };
    let unit = option["price_minor"].as_u64()? / 100;
    let amount = times.and_then(|times| unit.checked_mul(times));
    Some(Yearly { amount, currency: option.text("currency"), option: option.text("name") })
}

/// The first number in the text that counts customers.
fn customers(text: &str) -> Option<u64> {
    let counts = |figure: &Figure<'_>| {
        let end = figure.after.find(|c: char| matches!(c, ',' | '.' | ';' | '%' | '₹') || c.is_numeric());
        let next: Vec<&str> =
            figure.after[..end.unwrap_or(figure.after.len())].split_whitespace().take(3).collect();
        let share = figure.after.trim_start().starts_with('%');
        !figure.is_year() && !share && figure.value >= 1.0 && mentions(&next.join(" "), &CUSTOMERS)
    };
    let figure = figures(text).into_iter().find(counts)?;
    format!("{:.0}", figure.value).parse().ok()
}

/// Customers won already are the least that can be won: rows about customers that the founder confirmed, and
/// facts that speak of paying ones.
fn won_already(run: &AssistRun<'_, '_>) -> Option<(u64, String)> {
    let facts = run.facts("proof").into_iter().filter(|fact| mentions(fact.text("value"), &["paying"]));
    let confirmed = |row: &&Value| {
        row.text("category") == "customer" && matches!(row.text("status"), "confirmed" | "edited")
    };
    let rows = run.on(StepNumber::TRUTH).list("truth_sheet").iter().filter(confirmed);
    rows.chain(facts)
        .find_map(|stated| Some((customers(stated.text("value"))?, stated.text("value").to_owned())))
}

/// Without a number of customers there is no figure, only the sum that would give one.
fn question(name: &str, run: &AssistRun<'_, '_>, price: &Yearly<'_>) -> String {
    let audience = run.brief().audience_phrase();
    let whom = if audience.is_empty() { "customers with this problem".to_owned() } else { audience };
    let which = match name {
        "tam" => "there are in all",
        "sam" => "you can reach and serve today",
        _ => "you can win in the next three years",
    };
    let sum = price
        .amount
        .map(|amount| format!(" Their number times {} a year.", money(amount, price.currency)))
        .unwrap_or_default();
    clip(&format!("To be counted: how many {whom} {which}, with the source.{sum}"), 1000)
}

fn working((price, amount): (&Yearly<'_>, u64), count: u64, told: &str) -> Value {
    let yearly = money(amount, price.currency);
    let text = format!(
        "{} Counted: {count}, times {yearly} a year. If each of them pays this (option \"{}\"), this much is won already.",
        sentence(told),
        price.option,
    );
    json!(clip(&text, 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_count_customers_are_taken() {
        assert_eq!(
            customers("About 14,400 factories with 50 to 500 workers at ₹3.6 lakh a year"),
            Some(14_400)
        );
        assert_eq!(customers("41 % reorder within 60 days"), None);
        assert_eq!(customers("since 2015 customers"), None);
        assert_eq!(customers("41 % of customers order again"), None);
        assert_eq!(customers("62 groups with 410 outlets"), Some(410));
        assert_eq!(customers("2.4 lakh companies"), Some(240_000));
    }

    #[test]
    fn a_years_price_follows_the_billing_cycle() {
        let offer = |cycle: &str| {
            json!({"pricing_model": "recurring", "billing_cycle": cycle, "options": [
                {"name": "A", "price_minor": 100_000}, {"name": "B", "price_minor": 250_000, "is_popular": true},
            ]})
        };
        assert_eq!(yearly_price(&offer("monthly")).unwrap().amount, Some(30_000));
        for unknown in ["", "custom", "weekly"] {
            assert_eq!(yearly_price(&offer(unknown)).unwrap().amount, None, "{unknown}");
        }
        assert_eq!(yearly_price(&offer("yearly")).unwrap().amount, Some(2_500));
        let mut once = offer("yearly");
        once["pricing_model"] = json!("one_time");
        assert_eq!(yearly_price(&once).unwrap().amount, None);
        assert!(yearly_price(&json!({"options": [{"name": "A", "price_minor": null}]})).is_none());
    }
}
