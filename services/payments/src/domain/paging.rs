use uuid::Uuid;

use crate::domain::{BrokenRule, TransactionId};

/// A wish for a part of a list, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    pub limit: u8,
    /// Only what is older than this one.
    pub after: Option<TransactionId>,
}

const USUAL: u8 = 20;
const MOST: u8 = 100;

impl Page {
    /// `limit` 0 means the usual length; an empty cursor the beginning.
    pub fn parse(limit: u32, cursor: &str) -> Result<Self, Vec<BrokenRule>> {
        let length = match u8::try_from(limit) {
            Ok(0) => Some(USUAL),
            Ok(limit) if limit <= MOST => Some(limit),
            Ok(_) | Err(_) => None,
        };
        let after = if cursor.is_empty() { Some(None) } else { Uuid::try_parse(cursor).ok().map(Some) };
        let mut broken = Vec::new();
        if length.is_none() {
            broken.push(rule("limit", "OUT_OF_RANGE", "must be 1 to 100"));
        }
        if after.is_none() {
            broken.push(rule("cursor", "INVALID_CURSOR", "must be a cursor as handed out"));
        }
        match (length, after) {
            (Some(limit), Some(after)) => Ok(Self { limit, after: after.map(TransactionId) }),
            (None, _) | (_, None) => Err(broken),
        }
    }
}

fn rule(pointer: &str, code: &'static str, message: &'static str) -> BrokenRule {
    BrokenRule { pointer: pointer.to_owned(), code, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_to_a_hundred_rows_and_a_cursor_of_ours() {
        assert_eq!(Page::parse(0, ""), Ok(Page { limit: 20, after: None }));
        assert_eq!(Page::parse(100, "").map(|page| page.limit), Ok(100));
        let both = Page::parse(101, "yesterday").unwrap_err();
        assert_eq!(both.iter().map(|v| v.pointer.as_str()).collect::<Vec<_>>(), ["limit", "cursor"]);
        assert!(Page::parse(u32::MAX, "").is_err());
    }
}
