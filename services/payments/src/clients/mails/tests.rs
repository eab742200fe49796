use primitives::Money;
use time::macros::datetime;

use super::*;
use crate::domain::Cycle;

fn confirmation<'a>(perks: &'a [String]) -> Confirmation<'a> {
    Confirmation {
        name: "Ada <script>\nBcc: x@y.in",
        workspace: "Ada & Co's Workspace",
        plan: "Soar",
        amount: Money::from_paise(10_000_000),
        transaction: "018f",
        order: "ORD1",
        paid_at: datetime!(2026-01-31 20:00 UTC),
        cycle: Cycle::Yearly,
        next_billing: Some(datetime!(2027-01-31 20:00 UTC)),
        perks,
        steps: perks,
        go_on: ("Start onboarding", "https://raptorflow.com/onboarding"),
        unsubscribe: "https://raptorflow.com/settings/notifications",
    }
}

#[test]
fn a_confirmation_names_everything_in_indian_terms() {
    let perks = ["Unlimited moves".to_owned()];
    let letter = confirmation(&perks).letter();
    for part in [
        "₹1,00,000",
        "Soar",
        "018f",
        "ORD1",
        "1 February 2026, 01:30 IST",
        "yearly",
        "1 February 2027",
        "Unlimited moves",
        "https://raptorflow.com/onboarding",
        "https://raptorflow.com/settings/notifications",
    ] {
        assert!(letter.text.contains(part), "{part} in {}", letter.text);
        assert!(letter.html.contains(part), "{part} in {}", letter.html);
    }
}

#[test]
fn what_a_user_typed_is_escaped_and_kept_on_its_line() {
    let letter = confirmation(&[]).letter();
    assert!(letter.html.contains("Ada &lt;script&gt; Bcc: x@y.in"));
    assert!(letter.html.contains("Ada &amp; Co's Workspace"));
    assert!(!letter.html.contains("<script>"));
    assert!(!letter.text.contains("\nBcc:"));
}

#[test]
fn a_second_payment_is_told_of_without_a_promise() {
    let letter = Confirmation { next_billing: None, ..confirmation(&[]) }.letter();
    assert!(letter.subject.contains("second payment"));
    assert!(letter.text.contains("will contact you") && !letter.text.contains("Next billing date"));
    assert!(!letter.text.contains("refund"));
}

#[test]
fn every_sentence_after_the_greeting_begins_in_upper_case() {
    let failed = Failed {
        name: "Ada",
        workspace: "W",
        plan: "Glide",
        amount: Money::from_paise(700_000),
        transaction: "018f",
        order: "ORD1",
        reason: "The PIN was not right.",
        retry: "https://raptorflow.com/settings/billing",
    };
    let second = Confirmation { next_billing: None, ..confirmation(&[]) };
    for letter in [failed.letter(), confirmation(&[]).letter(), second.letter()] {
        let lead = letter.text.split("\n\n").nth(1).unwrap();
        assert!(lead.starts_with(char::is_uppercase), "{lead}");
    }
}

#[test]
fn a_failure_says_why_and_how_to_try_again() {
    let letter = Failed {
        name: "",
        workspace: "W",
        plan: "Glide",
        amount: Money::from_paise(700_000),
        transaction: "018f",
        order: "ORD1",
        reason: "The PIN was not right.",
        retry: "https://raptorflow.com/onboarding/plans?paymentStatus=failed",
    }
    .letter();
    for part in ["₹7,000", "Glide", "018f", "The PIN was not right.", "paymentStatus=failed"] {
        assert!(letter.text.contains(part) && letter.html.contains(part), "{part}");
    }
    assert!(letter.text.starts_with("Hello,\n"));
}
