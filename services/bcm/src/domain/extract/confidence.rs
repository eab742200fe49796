use crate::domain::context::Icp;

/// Points are tenths, so that every sum is exact: six full points are certainty.
const CERTAIN: usize = 60;

/// How well an ICP is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence {
    points: usize,
}

impl Confidence {
    /// The least with which an ICP is kept beside better ones: 0.3.
    pub const ENOUGH: Self = Self { points: CERTAIN * 3 / 10 };

    pub fn of(icp: &Icp) -> Self {
        let said =
            [Some(&icp.name), icp.description.as_ref(), icp.company_size.as_ref(), icp.vertical.as_ref()];
        let points = said.into_iter().flatten().count() * 5
            + (icp.pains.len() * 5).min(15)
            + (icp.goals.len() * 5).min(15)
            + (icp.objections.len() * 3).min(10)
            + (icp.triggers.len() * 3).min(10);
        Self { points: points.min(CERTAIN) }
    }

    /// From 0 to 1, two places.
    pub fn score(self) -> f64 {
        let hundredths = u32::try_from((self.points * 100 + CERTAIN / 2) / CERTAIN).unwrap_or(100);
        f64::from(hundredths) / 100.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn confidence(icp: Value) -> Confidence {
        Confidence::of(&serde_json::from_value(icp).unwrap())
    }

    #[test]
    fn every_part_counts_up_to_its_limit() {
        let pain = json!({"description": "slow month end"});
        let trigger = json!({"event": "audit"});
        assert!((confidence(json!({"name": "a"})).score() - 0.08).abs() < 1e-9);
        let five_pains = confidence(json!({"name": "a", "pains": [pain, pain, pain, pain, pain]}));
        assert!((five_pains.score() - 0.33).abs() < 1e-9);
        let two_triggers = confidence(json!({"name": "a", "triggers": [trigger, trigger]}));
        assert!((two_triggers.score() - 0.18).abs() < 1e-9);
        let full = confidence(json!({
            "name": "a", "description": "b", "company_size": "c", "vertical": "d",
            "pains": [pain, pain, pain], "goals": [pain, pain, pain], "objections": [pain, pain, pain, pain],
            "triggers": [trigger, trigger, trigger, trigger],
        }));
        assert!((full.score() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn three_tenths_are_enough() {
        let pain = json!({"description": "slow month end"});
        let trigger = json!({"event": "audit"});
        let enough = json!({"name": "a", "pains": [pain, pain], "triggers": [trigger]});
        assert_eq!(confidence(enough), Confidence::ENOUGH);
        assert!(confidence(json!({"name": "a", "pains": [pain, pain]})) < Confidence::ENOUGH);
    }
}
