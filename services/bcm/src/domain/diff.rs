//! Which fields of the reduced model differ between two versions.

use serde_json::{Map, Value};

use super::reduced::Reduced;

/// Paths of two levels, as `company_info.name`, sorted; a list counts as one field.
pub fn fields_changed(before: &Reduced, after: &Reduced) -> Vec<String> {
    let mut paths = Vec::new();
    let (before, after) = (sections(before), sections(after));
    for (section, new) in &after {
        let old = before.get(section).unwrap_or(&Value::Null);
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => {
                let changed = new.iter().filter(|(name, value)| old.get(*name) != Some(value));
                paths.extend(changed.map(|(name, _)| format!("{section}.{name}")));
            }
            (old, new) if old != new => paths.push(section.clone()),
            _ => {}
        }
    }
    paths.sort_unstable();
    paths
}

fn sections(reduced: &Reduced) -> Map<String, Value> {
    match serde_json::to_value(reduced) {
        Ok(Value::Object(sections)) => sections,
        Ok(_) | Err(_) => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_fields_are_named_by_section_and_field() {
        let before = Reduced::default();
        let mut after = Reduced::default();
        after.company_info.name = "Khata".to_owned();
        after.messaging_data.guardrails.banned.push("synergy".to_owned());
        after.icps.push(Default::default());
        assert_eq!(
            fields_changed(&before, &after),
            ["company_info.name", "icps", "messaging_data.guardrails"]
        );
        assert!(fields_changed(&after, &after.clone()).is_empty());
    }
}
