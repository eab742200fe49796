//! Whether the matrix would notice: each policy and each table is weakened in turn, and the matrix has to break.

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::catalogue::{self, Policy};
use super::matrix;
use super::subject::Cast;

/// A change for the worse, and how to take it back.
struct Mutant {
    schema: String,
    table: String,
    what: String,
    change: String,
    undo: String,
}

/// Descriptions of the mutants, and of those among them that nothing noticed.
pub struct Mutation {
    pub tried: usize,
    pub missed: Vec<String>,
}

pub async fn run(owner: &Client, cast: &Cast) -> Result<Mutation> {
    let mut mutation = Mutation { tried: 0, missed: Vec::new() };
    for mutant in all(owner).await? {
        owner.batch_execute(&mutant.change).await.with_context(|| mutant.change.clone())?;
        let noticed = !catalogue::breaches(owner).await?.is_empty()
            || !matrix::holds(owner, cast, &mutant.schema, &mutant.table).await?;
        owner.batch_execute(&mutant.undo).await.with_context(|| mutant.undo.clone())?;
        mutation.tried += 1;
        if !noticed {
            mutation.missed.push(mutant.what);
        }
    }
    Ok(mutation)
}

async fn all(owner: &Client) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for policy in catalogue::policies(owner).await? {
        let columns = catalogue::columns(owner, &policy.schema, &policy.table).await?;
        let ids: Vec<String> =
            columns.into_iter().filter(|column| column.kind == "uuid").map(|column| column.name).collect();
        mutants.extend(of_policy(&policy, &ids));
    }
    for (schema, table) in catalogue::tables(owner).await? {
        for (word, back) in [("NO FORCE", "FORCE"), ("DISABLE", "ENABLE")] {
            let alter = |word: &str| format!("ALTER TABLE {schema}.{table} {word} ROW LEVEL SECURITY");
            mutants.push(Mutant {
                schema: schema.clone(),
                table: table.clone(),
                what: alter(word),
                change: alter(word),
                undo: alter(back),
            });
        }
    }
    Ok(mutants)
}

/// Each of the two clauses with its predicate dropped, and with each of its columns swapped for another one.
fn of_policy(policy: &Policy, ids: &[String]) -> Vec<Mutant> {
    let clauses = [("USING", &policy.using), ("WITH CHECK", &policy.check)];
    let clauses = clauses.into_iter().filter_map(|(word, text)| Some((word, text.as_ref()?)));
    let mutant = |word: &str, text: &str, worse: &str| {
        let Policy { schema, table, name, .. } = policy;
        let alter = |text: &str| {
            format!(
                "SET search_path = {schema}; ALTER POLICY {name} ON {table} {word} ({text}); RESET search_path"
            )
        };
        Mutant {
            schema: schema.clone(),
            table: table.clone(),
            what: format!("{schema}.{name}: {word} ({worse})"),
            change: alter(worse),
            undo: alter(text),
        }
    };
    clauses
        .flat_map(|(word, text)| {
            let swapped = swaps(text, ids).into_iter().map(move |worse| (word, text, worse));
            std::iter::once((word, text, "true".to_owned())).chain(swapped)
        })
        .map(|(word, text, worse)| mutant(word, text, &worse))
        .collect()
}

/// The predicate with each column in it replaced by another one of the table.
fn swaps(text: &str, ids: &[String]) -> Vec<String> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let named = |id: &&String| text.split(|character| !is_word(character)).any(|word| word == id.as_str());
    let swap = |from: &String| {
        let to = ids.iter().find(|to| *to != from)?;
        let mut swapped = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let end =
                rest[start..].find(|character| !is_word(character)).map_or(rest.len(), |end| start + end);
            let word = &rest[start..end];
            swapped.push_str(&rest[..start]);
            swapped.push_str(if word == from { to } else { word });
            rest = &rest[end..];
        }
        swapped.push_str(rest);
        Some(swapped)
    };
    ids.iter().filter(named).filter_map(swap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_swapped_where_it_stands_alone() {
        let ids = ["id".to_owned(), "workspace_id".to_owned()];
        let predicate = "(app_serves(workspace_id) OR (workspace_id = app_workspace_id()))";
        assert_eq!(swaps(predicate, &ids), ["(app_serves(id) OR (id = app_workspace_id()))"]);
        assert!(swaps("(app_service() = 'auth'::text)", &ids).is_empty());
    }
}
