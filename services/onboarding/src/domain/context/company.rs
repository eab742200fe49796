//! The company's profile: the basics of step 1, with what the founder corrected in the locked truth sheet.

use serde_json::{Map, Value};

use super::Source;
use crate::domain::StepNumber;
use crate::domain::assist::{BASICS, figures, spoken};
use crate::domain::catalogue::{Catalogue, Step};
use crate::domain::limits;
use crate::domain::read::Read;
use crate::domain::schema::{Kind, Node};

pub fn profile(catalogue: &Catalogue, source: &Source<'_>) -> Value {
    let basics = catalogue.step(StepNumber::EVIDENCE);
    let mut profile = super::pick(source.step(StepNumber::EVIDENCE), &MEMBERS);
    let sheet = source.step(StepNumber::TRUTH);
    let edited = sheet.list("truth_sheet").iter().filter(|row| row.text("status") == "edited");
    for row in edited.filter(|_| sheet.is("locked")) {
        profile.extend(correction(basics, row));
    }
    if let Some(name) = profile.remove("company_name") {
        profile.insert("name".to_owned(), name);
    }
    Value::Object(profile)
}

const MEMBERS: [&str; 9] = [
    "company_name",
    "industry",
    "stage",
    "website",
    "description",
    "founded_year",
    "employee_count",
    "revenue_range",
    "headquarters",
];

/// The member a row is about, in the form and within the limits of step 1; none when it is no such value.
fn correction(basics: &Step, row: &Value) -> Map<String, Value> {
    let label = row.text("label").to_lowercase();
    let member =
        BASICS.iter().find(|(_, _, known)| known.to_lowercase() == label).map(|(member, ..)| *member);
    let found = member.and_then(|member| {
        let value = read(basics.shape.properties.get(member)?, row.text("value"))?;
        Some(Map::from_iter([(member.to_owned(), value)]))
    });
    found
        .filter(|found| limits::check(&basics.draft, &Value::Object(found.clone())).is_empty())
        .unwrap_or_default()
}

fn read(field: &Node, text: &str) -> Option<Value> {
    match (field.kind, &field.choices) {
        (Some(Kind::Integer), _) => only_number(text).map(Value::from),
        (_, Some(choices)) => {
            let told = text.to_lowercase();
            choices
                .iter()
                .find(|choice| **choice == told || spoken(choice) == told)
                .map(|choice| choice.as_str().into())
        }
        (_, None) => Some(Value::from(text)),
    }
}

/// The number in a text, unless there are several or it is none to count with.
fn only_number(text: &str) -> Option<i64> {
    let found = figures(text);
    let [figure] = found.as_slice() else { return None };
    format!("{}", figure.value).parse().ok()
}
