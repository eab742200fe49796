use serde_json::json;

use super::Trail;
use crate::domain::{
    manifest::{Icp, Manifest},
    reduced::Guardrails,
    tokens,
};

const COMPANY: usize = 60;
const VALUE_PROP: usize = 90;
const VALUE_PROP_CHARACTERS: usize = 30;
const PRIMARY_ICP: usize = 200;
const CATEGORY: usize = 60;
const DIFFERENTIATION: usize = 60;
const RIVAL: usize = 60;
const GUARDRAILS: usize = 400;

/// Operation 14: names, and what is never dropped, each within its own share of the budget. The shares leave room for
/// every key, so that the whole fits whatever was answered.
pub fn emergency(manifest: &mut Manifest, trail: &mut Trail) {
    names_only(manifest, trail);
    let foundation = &mut manifest.foundation;
    trail.cap(&mut foundation.company.name, COMPANY, "foundation.company.name");
    trail.shorten(&mut foundation.value_prop, VALUE_PROP_CHARACTERS, "foundation.value_prop");
    trail.cap(&mut foundation.value_prop, VALUE_PROP, "foundation.value_prop");
    for icp in &mut manifest.icps {
        trail.cap(&mut icp.segment, PRIMARY_ICP, "icps[].segment");
    }
    let competitive = &mut manifest.competitive;
    trail.cap(&mut competitive.category, CATEGORY, "competitive.category");
    trail.cap(&mut competitive.differentiation, DIFFERENTIATION, "competitive.differentiation");
    for rival in &mut competitive.alternatives {
        trail.cap(&mut rival.name, RIVAL, "competitive.alternatives[].name");
    }
    cap_guardrails(&mut manifest.messaging.guardrails, trail);
}

fn names_only(manifest: &mut Manifest, trail: &mut Trail) {
    let foundation = &mut manifest.foundation;
    trail.drop(&mut foundation.mission, "foundation.mission");
    trail.drop(&mut foundation.audience, "foundation.audience");
    trail.drop(&mut foundation.company.website, "foundation.company.website");
    trail.drop(&mut foundation.company.headquarters, "foundation.company.headquarters");
    for icp in &mut manifest.icps {
        let named = Icp { segment: icp.segment.clone(), confidence: icp.confidence, ..Icp::default() };
        if *icp != named {
            *icp = named;
            trail.note("icps[]");
        }
    }
    let messaging = &mut manifest.messaging;
    trail.drop(&mut messaging.one_liner, "messaging.one_liner");
    trail.drop(&mut messaging.positioning_statement, "messaging.positioning_statement");
    trail.drop(&mut messaging.key_messages, "messaging.key_messages");
    trail.drop(&mut manifest.channels, "channels");
    trail.drop(&mut manifest.goals, "goals");
}

/// Takes lines from the end of the longest list until the rest fits; the last line of all is cut, not taken.
fn cap_guardrails(guardrails: &mut Guardrails, trail: &mut Trail) {
    while tokens_of(guardrails) > GUARDRAILS {
        let lines = guardrails.r#do.len() + guardrails.dont.len() + guardrails.banned.len();
        let lists = [
            (&mut guardrails.r#do, "messaging.guardrails.do"),
            (&mut guardrails.dont, "messaging.guardrails.dont"),
            (&mut guardrails.banned, "messaging.guardrails.banned"),
        ];
        let Some((list, path)) = lists.into_iter().max_by_key(|(list, _)| list.len()) else { return };
        match list.last_mut() {
            Some(only) if lines == 1 => {
                trail.cap(only, GUARDRAILS / 2, path);
                return;
            }
            Some(_) => {
                list.pop();
                trail.note(path);
            }
            None => return,
        }
    }
}

fn tokens_of(guardrails: &Guardrails) -> usize {
    tokens::count(&json!(guardrails).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guardrails_lose_lines_evenly_and_never_all() {
        let mut rules = Guardrails {
            r#do: vec![
                "ஒவ்வொரு மாதமும் கணக்குகளை முடிக்கவும்".to_owned();
                6
            ],
            dont: vec!["कोई अतिशयोक्ति नहीं".to_owned(); 6],
            banned: vec!["synergy".to_owned(); 40],
        };
        cap_guardrails(&mut rules, &mut Trail::default());
        assert!(tokens_of(&rules) <= GUARDRAILS);
        assert!(!rules.r#do.is_empty() && !rules.dont.is_empty() && !rules.banned.is_empty());

        let mut endless = Guardrails { banned: vec!["\u{1}".repeat(600)], ..Guardrails::default() };
        cap_guardrails(&mut endless, &mut Trail::default());
        assert!(tokens_of(&endless) <= GUARDRAILS && !endless.banned[0].is_empty());
    }
}
