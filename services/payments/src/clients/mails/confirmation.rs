use maud::html;
use primitives::Money;
use time::OffsetDateTime;

use super::{Letter, SMALL, button, day, facts_html, facts_text, greeting, list, minute, one_line, page};
use crate::domain::Cycle;

/// The money has arrived.
#[derive(Debug)]
pub struct Confirmation<'a> {
    pub name: &'a str,
    pub workspace: &'a str,
    pub plan: &'a str,
    pub amount: Money,
    pub transaction: &'a str,
    pub order: &'a str,
    pub paid_at: OffsetDateTime,
    pub cycle: Cycle,
    /// Absent when the workspace was paid for already.
    pub next_billing: Option<OffsetDateTime>,
    /// What the plan holds.
    pub perks: &'a [String],
    /// What to do now.
    pub steps: &'a [String],
    /// Where to go on: words and address.
    pub go_on: (&'a str, &'a str),
    /// Where reminders are switched off.
    pub unsubscribe: &'a str,
}

impl Confirmation<'_> {
    pub fn subject(plan: &str, amount: Money, duplicate: bool) -> String {
        if duplicate {
            format!("A second payment of {amount} reached us")
        } else {
            format!("Payment received: {plan} plan, {amount}")
        }
    }

    pub fn letter(&self) -> Letter {
        let subject = Self::subject(self.plan, self.amount, self.next_billing.is_none());
        Letter { text: self.text(), html: self.html(&subject), subject }
    }

    fn lead(&self) -> String {
        let workspace = one_line(self.workspace);
        match self.next_billing {
            Some(_) => format!("We have received your payment. {workspace} is on the {} plan.", self.plan),
            None => format!(
                "A second payment of yours has reached us. {workspace} was paid for already when it arrived, so nothing \
                 has changed in the workspace. Our team looks into it and will contact you. You can also write to \
                 support and name the order below."
            ),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = vec![
            ("Workspace", one_line(self.workspace)),
            ("Plan", self.plan.to_owned()),
            ("Amount", self.amount.to_string()),
            ("Date", minute(self.paid_at)),
            ("Billing cycle", self.cycle.to_string()),
        ];
        facts.extend(self.next_billing.map(|at| ("Next billing date", day(at))));
        facts.push(("Order", self.order.to_owned()));
        facts.push(("Transaction", self.transaction.to_owned()));
        facts
    }

    fn text(&self) -> String {
        let facts = self.facts();
        let facts: Vec<_> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let lines = |items: &[String]| items.iter().map(|item| format!("- {item}\n")).collect::<String>();
        let mut text = format!("{}\n\n{}\n\n{}\n", greeting(self.name), self.lead(), facts_text(&facts));
        if self.next_billing.is_some() {
            text += &format!("What your plan holds:\n{}\n", lines(self.perks));
            text += &format!("Next steps:\n{}\n", lines(self.steps));
            text += &format!("{}: {}\n\n", self.go_on.0, self.go_on.1);
        }
        text + &format!(
            "This mail is about a payment and is always sent. Reminders can be switched off here: {}\n\nRaptorFlow\n",
            self.unsubscribe
        )
    }

    fn html(&self, subject: &str) -> String {
        let facts = self.facts();
        let facts: Vec<_> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        page(
            subject,
            &html! {
                p { (greeting(self.name)) }
                p { (self.lead()) }
                (facts_html(&facts))
                @if self.next_billing.is_some() {
                    p { "What your plan holds:" }
                    (list(self.perks))
                    p { "Next steps:" }
                    (list(self.steps))
                    (button(self.go_on.0, self.go_on.1))
                }
                p style=(SMALL) {
                    "This mail is about a payment and is always sent. Reminders can be "
                    a href=(self.unsubscribe) style="color:#5c5c57" { "switched off here" } "."
                }
            },
        )
    }
}
