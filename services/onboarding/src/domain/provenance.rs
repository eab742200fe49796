//! Where an answer came from, kept per pointer, and what accepting a suggestion does to a document.

use primitives::format_timestamp;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::read::{Read, by_id};

/// What a suggestion rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A rule or template over the founder's answers.
    Rule,
    /// Something that stands in the evidence.
    Evidence,
}

/// Where a proposed value of the deterministic engine comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    pub origin: Origin,
    /// 0 to 100.
    pub confidence: u8,
    pub evidence_ids: Vec<String>,
    pub created_at: OffsetDateTime,
}

impl Provenance {
    /// The stored and published form.
    pub fn to_json(&self) -> Value {
        let origin = match self.origin {
            Origin::Rule => "rule",
            Origin::Evidence => "evidence",
        };
        json!({
            "origin": origin,
            "engine": "deterministic",
            "evidence_ids": self.evidence_ids,
            "confidence": self.confidence,
            "created_at": format_timestamp(self.created_at),
        })
    }
}

/// A suggestion cannot be put where its pointer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document has no place for this suggestion")]
pub struct NoPlace;

/// A document with a suggestion in it, and where the value went.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    pub data: Value,
    pub pointer: String,
}

/// Puts a suggested value into a document; to be saved through `Step::prepare` like any other edit.
///
/// A value that carries the id of an item that is there changes only the members it names, wherever the item
/// stands by now. `/-` appends; an index says that there was an item, and without it there is no place.
/// Everything else replaces what stands at the pointer.
pub fn accept(data: &Value, pointer: &str, value: &Value) -> Result<Accepted, NoPlace> {
    let mut data = if data.is_object() { data.clone() } else { json!({}) };
    let (parent, name) = pointer.rsplit_once('/').ok_or(NoPlace)?;
    let is_item = name == "-" || name.parse::<usize>().is_ok();
    let holder = reach(&mut data, parent, is_item).ok_or(NoPlace)?;
    let place = match holder {
        Value::Array(items) if is_item => put_item(items, name, value).ok_or(NoPlace)?.to_string(),
        Value::Object(members) => {
            members.insert(name.to_owned(), value.clone());
            name.to_owned()
        }
        _ => return Err(NoPlace),
    };
    Ok(Accepted { data, pointer: format!("{parent}/{place}") })
}

/// The value at a pointer, with objects, and at the end a list, created on the way.
fn reach<'a>(data: &'a mut Value, pointer: &str, list: bool) -> Option<&'a mut Value> {
    let mut place = data;
    for name in pointer.split('/').skip(1) {
        if place.is_null() {
            *place = json!({});
        }
        place = match place {
            Value::Object(members) => members.entry(name).or_insert(Value::Null),
            Value::Array(items) => items.get_mut(name.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    if place.is_null() {
        *place = if list { json!([]) } else { json!({}) };
    }
    Some(place)
}

/// Whether both are about one thing to focus on or give up, which the server may have added by itself.
fn decides_the_same(item: &Value, value: &Value) -> bool {
    !value.text("item").is_empty()
        && item.text("category") == value.text("category")
        && item.text("item").to_lowercase() == value.text("item").to_lowercase()
}

fn put_item(items: &mut Vec<Value>, name: &str, value: &Value) -> Option<usize> {
    let same_id = |item: &Value| !value.id().is_empty() && item.id() == value.id();
    if let Some(index) = items.iter().position(same_id) {
        if let (Some(item), Some(members)) = (items[index].as_object_mut(), value.as_object()) {
            item.extend(members.clone());
        }
        return Some(index);
    }
    if name == "-"
        && let Some(index) = items.iter().position(|item| decides_the_same(item, value))
    {
        if let (Some(item), Some(members)) = (items[index].as_object_mut(), value.as_object()) {
            item.extend(members.clone().into_iter().filter(|(member, _)| member != "id"));
        }
        return Some(index);
    }
    if name == "-" {
        items.push(value.clone());
        return Some(items.len() - 1);
    }
    let index = name.parse::<usize>().ok().filter(|_| !value.is_object())?;
    *items.get_mut(index)? = value.clone();
    Some(index)
}

/// The provenance of a new version: entries follow their item to its new place, those of removed values go,
/// and a value that was changed by hand becomes the user's.
pub fn carry(
    before: &Value,
    provenance: &Map<String, Value>,
    after: &Value,
    now: OffsetDateTime,
) -> Map<String, Value> {
    provenance
        .iter()
        .filter_map(|(pointer, entry)| {
            let place = follow(before, after, pointer)?;
            let (old, new) = (before.pointer(pointer)?, after.pointer(&place)?);
            let entry = if old == new {
                entry.clone()
            } else {
                json!({ "origin": "user", "created_at": format_timestamp(now) })
            };
            Some((place, entry))
        })
        .collect()
}

/// Where the value at a pointer stands in the other document: items are found by their id, texts of a list by
/// what they say.
fn follow(before: &Value, after: &Value, pointer: &str) -> Option<String> {
    let (mut old, mut new, mut place) = (before, after, String::new());
    for name in pointer.split('/').skip(1) {
        let step = match (old, new) {
            (Value::Array(olds), Value::Array(news)) => {
                let item = olds.get(name.parse::<usize>().ok()?)?;
                let known = by_id(news, item.id()).filter(|_| !item.id().is_empty());
                let index =
                    news.iter().position(|other| known.map_or(other == item, |same| same == other))?;
                (old, new) = (item, news.get(index)?);
                index.to_string()
            }
            (Value::Object(olds), Value::Object(news)) => {
                (old, new) = (olds.get(name)?, news.get(name)?);
                name.to_owned()
            }
            _ => return None,
        };
        place = format!("{place}/{step}");
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-20 10:00 UTC);

    #[test]
    fn accepting_what_the_server_added_changes_it_and_adds_nothing() {
        let data = json!({"items": [{"id": "a", "category": "product", "item": "Custom reports", "decision": "focus"}]});
        let value = json!({"id": "b", "category": "product", "item": "custom reports", "decision": "focus", "reason": "Why"});
        let accepted = accept(&data, "/items/-", &value).unwrap();
        assert_eq!(accepted.pointer, "/items/0");
        assert_eq!(accepted.data["items"].as_array().unwrap().len(), 1);
        assert_eq!((accepted.data["items"][0].id(), accepted.data["items"][0].text("reason")), ("a", "Why"));
    }

    #[test]
    fn an_accepted_member_goes_where_its_pointer_says() {
        let accepted = accept(&Value::Null, "/oneliner/problem", &json!("Stock runs out")).unwrap();
        assert_eq!(accepted.data, json!({"oneliner": {"problem": "Stock runs out"}}));
        assert_eq!(accepted.pointer, "/oneliner/problem");
    }

    #[test]
    fn an_accepted_item_is_appended_once_and_then_only_amended() {
        let first = accept(&json!({}), "/facts/-", &json!({"id": "a", "value": "1"})).unwrap();
        assert_eq!(first.pointer, "/facts/0");
        let again = accept(&first.data, "/facts/-", &json!({"id": "a", "status": "verified"})).unwrap();
        assert_eq!(again.data, json!({"facts": [{"id": "a", "value": "1", "status": "verified"}]}));
    }

    #[test]
    fn an_item_that_moved_is_found_by_its_id() {
        let data = json!({"evidence": [{"id": "new"}, {"id": "old", "name": "Deck"}]});
        let accepted = accept(&data, "/evidence/0", &json!({"id": "old", "slot": "sales_deck"})).unwrap();
        assert_eq!(accepted.pointer, "/evidence/1");
        assert_eq!(accepted.data["evidence"][0], json!({"id": "new"}));
        assert_eq!(accepted.data["evidence"][1], json!({"id": "old", "name": "Deck", "slot": "sales_deck"}));
    }

    #[test]
    fn members_for_an_item_that_is_gone_have_no_place() {
        let data = json!({"evidence": [{"id": "new"}]});
        assert_eq!(accept(&data, "/evidence/0", &json!({"id": "old", "slot": "sales_deck"})), Err(NoPlace));
        assert_eq!(accept(&data, "/evidence/0", &json!({"slot": "sales_deck"})), Err(NoPlace));
        assert_eq!(accept(&json!({"tone": ["calm"]}), "/tone/1", &json!("dry")), Err(NoPlace));
    }

    #[test]
    fn a_suggestion_has_no_place_inside_a_text() {
        assert_eq!(accept(&json!({"category": "CRM"}), "/category/x", &json!("a")), Err(NoPlace));
        assert_eq!(accept(&json!({}), "", &json!({})), Err(NoPlace));
    }

    #[test]
    fn provenance_follows_items_and_becomes_the_users_when_they_edit() {
        let before =
            json!({"facts": [{"id": "a", "value": "1"}, {"id": "b", "value": "2"}], "tone": ["calm", "dry"]});
        let after = json!({"facts": [{"id": "b", "value": "2"}, {"id": "a", "value": "9"}], "tone": ["dry"]});
        let rule = json!({"origin": "rule"});
        let map: Map<String, Value> = ["/facts/0", "/facts/1", "/tone/0", "/tone/1"]
            .iter()
            .map(|pointer| ((*pointer).to_owned(), rule.clone()))
            .collect();
        let carried = carry(&before, &map, &after, NOW);
        assert_eq!(carried["/facts/0"], rule);
        assert_eq!(carried["/facts/1"], json!({"origin": "user", "created_at": "2026-11-20T10:00:00.000Z"}));
        assert_eq!(carried["/tone/0"], rule);
        assert_eq!(carried.len(), 3);
    }
}
