use maud::html;

use super::{Letter, layout};

/// To a new user, with the number that support asks for.
pub fn welcome(name: &str, identification_number: &str, plans: &str) -> Letter {
    let subject = "Welcome to RaptorFlow";
    let body = html! {
        p { "Hello " (name) "," }
        p { "Your account and your workspace are ready." }
        p { "Your identification number is " strong { (identification_number) } ". Support finds you by it." }
        p { "The next step is choosing a plan. After that we ask about your business, one step at a time." }
        (layout::button("See the plans", plans))
    };
    let text = format!(
        "Hello {name},\n\n\
         Your account and your workspace are ready.\n\n\
         Your identification number is {identification_number}. Support finds you by it.\n\n\
         The next step is choosing a plan. After that we ask about your business, one step at a time:\n\
         {plans}\n\n\
         RaptorFlow\n"
    );
    Letter { subject, text, html: layout::page(subject, &body) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_typed_is_text_and_not_markup() {
        let letter = welcome("<img src=x onerror=alert(1)>", "U100000", "http://localhost/onboarding/plans");
        assert!(!letter.html.contains("<img"));
        assert!(letter.html.contains("&lt;img src=x"));
        assert!(letter.text.contains("U100000") && letter.html.contains("U100000"));
    }
}
