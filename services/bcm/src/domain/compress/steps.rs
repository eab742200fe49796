use super::{Trail, emergency::emergency, shorten};
use crate::domain::{
    manifest::{Alternative, Manifest},
    reduced::RivalType,
};

type Step = fn(&mut Manifest, &mut Trail);

/// The number of the last operation.
pub const EMERGENCY: u8 = 14;

/// The operations by number. Those of several parts are counted after each part.
pub const STEPS: &[(u8, Step)] = &[
    (1, |manifest, trail| trail.drop(&mut manifest.issues.recent_wins, "issues.recent_wins")),
    (1, |manifest, trail| trail.drop(&mut manifest.issues.links, "issues.links")),
    (1, |manifest, trail| trail.drop(&mut manifest.issues.contradictions, "issues.contradictions")),
    (2, drop_market_sizes),
    (2, |manifest, trail| trail.drop(&mut manifest.market.geography, "market.geography")),
    (3, |manifest, trail| trail.drop(&mut manifest.channels.secondary, "channels.secondary")),
    (3, |manifest, trail| trail.drop(&mut manifest.channels.strategy_summary, "channels.strategy_summary")),
    (4, fewer_kpis_and_risks),
    (4, |manifest, trail| trail.drop(&mut manifest.goals.kpis, "goals.kpis")),
    (4, |manifest, trail| trail.drop(&mut manifest.issues.risks, "issues.risks")),
    (5, |manifest, trail| trail.drop(&mut manifest.brand.personality, "brand.personality")),
    (5, |manifest, trail| trail.drop(&mut manifest.brand.tone, "brand.tone")),
    (6, drop_indirect_rivals),
    (7, |manifest, trail| fewer_rivals(manifest, trail, 3, 2)),
    (7, |manifest, trail| fewer_rivals(manifest, trail, 2, 1)),
    (7, |manifest, trail| {
        trail.drop(&mut manifest.competitive.positioning_delta, "competitive.positioning_delta");
    }),
    (8, |manifest, trail| trail.drop(&mut manifest.messaging.taglines, "messaging.taglines")),
    (9, |manifest, trail| {
        manifest.icps.iter_mut().for_each(|icp| trail.drop(&mut icp.objections, "icps[].objections"));
    }),
    (9, |manifest, trail| {
        manifest.icps.iter_mut().for_each(|icp| trail.drop(&mut icp.triggers, "icps[].triggers"));
    }),
    (10, |manifest, trail| trail.keep(&mut manifest.icps, 2, "icps[2]")),
    (10, |manifest, trail| trail.keep(&mut manifest.icps, 1, "icps[1]")),
    (11, shorten::first),
    (12, shorten::second),
    (13, shorten::third),
    (EMERGENCY, emergency),
];

/// The currency and the year mean nothing without the sizes.
fn drop_market_sizes(manifest: &mut Manifest, trail: &mut Trail) {
    let market = &mut manifest.market;
    trail.drop(&mut market.tam, "market.tam");
    trail.drop(&mut market.sam, "market.sam");
    trail.drop(&mut market.som, "market.som");
    trail.drop(&mut market.currency, "market.currency");
    trail.drop(&mut market.year, "market.year");
    trail.drop(&mut market.verticals, "market.verticals");
}

fn fewer_kpis_and_risks(manifest: &mut Manifest, trail: &mut Trail) {
    trail.keep(&mut manifest.goals.kpis, 3, "goals.kpis");
    trail.keep(&mut manifest.issues.risks, 2, "issues.risks");
}

fn drop_indirect_rivals(manifest: &mut Manifest, trail: &mut Trail) {
    let direct = |rival: &Alternative| matches!(rival.r#type, RivalType::Direct);
    trail.retain(&mut manifest.competitive.alternatives, direct, "competitive.alternatives");
}

fn fewer_rivals(manifest: &mut Manifest, trail: &mut Trail, rivals: usize, strengths: usize) {
    let alternatives = &mut manifest.competitive.alternatives;
    trail.keep(alternatives, rivals, "competitive.alternatives");
    for rival in alternatives {
        trail.keep(&mut rival.strengths, strengths, "competitive.alternatives[].strengths");
        trail.drop(&mut rival.weaknesses, "competitive.alternatives[].weaknesses");
        trail.drop(&mut rival.share, "competitive.alternatives[].share");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_stand_in_their_order() {
        let numbers: Vec<u8> = STEPS.iter().map(|(number, _)| *number).collect();
        assert!(numbers.is_sorted());
        assert_eq!((1..=EMERGENCY).filter(|number| !numbers.contains(number)).count(), 0);
    }

    #[test]
    fn indirect_rivals_go_before_direct_ones_are_touched() {
        let rival = |name: &str, r#type| Alternative {
            name: name.to_owned(),
            r#type,
            strengths: ["brand", "price", "reach"].map(str::to_owned).to_vec(),
            weaknesses: vec!["slow".to_owned()],
            share: Some("30 %".to_owned()),
        };
        let mut manifest = Manifest::default();
        manifest.competitive.alternatives = vec![
            rival("Tally", RivalType::Direct),
            rival("Bank", RivalType::Indirect),
            rival("Excel", RivalType::Alternative),
        ];
        let mut trail = Trail::default();
        drop_indirect_rivals(&mut manifest, &mut trail);
        assert_eq!(manifest.competitive.alternatives.len(), 1);
        assert_eq!(manifest.competitive.alternatives[0].strengths.len(), 3);
        fewer_rivals(&mut manifest, &mut trail, 3, 2);
        let tally = &manifest.competitive.alternatives[0];
        assert_eq!((tally.strengths.len(), tally.weaknesses.len(), &tally.share), (2, 0, &None));
    }
}
