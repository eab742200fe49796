//! How crowded a point of the perceptual map is.

use serde_json::{Map, Value};

use super::items_mut;
use crate::domain::read::{Read, by_id};

/// Rivals this near, the edge included, share the customer's attention.
const REACH: i64 = 25;

/// A point with the rivals around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    pub density: usize,
    pub gap_score: usize,
    pub status: &'static str,
}

/// The rivals of the map chosen in step 11; `None` while no map is chosen.
pub fn rivals(map: &Value) -> Option<Vec<(i64, i64)>> {
    let option = by_id(map.list("options"), map.text("selected_position"))?;
    Some(option.list("competitors").iter().filter_map(point).collect())
}

pub fn around(at: (i64, i64), rivals: &[(i64, i64)]) -> Crowd {
    let near = |rival: &&(i64, i64)| {
        let (dx, dy) = (rival.0 - at.0, rival.1 - at.1);
        dx * dx + dy * dy <= REACH * REACH
    };
    let density = rivals.iter().filter(near).count();
    let status = match density {
        0 => "opportunity",
        1 | 2 => "neutral",
        _ => "crowded",
    };
    Crowd { density, gap_score: 100_usize.saturating_sub(20 * density), status }
}

pub fn score(data: &mut Value, map: &Value) {
    let rivals = rivals(map);
    for gap in items_mut(data, "gaps") {
        for member in ["density", "gap_score", "status"] {
            gap.remove(member);
        }
        if let (Some(rivals), Some(at)) = (&rivals, coordinates(gap)) {
            let crowd = around(at, rivals);
            gap.insert("density".to_owned(), Value::from(crowd.density));
            gap.insert("gap_score".to_owned(), Value::from(crowd.gap_score));
            gap.insert("status".to_owned(), Value::from(crowd.status));
        }
    }
}

fn point(item: &Value) -> Option<(i64, i64)> {
    item.as_object().and_then(coordinates)
}

/// Coordinates off the map are the schema's business, not ours.
fn coordinates(item: &Map<String, Value>) -> Option<(i64, i64)> {
    let on_map = |axis: &str| item.get(axis)?.as_i64().filter(|value| (0..=100).contains(value));
    Some((on_map("x")?, on_map("y")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rival_at_exactly_25_counts_and_one_beyond_does_not() {
        assert_eq!(around((50, 50), &[(65, 70)]).density, 1);
        assert_eq!(around((50, 50), &[(65, 71)]).density, 0);
    }

    #[test]
    fn the_score_falls_by_20_for_each_rival_and_never_below_0() {
        let crowd = |n| around((10, 10), &vec![(10, 10); n]);
        assert_eq!(crowd(0), Crowd { density: 0, gap_score: 100, status: "opportunity" });
        assert_eq!(crowd(1).status, "neutral");
        assert_eq!(crowd(2), Crowd { density: 2, gap_score: 60, status: "neutral" });
        assert_eq!(crowd(3), Crowd { density: 3, gap_score: 40, status: "crowded" });
        assert_eq!(crowd(9).gap_score, 0);
    }
}
