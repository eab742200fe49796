//! What the answers leave open, most pressing first; the tasks of step 22 and the summary of step 23 name them.

use super::assist_run::AssistRun;
use super::words::{QUESTION, clip, has_question, name_inside, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

/// Something to find out or to do, and why.
pub struct OpenPoint {
    pub title: String,
    pub why: String,
}

/// Holes in the answers themselves.
pub fn unsettled(run: &AssistRun<'_, '_>) -> Vec<OpenPoint> {
    let mut points = Vec::new();
    contradictions(run, &mut points);
    undecided(run, &mut points);
    unproven(run, &mut points);
    unknown(run, &mut points);
    unanswered(run, &mut points);
    points
}

/// The same, and after them what was decided and has not been tried on anybody.
pub fn open_points(run: &AssistRun<'_, '_>) -> Vec<OpenPoint> {
    let mut points = unsettled(run);
    untested(run, &mut points);
    unexplored(run, &mut points);
    untried(run, &mut points);
    points
}

fn add(points: &mut Vec<OpenPoint>, title: &str, why: &str) {
    points.push(OpenPoint { title: clip(title, 200), why: clip(&sentence(why), 500) });
}

fn contradictions(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    for issue in run.on(StepNumber::INTEGRITY).list("issues").iter().filter(|issue| !issue.is("resolved")) {
        add(
            points,
            &format!("Settle: {}", issue.text("title")),
            "It was found in the contradiction check and is not resolved",
        );
    }
}

fn undecided(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    let offer = run.on(StepNumber::OFFER);
    let unpriced = offer.list("options").iter().any(|option| has_question(option.text("description")));
    if unpriced || ["promised_outcome", "guarantees"].iter().any(|member| has_question(offer.text(member))) {
        let why = format!("A question that begins with \"{QUESTION}\" still stands among its answers");
        add(points, "Decide what the offer leaves open", &why);
    }
}

fn unproven(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    let claims = run.on(StepNumber::CAPABILITIES).list("capabilities").iter();
    for claim in
        claims.filter(|claim| matches!(claim.text("rating"), "only_you" | "unique") && !claim.is("verified"))
    {
        let title = format!("Prove or drop the claim \"{}\"", clip(claim.text("name"), 150));
        add(points, &title, "It is rated as rare and nothing verifies it yet");
    }
}

fn unknown(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    let rows = run.on(StepNumber::TRUTH).list("truth_sheet").iter();
    for row in rows.filter(|row| row.text("status") == "unknown" || row.text("confidence") == "low") {
        let title = format!("Find out: {}", row.text("label"));
        add(points, &title, "The truth sheet has no sure answer to it");
    }
}

fn untested(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    for channel in run
        .on(StepNumber::CHANNELS)
        .list("channels")
        .iter()
        .filter(|channel| channel.text("tier") == "primary")
    {
        let title = format!("Test {} with a first small piece", clip(channel.text("name"), 150));
        add(points, &title, "It is to get most of the effort, so its effect has to be seen early");
    }
}

fn unanswered(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    let profiles = run.on(StepNumber::PROFILES).list("icps");
    for profile in profiles {
        let open = profile.list("objections").iter().find(|objection| objection.text("response").is_empty());
        if let Some(objection) = open {
            let title = format!("Find an answer to \"{}\"", clip(objection.text("description"), 150));
            add(points, &title, "Customers say it, and there is no reply yet");
        }
        if profile.list("objections").is_empty() {
            let title =
                format!("Ask five people like \"{}\" what holds them back", clip(profile.text("name"), 120));
            add(points, &title, "No objection of theirs is written down yet");
        }
    }
}

fn unexplored(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    for gap in run.on(StepNumber::GAPS).list("gaps").iter().filter(|gap| gap.text("status") == "opportunity")
    {
        let title =
            format!("Ask three customers what they would pay for this gap: {}", clip(gap.text("area"), 130));
        add(points, &title, "Nobody stands there on the map, which can mean an opening or no demand");
    }
    for rival in run
        .on(StepNumber::ALTERNATIVES)
        .list("alternatives")
        .iter()
        .filter(|rival| rival.text("their_weakness").is_empty())
    {
        let title = format!("Talk to two customers of {}", name_inside(rival.text("name")));
        add(points, &title, "Where this alternative is weak is not known yet");
    }
}

/// What was written and nobody outside has heard yet.
fn untried(run: &AssistRun<'_, '_>, points: &mut Vec<OpenPoint>) {
    let statement = run.on(StepNumber::STATEMENTS)["positioning"].text("statement");
    if !statement.is_empty() {
        let why = "If they cannot repeat it in their own words, it is not clear yet";
        add(points, "Read the positioning statement to five customers", why);
    }
    let answered =
        run.on(StepNumber::PROFILES).list("icps").iter().flat_map(|profile| profile.list("objections"));
    for objection in answered.filter(|objection| !objection.text("response").is_empty()).take(2) {
        let title =
            format!("Try the answer to \"{}\" on three customers", clip(objection.text("description"), 140));
        add(points, &title, "It is an answer of ours until a customer has accepted it");
    }
    let lines = run.on(StepNumber::SOUNDBITES).list("soundbites").iter();
    if let Some(line) =
        lines.filter(|line| line.text("status") == "approved").find(|line| line.text("kind") == "cta")
    {
        let title = format!("Put \"{}\" where visitors decide, and count", clip(line.text("content"), 140));
        add(points, &title, "An invitation is good when people accept it");
    }
}
