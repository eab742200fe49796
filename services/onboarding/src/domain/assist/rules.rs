//! Step 18: the default guardrails, and a voice that suits the path.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::words::{clip, sentence};
use crate::domain::read::Read;

const DOS: [&str; 3] = ["Lead with the customer's problem", "Back each claim with proof", "Use plain words"];
const DONTS: [&str; 3] = ["No superlatives without proof", "No attacks on named rivals", "No jargon"];
const FORBIDDEN: [&str; 4] = ["synergy", "paradigm", "disrupt", "revolutionary"];

pub fn propose(run: &mut AssistRun<'_, '_>) {
    let basis = Basis::rule(70);
    for (list, texts) in [("dos", &DOS[..]), ("donts", &DONTS[..]), ("forbidden_words", &FORBIDDEN[..])] {
        for text in texts {
            run.propose_text(list, text, &basis);
        }
    }
    voice(run);
    values(run);
}

fn voice(run: &mut AssistRun<'_, '_>) {
    let (tone, traits): (&[&str], [(&str, &str); 2]) = match run.brief().path {
        "bold" => (
            &["direct", "confident", "warm"],
            [
                ("Outspoken", "Says what others in the trade only think, and says why."),
                ("Curious", "Asks before it explains."),
            ],
        ),
        "clever" => (
            &["sharp", "plain", "warm"],
            [
                ("Precise", "Names one thing and leaves out the rest."),
                ("Practical", "Every message ends with something to do."),
            ],
        ),
        _ => (
            &["calm", "plain", "exact"],
            [
                ("Steady", "Short sentences, no exclamation marks."),
                ("Practical", "Every message ends with something to do."),
            ],
        ),
    };
    for word in tone {
        run.propose_text("tone", word, &Basis::rule(50));
    }
    for (name, description) in traits {
        if run.own().list("personality").is_empty() {
            run.propose_item(
                "personality",
                json!({ "trait": name, "description": description }),
                &Basis::rule(50),
            );
        }
    }
}

fn values(run: &mut AssistRun<'_, '_>) {
    if !run.own().list("values").is_empty() {
        return;
    }
    let brief = run.brief();
    let kept = (!brief.guarantee.is_empty())
        .then(|| json!({ "value": "Accountability", "description": clip(&sentence(brief.guarantee), 300) }));
    let mission = run.on(crate::domain::StepNumber::FACTS).text("mission");
    let meant = (mission.chars().count() >= 5)
        .then(|| json!({ "value": "Purpose", "description": clip(&sentence(mission), 300) }));
    let honest = json!({ "value": "Honesty", "description": "We say only what we can show, and we say what we do not know." });
    let found: Vec<Value> = [Some(honest), kept, meant].into_iter().flatten().collect();
    for value in found {
        run.propose_item("values", value, &Basis::rule(50));
    }
}
