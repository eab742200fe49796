use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::rupees::rupees;
use crate::phonepe::{failure, order::Order};

const STYLE: &str = "
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1d1530; background: #f3eff9 }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; box-sizing: border-box }
main { width: 100%; max-width: 26rem; background: #fff; border-radius: 1rem; padding: 1.5rem; box-sizing: border-box;
  box-shadow: 0 8px 30px #5f259f22 }
header { display: flex; justify-content: space-between; gap: 1rem; color: #5f259f; font-weight: 600 }
.note { background: #fff4d6; border-radius: .5rem; padding: .5rem .75rem; font-size: .9rem }
.amount { font-size: 2.5rem; font-weight: 700; margin: 1rem 0 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: .5rem 0 1.25rem; font-size: .9rem }
dt { color: #6b6280 } dd { margin: 0; overflow-wrap: anywhere; text-align: right }
label { display: block; font-size: .9rem; color: #6b6280; margin: .75rem 0 .25rem }
select { width: 100%; font: inherit; padding: .6rem; border: 1px solid #c9bfdb; border-radius: .5rem; background: #fff }
button, .button { display: block; width: 100%; box-sizing: border-box; font: inherit; font-weight: 600; padding: .75rem;
  margin-top: .75rem; border-radius: .5rem; border: 1px solid #5f259f; background: #fff; color: #5f259f; cursor: pointer;
  text-align: center; text-decoration: none }
button.first { background: #5f259f; color: #fff }
button.bad { border-color: #b3261e; color: #b3261e }
button:focus-visible, select:focus-visible, .button:focus-visible { outline: 3px solid #b98bf0; outline-offset: 2px }
hr { border: 0; border-top: 1px solid #e6dff1; margin: 1.25rem 0 .5rem }
";

/// What the customer sees while the order is open.
pub fn choose(merchant: &str, order: &Order, framed: bool) -> Markup {
    let failed = order.attempts.last().and_then(|attempt| attempt.state.failure());
    layout(&html! {
        (summary(merchant, order))
        @if let Some(failure) = failed {
            p.note role="alert" { "The last attempt failed: " (failure.description) ". You can try again." }
        }
        form method="post" {
            label for="mode" { "Pay with" }
            select id="mode" name="mode" {
                @for mode in &order.offered {
                    @let value = serde_json::json!(mode);
                    option value=(value.as_str().unwrap_or_default()) { (mode.label()) }
                }
            }
            button.first name="action" value="pay" { "Pay " (rupees(order.amount)) }
            hr;
            label for="reason" { "Reason if it fails" }
            select id="reason" name="reason" {
                @for reason in &failure::CHOICES {
                    option value=(reason.detailed) { (reason.description) " (" (reason.detailed) ")" }
                }
            }
            button.bad name="action" value="fail" { "Fail" }
            @if order.retry_allowed {
                button.bad name="action" value="fail_attempt" { "Fail this attempt and try again" }
            }
            button name="action" value="pending" { "Stay pending" }
            button name="action" value="cancel" { "Cancel" }
        }
        @if framed { p { small { "Shown inside the merchant's page." } } }
    })
}

/// What the customer sees when the order is over.
pub fn over(merchant: &str, order: &Order) -> Markup {
    let said = match order.state.failure() {
        Some(failure) => format!("This payment failed: {}.", failure.description),
        None => "This payment is complete.".to_owned(),
    };
    layout(&html! {
        (summary(merchant, order))
        p role="status" { (said) }
        a.button href=(order.redirect_url) target="_top" { "Back to " (merchant) }
    })
}

pub fn unknown() -> Markup {
    layout(&html! {
        h1 { "No such payment" }
        p { "This address does not belong to a payment. Go back to the shop and start again." }
    })
}

/// The last page inside a frame: it tells the script outside what happened.
pub fn close(cancelled: bool) -> Markup {
    let outcome = if cancelled { "USER_CANCEL" } else { "CONCLUDED" };
    layout(&html! {
        p { "You can close this page." }
        script { (PreEscaped(format!("window.parent.postMessage({{phonepeCheckout: '{outcome}'}}, '*');"))) }
    })
}

fn summary(merchant: &str, order: &Order) -> Markup {
    html! {
        p.amount { (rupees(order.amount)) }
        dl {
            dt { "To" } dd { (merchant) }
            dt { "Order" } dd { (order.merchant_order_id.as_str()) }
            dt { "State" } dd { (order.state.name()) }
        }
    }
}

fn layout(content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                title { "PhonePe simulator" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header { span { "PhonePe" } span { "Simulator" } }
                    p.note { "No money moves here. You decide how this payment ends." }
                    (content)
                }
            }
        }
    }
}
