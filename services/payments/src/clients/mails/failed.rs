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
            format!("Your payment for {workspace} did not go through. Nothing has changed in the workspace.");
        let amount = self.amount.to_string();
        let facts = [
            ("Plan", self.plan),
            ("Amount", &amount),
            ("Reason", self.reason),
            ("Order", self.order),
            ("Transaction", self.transaction),
        ];
        let note = "If money has left your account all the same, please wait before you pay again: the payment counts as \
                    soon as your bank confirms it, and otherwise the bank returns the money.";
        let greeting = greeting(self.name);
        let text = format!(
            "{greeting}\n\n{lead}\n\n{}\n{note}\n\nTry again: {}\n\nRaptorFlow\n",
            facts_text(&facts),
            self.retry
        );
        let html = page(
            &subject,
            &html! {
                p { (greeting) }
                p { (lead) }
                (facts_html(&facts))
                p { (note) }
                (button("Try again", self.retry))
            },
        );
        Letter { subject, text, html }
    }
}
