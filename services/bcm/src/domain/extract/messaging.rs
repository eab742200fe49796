use super::{Missing, Notes};
use crate::domain::{
    context::{self, BusinessContext, OneLiner},
    reduced::{Guardrails, Messaging, Soundbite, Tagline, ValueProp},
};

pub fn extract(context: &BusinessContext, notes: &mut Notes) -> Result<Messaging, Missing> {
    let messaging =
        context.intelligence.messaging.as_ref().ok_or(Missing { field: "intelligence.messaging" })?;
    let voice = messaging.brand_voice.clone().ok_or(Missing { field: "intelligence.messaging.brand_voice" });
    let voice = notes.section("messaging", voice);
    Ok(Messaging {
        guardrails: Guardrails {
            r#do: voice.r#do,
            dont: voice.dont,
            banned: messaging.forbidden_words.clone(),
        },
        one_liner: sentence(&messaging.one_liner),
        value_prop: value_prop(context, messaging),
        taglines: taglines(messaging),
        key_messages: messaging.key_messages.clone(),
        soundbites: messaging.soundbites.iter().map(soundbite).collect(),
        hierarchy: messaging.hierarchy.clone(),
    })
}

fn value_prop(context: &BusinessContext, messaging: &context::Messaging) -> ValueProp {
    let primary = context.foundation.value_proposition.clone();
    let uvp = context.intelligence.positioning.uvp.clone();
    ValueProp {
        secondary: uvp.filter(|uvp| *uvp != primary),
        primary,
        supporting_points: messaging.value_props.iter().map(|point| point.title.clone()).collect(),
    }
}

/// The chosen tagline first, none twice.
fn taglines(messaging: &context::Messaging) -> Vec<Tagline> {
    let chosen = messaging.tagline.iter().map(|text| Tagline { text: text.clone(), ..Tagline::default() });
    let others = messaging
        .taglines
        .iter()
        .filter(|tagline| messaging.tagline.as_ref() != Some(&tagline.text))
        .cloned();
    chosen.chain(others).collect()
}

fn soundbite(line: &context::ApprovedLine) -> Soundbite {
    Soundbite {
        text: line.content.clone(),
        kind: line.kind.clone(),
        context: line.context.clone(),
        length: line.length.clone(),
    }
}

/// Problem, solution and result as sentences in one line.
fn sentence(line: &OneLiner) -> Option<String> {
    let mut text = String::new();
    for part in [&line.problem, &line.solution, &line.result].into_iter().flatten() {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '!', '?', '।', '…']) { " " } else { ". " });
        }
        text.push_str(part);
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_parts_become_one_line_of_sentences() {
        let line = |problem: Option<&str>, solution: Option<&str>, result: Option<&str>| {
            sentence(&OneLiner {
                problem: problem.map(str::to_owned),
                solution: solution.map(str::to_owned),
                result: result.map(str::to_owned),
            })
        };
        assert_eq!(
            line(Some("हर महीने देर होती है।"), Some("We close your books"), Some("You sleep")).as_deref(),
            Some("हर महीने देर होती है। We close your books. You sleep")
        );
        assert_eq!(line(None, None, None), None);
    }
}
