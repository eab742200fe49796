//! Who an item is across saves: ids for items that have none, server-set members kept from the previous
//! version, and numbered labels.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::finding::{Code, Finding};
use super::fresh_values::FreshValues;
use super::read::{Read, by_id};
use super::schema::Node;

/// Gives ids and server-set members; `previous` is the same value in the last saved version.
pub struct Identity<'a, 's> {
    pub fresh: &'a mut FreshValues<'s>,
    pub violations: Vec<Finding>,
    pub warnings: Vec<Finding>,
}

impl Identity<'_, '_> {
    pub fn keep(&mut self, node: &Node, value: &mut Value, previous: &Value, pointer: &str) {
        match value {
            Value::Object(members) => self.object(node, members, previous, pointer),
            Value::Array(items) => self.list(node, items, previous, pointer),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn object(&mut self, node: &Node, members: &mut Map<String, Value>, previous: &Value, pointer: &str) {
        for (name, field) in &node.properties {
            let before = previous.get(name).unwrap_or(&Value::Null);
            let at = format!("{pointer}/{name}");
            if field.read_only {
                self.server_set(field, members, (name, before), &at);
            } else if let Some(value) = members.get_mut(name) {
                self.keep(field, value, before, &at);
            }
        }
    }

    fn server_set(
        &mut self,
        field: &Node,
        members: &mut Map<String, Value>,
        (name, before): (&String, &Value),
        at: &str,
    ) {
        let kept = Some(before).filter(|value| !value.is_null()).or(field.default.as_ref());
        let sent = members.remove(name);
        if sent.is_some_and(|sent| Some(&sent) != kept) {
            let message = "is set by the server; the value sent was ignored";
            self.warnings.push(Finding::new(at, Code::ServerField, message));
        }
        members.extend(kept.map(|value| (name.clone(), value.clone())));
    }

    fn list(&mut self, node: &Node, items: &mut [Value], previous: &Value, pointer: &str) {
        let Some(item_node) = node.items.as_deref().filter(|_| node.is_list_of_objects()) else { return };
        let before = previous.as_array().map(Vec::as_slice).unwrap_or_default();
        if item_node.properties.get("id").is_some_and(|id| id.assigned) {
            self.give_ids(item_node, items, before, pointer);
        }
        for (index, item) in items.iter_mut().enumerate() {
            let same = by_id(before, item.id()).filter(|_| !item.id().is_empty()).unwrap_or(&Value::Null);
            self.keep(item_node, item, same, &format!("{pointer}/{index}"));
        }
    }

    /// An item sent again without its id is the one it was, so that an identical save stays identical.
    fn give_ids(&mut self, node: &Node, items: &mut [Value], before: &[Value], pointer: &str) {
        let mut taken = HashSet::new();
        for (index, item) in items.iter().enumerate().filter(|(_, item)| item.get("id").is_some()) {
            if !taken.insert(item.id().to_owned()) {
                let at = format!("{pointer}/{index}/id");
                self.violations.push(Finding::new(at, Code::Duplicate, "is the id of another item too"));
            }
        }
        for item in items.iter_mut().filter(|item| item.get("id").is_none()) {
            let known = before.iter().find(|old| !taken.contains(old.id()) && same_content(node, item, old));
            let id = known.map_or_else(|| self.fresh.id(), |old| old.id().to_owned());
            taken.insert(id.clone());
            if let Some(members) = item.as_object_mut() {
                members.insert("id".to_owned(), Value::String(id));
            }
        }
    }
}

/// Equal in everything a client sends, ids that were left out apart.
fn same_content(node: &Node, new: &Value, old: &Value) -> bool {
    match (new, old) {
        (Value::Object(_), Value::Object(_)) => node
            .properties
            .iter()
            .filter(|(name, field)| !(field.read_only || field.assigned && new.get(*name).is_none()))
            .all(|(name, field)| match (new.get(name), old.get(name)) {
                (Some(new), Some(old)) => same_content(field, new, old),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            }),
        (Value::Array(new), Value::Array(old)) => {
            let item = node.items.as_deref();
            new.len() == old.len()
                && new
                    .iter()
                    .zip(old)
                    .all(|(new, old)| item.map_or(new == old, |item| same_content(item, new, old)))
        }
        (new, old) => new == old,
    }
}

/// Numbers items that have no label yet: one more than the highest number in the list.
pub fn give_codes(node: &Node, data: &mut Value, previous: &Value) {
    for (name, field) in &node.properties {
        let Some(item) = field.items.as_deref() else { continue };
        let Some(prefix) = item.properties.get("code").and_then(|code| code.code.as_deref()) else {
            continue;
        };
        let number = |item: &Value| item.text("code").rsplit('-').next()?.parse::<u32>().ok();
        let highest = data.list(name).iter().chain(previous.list(name)).filter_map(number).max().unwrap_or(0);
        let unnamed = data.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten();
        for (item, next) in unnamed
            .filter_map(Value::as_object_mut)
            .filter(|item| !item.contains_key("code"))
            .zip(highest + 1..)
        {
            item.insert("code".to_owned(), Value::String(format!("{prefix}-{next:02}")));
        }
    }
}
