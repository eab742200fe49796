//! Which other steps a step looks at: what has to be at hand to prepare, check or complete it.

use std::collections::BTreeSet;

use super::StepNumber;
use super::catalogue::Step;
use super::schema::{Derive, Node};

impl Step {
    /// The steps whose answers [`Step::prepare`] and [`Step::completion`] look at, itself included.
    pub fn reads(&self) -> BTreeSet<StepNumber> {
        let mut found = BTreeSet::from([self.number]);
        found.extend(self.derive.iter().filter_map(|derive| derived_from(*derive)));
        let mut numbers = Vec::new();
        named(&self.shape, &mut numbers);
        numbers.extend(self.rules.iter().filter_map(super::rule::Rule::other_step));
        found.extend(numbers.into_iter().filter_map(|number| StepNumber::try_from(number).ok()));
        found
    }
}

fn derived_from(derive: Derive) -> Option<StepNumber> {
    match derive {
        Derive::GapScores => Some(StepNumber::MAP),
        Derive::ForcedDecisions | Derive::ChannelDefaults => Some(StepNumber::CATEGORY),
        Derive::Evidence
        | Derive::TruthSheetVersions
        | Derive::ProfileConfidence
        | Derive::SoundbiteLength
        | Derive::MarketFigures => None,
    }
}

fn named(node: &Node, numbers: &mut Vec<u32>) {
    numbers.extend(node.refers.as_ref().map(|reference| reference.step));
    numbers.extend(node.default_from.as_ref().map(|from| from.step));
    node.properties.values().for_each(|field| named(field, numbers));
    if let Some(item) = &node.items {
        named(item, numbers);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;

    #[test]
    fn a_step_names_every_step_it_looks_at() {
        let catalogue = Catalogue::load().unwrap();
        let reads = |number: StepNumber| {
            let others = catalogue.step(number).reads().into_iter().filter(|other| *other != number);
            others.collect::<Vec<_>>()
        };
        assert_eq!(reads(StepNumber::OFFER), []);
        assert_eq!(reads(StepNumber::TRUTH), [StepNumber::INTEGRITY]);
        assert_eq!(reads(StepNumber::ANGLE), [StepNumber::ALTERNATIVES]);
        assert_eq!(reads(StepNumber::FOCUS), [StepNumber::CATEGORY]);
        assert_eq!(reads(StepNumber::GAPS), [StepNumber::MAP]);
        assert!(reads(StepNumber::STATEMENTS).contains(&StepNumber::FACTS));
    }
}
