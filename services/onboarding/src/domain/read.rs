//! Looking into step data, which is JSON that a draft may have left half finished.

use serde_json::Value;

/// Reading that treats what is absent or of another type as not answered.
pub trait Read {
    /// The text at a member, empty when there is none.
    fn text(&self, member: &str) -> &str;
    /// The items of a list, none when there is no list.
    fn list(&self, member: &str) -> &[Value];
    /// The texts of a list of texts.
    fn texts(&self, member: &str) -> Vec<&str>;
    fn number(&self, member: &str) -> Option<i64>;
    fn is(&self, member: &str) -> bool;
    fn id(&self) -> &str {
        self.text("id")
    }
}

impl Read for Value {
    fn text(&self, member: &str) -> &str {
        self.get(member).and_then(Value::as_str).unwrap_or_default()
    }

    fn list(&self, member: &str) -> &[Value] {
        self.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    fn texts(&self, member: &str) -> Vec<&str> {
        self.list(member).iter().filter_map(Value::as_str).collect()
    }

    fn number(&self, member: &str) -> Option<i64> {
        self.get(member).and_then(Value::as_i64)
    }

    fn is(&self, member: &str) -> bool {
        self.get(member).and_then(Value::as_bool).unwrap_or_default()
    }
}

/// The list at a pointer of one member, such as `/facts`.
pub fn list_at<'a>(data: &'a Value, pointer: &str) -> &'a [Value] {
    data.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The item of a list with this id.
pub fn by_id<'a>(items: &'a [Value], id: &str) -> Option<&'a Value> {
    items.iter().find(|item| item.id() == id)
}
