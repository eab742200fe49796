//! Whether a text shows a reader anything.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup},
};

/// A text of nothing but white space, marks without a letter, and characters that are not drawn (joiners, fillers, soft
/// hyphens, marks of direction) fills a field and answers nothing. Inside a word joiners mean something and stay.
pub fn is_blank(text: &str) -> bool {
    let undrawn = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let categories = CodePointMapData::<GeneralCategory>::new();
    text.chars().all(|c| {
        c.is_whitespace() || undrawn.contains(c) || GeneralCategoryGroup::Mark.contains(categories.get(c))
    })
}
