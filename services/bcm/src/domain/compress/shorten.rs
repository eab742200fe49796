use super::Trail;
use crate::domain::{
    manifest::{Icp, Manifest, Messaging},
    reduced::Guardrails,
};

const GUARDRAIL_LINES: usize = 12;

/// Operation 11.
pub fn first(manifest: &mut Manifest, trail: &mut Trail) {
    for icp in &mut manifest.icps {
        shorten_description(icp, 200, trail);
        for pain in &mut icp.pain_points {
            trail.shorten(pain, 100, "icps[].pain_points[]");
        }
    }
    key_messages(&mut manifest.messaging, 3, trail);
    trail.keep(&mut manifest.messaging.soundbites, 3, "messaging.soundbites");
    trail.keep(&mut manifest.brand.values, 3, "brand.values");
}

/// Operation 12.
pub fn second(manifest: &mut Manifest, trail: &mut Trail) {
    for icp in &mut manifest.icps {
        shorten_description(icp, 100, trail);
        trail.keep(&mut icp.pain_points, 2, "icps[].pain_points");
        trail.keep(&mut icp.goals, 2, "icps[].goals");
    }
    key_messages(&mut manifest.messaging, 2, trail);
    trail.keep(&mut manifest.messaging.soundbites, 1, "messaging.soundbites");
    trail.keep(&mut manifest.brand.values, 2, "brand.values");
    guardrails(&mut manifest.messaging.guardrails, trail);
    if let Some(description) = &mut manifest.foundation.company.description {
        trail.shorten(description, 200, "foundation.company.description");
    }
}

/// Operation 13.
pub fn third(manifest: &mut Manifest, trail: &mut Trail) {
    for icp in &mut manifest.icps {
        shorten_description(icp, 50, trail);
        trail.keep(&mut icp.pain_points, 1, "icps[].pain_points");
    }
    key_messages(&mut manifest.messaging, 1, trail);
    trail.shorten(&mut manifest.foundation.value_prop, 100, "foundation.value_prop");
    one_rival_name(manifest, trail);
    trail.keep(&mut manifest.channels.primary, 2, "channels.primary");
    trail.keep(&mut manifest.goals.short_term, 2, "goals.short_term");
    trail.drop(&mut manifest.messaging.soundbites, "messaging.soundbites");
    trail.drop(&mut manifest.messaging.hierarchy, "messaging.hierarchy");
    trail.drop(&mut manifest.brand, "brand");
    trail.drop(&mut manifest.foundation.company.description, "foundation.company.description");
    trail.drop(&mut manifest.foundation.offer, "foundation.offer");
}

fn shorten_description(icp: &mut Icp, most: usize, trail: &mut Trail) {
    if let Some(description) = &mut icp.description {
        trail.shorten(description, most, "icps[].description");
    }
}

fn key_messages(messaging: &mut Messaging, most: usize, trail: &mut Trail) {
    trail.keep(&mut messaging.key_messages, most, "messaging.key_messages");
    for message in &mut messaging.key_messages {
        trail.shorten(&mut message.content, 150, "messaging.key_messages[].content");
    }
}

/// Do and don't share the lines; neither is pushed below half of them by the other.
fn guardrails(guardrails: &mut Guardrails, trail: &mut Trail) {
    let dos = guardrails.r#do.len().min(GUARDRAIL_LINES - guardrails.dont.len().min(GUARDRAIL_LINES / 2));
    trail.keep(&mut guardrails.r#do, dos, "messaging.guardrails.do");
    trail.keep(&mut guardrails.dont, GUARDRAIL_LINES - dos, "messaging.guardrails.dont");
    for line in &mut guardrails.r#do {
        trail.shorten(line, 80, "messaging.guardrails.do[]");
    }
    for line in &mut guardrails.dont {
        trail.shorten(line, 80, "messaging.guardrails.dont[]");
    }
    trail.keep(&mut guardrails.banned, 40, "messaging.guardrails.banned");
}

fn one_rival_name(manifest: &mut Manifest, trail: &mut Trail) {
    let alternatives = &mut manifest.competitive.alternatives;
    trail.keep(alternatives, 1, "competitive.alternatives");
    for rival in alternatives {
        trail.drop(&mut rival.strengths, "competitive.alternatives[].strengths");
        trail.drop(&mut rival.weaknesses, "competitive.alternatives[].weaknesses");
        trail.drop(&mut rival.share, "competitive.alternatives[].share");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn do_and_dont_share_twelve_lines() {
        for (dos, donts, left) in
            [(20, 20, (6, 6)), (20, 2, (10, 2)), (1, 20, (1, 11)), (5, 5, (5, 5)), (12, 0, (12, 0))]
        {
            let mut rules = Guardrails {
                r#do: vec!["a".repeat(90); dos],
                dont: vec!["b".to_owned(); donts],
                banned: vec!["c".to_owned(); 100],
            };
            guardrails(&mut rules, &mut Trail::default());
            assert_eq!((rules.r#do.len(), rules.dont.len()), left);
            assert!(rules.r#do.iter().all(|line| line.len() == 80));
            assert_eq!(rules.banned.len(), 40);
        }
    }
}
