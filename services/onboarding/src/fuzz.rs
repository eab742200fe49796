//! Doors of `tests/fuzz`: each takes any bytes and panics when a property does not hold for them.

use crate::{
    domain::{Answers, StepNumber, properties},
    grpc::document,
};

/// A document of a step: a letter for the step (A is the first), then the document.
pub fn step(bytes: &[u8]) {
    let Some((letter, document)) = bytes.split_first() else { return };
    let (Some(number), Some(input)) = (number(*letter), document::assert_sound(document)) else { return };
    properties::draft(number, input, None, &Answers::default());
}

/// A patch on a step of a company that has answered all: a digit for the company, a letter for the step, the patch.
pub fn patch(bytes: &[u8]) {
    let [digit, letter, patch @ ..] = bytes else { return };
    let companies = properties::companies();
    let answers = &companies[usize::from(digit.wrapping_sub(b'0')) % companies.len()];
    let (Some(number), Some(patch)) = (number(*letter), document::assert_sound(patch)) else { return };
    properties::patch(number, &patch, answers);
}

fn number(letter: u8) -> Option<StepNumber> {
    StepNumber::try_from(u32::from(letter.wrapping_sub(b'A') % StepNumber::COUNT) + 1).ok()
}

#[cfg(test)]
mod tests {
    use testkit::arbitrary::try_kept;

    #[test]
    fn what_fuzzing_kept_holds() {
        try_kept("step", super::step);
        try_kept("patch", super::patch);
    }
}
