use maud::html;
use primitives::Money;

use super::{Letter, button, facts_html, facts_text, greeting, one_line, page};

/// The money will not come.
#[derive(Debug)]
pub struct Failed<'a> {
    pub name: &'a str,
    pub workspace: &'a str,
    pub plan: &'a str,
    pub amount: Money,
    pub transaction: &'a str,
    pub order: &'a str,
    /// A sentence.
    pub reason: &'a str,
    /// Where to try again.
    pub retry: &'a str,
}

impl Failed<'_> {
    pub fn subject(plan: &str, amount: Money) -> String {
        format!("Payment failed: {plan} plan, {amount}")
    }

    pub fn letter(&self) -> Letter {
        let subject = Self::subject(self.plan, self.amount);
        let workspace = one_line(self.workspace);
        let lead =
            format!("your payment for {workspace} did not go through. Nothing has changed in the workspace.");
        let amount = self.amount.to_string();
        let facts = [
            ("Plan", self.plan),
            ("Amount", &amount),
            ("Transaction", self.transaction),
            ("Order", self.order),
            ("Reason", self.reason),
        ];
        let note = "If money left your account all the same, it comes back by itself or the payment is counted as soon as \
                    the bank confirms it. You need not pay twice.";
        let greeting = greeting(self.name);
        let text =
            format!("{greeting}\n\n{lead}\n\n{}\nTry again: {}\n\n{note}\n", facts_text(&facts), self.retry);
        let html = page(
            &subject,
            &html! {
                p { (greeting) }
                p { (lead) }
                (facts_html(&facts))
                (button("Try again", self.retry))
                p { (note) }
            },
        );
        Letter { subject, text, html }
    }
}
