use super::{
    Prices,
    figures::{amount, price},
    markdown::{Markdown, escape, joined},
    words::{capitalised, sentence, spaced, with_unit},
};
use crate::domain::{
    context::OfferOption,
    reduced::{
        Channel, ChannelType, Channels, Company, Goal, Goals, Icp, Issues, Kpi, Market, MarketSize,
        Messaging, Reduced, Rival, RivalType,
    },
};

pub fn company(page: &mut Markdown, company: &Company) {
    page.heading("The company");
    page.answer(company.description.as_ref());
    let facts = [
        ("Industry", Some(capitalised(&company.industry))),
        ("Category", company.sub_industry.clone()),
        ("Stage", Some(capitalised(&company.stage))),
        ("Founded", company.founded_year.map(|year| year.to_string())),
        ("Team", company.employee_count.map(|people| format!("{people} people"))),
        ("Headquarters", company.headquarters.clone()),
        ("Revenue", company.revenue_range.clone()),
        ("Website", company.website.clone()),
    ];
    let known = facts.into_iter().filter_map(|(label, value)| Some((label, value?)));
    page.list("", known.map(|(label, value)| format!("**{label}:** {}", escape(&value))));
    page.labelled("Mission", company.mission.as_ref());
    page.labelled("Value proposition", Some(&company.value_prop));
    page.labelled("What we deliver", company.offer.deliverable.as_ref());
    page.labelled("What we promise", company.offer.outcome.as_ref());
    page.labelled("For whom", company.audience.as_ref());
}

pub fn prices(page: &mut Markdown, prices: &Prices) {
    let cycle = prices.billing_cycle.as_deref().filter(|cycle| *cycle != "custom");
    let billed = cycle.map_or(String::new(), |cycle| format!(", billed {}", spaced(cycle)));
    page.list(&format!("What it costs{billed}"), prices.options.iter().map(option));
}

fn option(option: &OfferOption) -> String {
    let currency = option.currency.as_deref().unwrap_or("INR");
    let costs = option.price_minor.map_or("price on request".to_owned(), |minor| price(minor, currency));
    let what = option.description.as_ref().map_or(String::new(), |text| format!(". {}", escape(text)));
    format!("**{}:** {}{what}", escape(&option.name), escape(&costs))
}

pub fn customers(page: &mut Markdown, icps: &[Icp]) {
    page.heading("Who it is for");
    for (rank, icp) in icps.iter().enumerate() {
        let primary = if rank == 0 { " (primary)" } else { "" };
        page.subheading(&format!("{}{primary}", escape(&icp.name)));
        page.answer(icp.description.as_ref());
        let around = [icp.vertical.clone(), icp.company_size.clone(), Some(icp.geography.join(", "))];
        let around: Vec<String> = around.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        if !around.is_empty() {
            page.paragraph(&joined(&around, " · "));
        }
        let mut pains: Vec<_> = icp.pains.iter().collect();
        pains.sort_by_key(|pain| std::cmp::Reverse(pain.severity));
        page.list("Pains", pains.into_iter().map(|pain| escape(&pain.description)));
        page.list("Goals", icp.goals.iter().map(|goal| escape(&goal.description)));
        page.list(
            "Objections",
            icp.objections.iter().map(|it| answered(&it.description, it.response.as_ref())),
        );
        page.list("Triggers", icp.triggers.iter().map(|trigger| escape(&trigger.event)));
    }
}

/// A statement and what follows from it.
fn answered(statement: &str, answer: Option<&String>) -> String {
    match answer {
        Some(answer) => format!("{} → {}", escape(statement), escape(answer)),
        None => escape(statement),
    }
}

/// A name, and what it means.
fn explained(name: &str, meaning: Option<&String>) -> String {
    match meaning {
        Some(meaning) => format!("**{}:** {}", escape(name), escape(meaning)),
        None => format!("**{}**", escape(name)),
    }
}

pub fn position(page: &mut Markdown, reduced: &Reduced) {
    let competitors = &reduced.competitors;
    page.heading("Where we stand");
    page.answer(reduced.brand_data.positioning.as_ref());
    page.labelled("Category", Some(&competitors.category));
    page.labelled("What sets us apart", Some(&competitors.differentiation));
    let rows: Vec<_> = competitors.direct.iter().chain(&competitors.indirect).map(rival).collect();
    page.table(["Alternative", "Kind", "Strengths", "Weaknesses"], &rows);
    let deltas = competitors.positioning_delta.iter().map(|delta| {
        let cells = [
            Some(&delta.axis),
            delta.our_position.as_ref(),
            delta.competitor_position.as_ref(),
            delta.differentiation.as_ref(),
        ];
        cells.map(|cell| cell.map_or(String::new(), |text| escape(text)))
    });
    page.table(["Axis", "We", "They", "Difference"], &deltas.collect::<Vec<_>>());
}

fn rival(rival: &Rival) -> [String; 4] {
    let kind = match rival.r#type {
        RivalType::Direct => "direct",
        RivalType::Indirect => "indirect",
        RivalType::Alternative => "status quo",
    };
    [escape(&rival.name), kind.to_owned(), joined(&rival.strengths, "; "), joined(&rival.weaknesses, "; ")]
}

pub fn messages(page: &mut Markdown, messaging: &Messaging) {
    let hierarchy = &messaging.hierarchy;
    let nothing = messaging.key_messages.is_empty() && messaging.soundbites.is_empty();
    if nothing && messaging.taglines.is_empty() && hierarchy.primary.is_none() {
        return;
    }
    page.heading("What we say");
    page.labelled("First of all", hierarchy.primary.as_ref());
    page.list("Because", hierarchy.supporting.iter().map(|text| escape(text)));
    page.list("Proof", hierarchy.proof.iter().map(|text| escape(text)));
    page.list(
        "Key messages",
        messaging.key_messages.iter().map(|it| explained(&it.title, Some(&it.content))),
    );
    page.list("Taglines", messaging.taglines.iter().map(|tagline| escape(&tagline.text)));
    let soundbites = messaging
        .soundbites
        .iter()
        .map(|it| format!("{} *({})*", escape(&it.text), escape(&spaced(&it.kind))));
    page.list("Lines ready to use", soundbites);
}

pub fn voice(page: &mut Markdown, reduced: &Reduced) {
    let (brand, guardrails) = (&reduced.brand_data, &reduced.messaging_data.guardrails);
    let nothing = guardrails.r#do.is_empty() && guardrails.dont.is_empty() && guardrails.banned.is_empty();
    if nothing && brand.tone.is_empty() && brand.values.is_empty() && brand.personality.is_empty() {
        return;
    }
    page.heading("How we say it");
    if !brand.tone.is_empty() {
        page.paragraph(&format!("**Tone:** {}", joined(&brand.tone, ", ")));
    }
    page.list("Values", brand.values.iter().map(|it| explained(&it.value, it.description.as_ref())));
    page.list(
        "Personality",
        brand.personality.iter().map(|it| explained(&it.r#trait, it.description.as_ref())),
    );
    page.list("Always", guardrails.r#do.iter().map(|line| escape(line)));
    page.list("Never", guardrails.dont.iter().map(|line| escape(line)));
    if !guardrails.banned.is_empty() {
        page.paragraph(&format!("**Words we do not use:** {}", joined(&guardrails.banned, ", ")));
    }
}

pub fn channels(page: &mut Markdown, channels: &Channels) {
    if channels.primary.is_empty() && channels.secondary.is_empty() {
        return;
    }
    page.heading("Where we say it");
    page.answer(channels.strategy_summary.as_ref());
    page.list("First", channels.primary.iter().map(channel));
    page.list("Then", channels.secondary.iter().map(channel));
}

fn channel(channel: &Channel) -> String {
    let kind = channel.r#type.map(|kind| match kind {
        ChannelType::SocialMedia => "social media",
        ChannelType::Email => "email",
        ChannelType::OrganicSearch => "organic search",
        ChannelType::ContentMarketing => "content marketing",
        ChannelType::DirectSales => "direct sales",
        ChannelType::Advertising => "advertising",
        ChannelType::Events => "events",
    });
    kind.map_or_else(|| escape(&channel.name), |kind| format!("{} ({kind})", escape(&channel.name)))
}

pub fn market(page: &mut Markdown, market: &Market) {
    let sizes = [("Total", &market.tam), ("Reachable", &market.sam), ("Ours to win", &market.som)];
    let currency = market.currency.as_deref().unwrap_or("INR");
    let known = sizes.into_iter().filter_map(|(label, size)| Some((label, size.as_ref()?)));
    let rows: Vec<[String; 3]> = known.map(|(label, size)| size_row(label, size, currency)).collect();
    if rows.is_empty() && market.verticals.is_empty() && market.geography.is_empty() {
        return;
    }
    page.heading("The market");
    page.table(["Market", "Size", "Basis"], &rows);
    for (label, entries) in [("Verticals", &market.verticals), ("Places", &market.geography)] {
        if !entries.is_empty() {
            page.paragraph(&format!("**{label}:** {}", joined(entries, ", ")));
        }
    }
}

fn size_row(label: &str, size: &MarketSize, currency: &str) -> [String; 3] {
    let growth = size.growth_rate.map(|rate| format!("{rate} % growth a year"));
    let basis: Vec<String> = size.description.iter().cloned().chain(growth).collect();
    [label.to_owned(), amount(size.value, currency), joined(&basis, "; ")]
}

pub fn goals(page: &mut Markdown, goals: &Goals) {
    if goals.short_term.is_empty() && goals.long_term.is_empty() && goals.kpis.is_empty() {
        return;
    }
    page.heading("What we aim for");
    page.list("Next", goals.short_term.iter().map(goal));
    page.list("In the long run", goals.long_term.iter().map(goal));
    page.list("How we measure it", goals.kpis.iter().map(kpi));
}

fn goal(goal: &Goal) -> String {
    let timeframe = goal.timeframe.as_ref().map_or(String::new(), |text| format!(" ({})", escape(text)));
    let description = goal.description.as_ref().map_or(String::new(), |text| format!(": {}", escape(text)));
    format!("**{}**{timeframe}{description}", escape(&goal.title))
}

fn kpi(kpi: &Kpi) -> String {
    let measured = |text: &String| escape(&with_unit(text, kpi.unit.as_deref().unwrap_or_default()));
    let target = kpi.target.as_ref().map_or("no target yet".to_owned(), measured);
    let current = kpi.current.as_ref().map_or(String::new(), |text| format!(" (now {})", measured(text)));
    let frequency =
        kpi.frequency.as_ref().map_or(String::new(), |text| format!(", {}", escape(&spaced(text))));
    format!("**{}:** {target}{current}{frequency}", escape(&kpi.name))
}

pub fn issues(page: &mut Markdown, issues: &Issues) {
    if issues.risks.is_empty() && issues.contradictions.is_empty() && issues.recent_wins.is_empty() {
        return;
    }
    page.heading("What to watch");
    page.list("Recent wins", issues.recent_wins.iter().map(|it| answered(&it.title, it.impact.as_ref())));
    let (met, unmet): (Vec<_>, Vec<_>) = issues.risks.iter().partition(|it| it.mitigation.is_some());
    let met = met.into_iter().map(|it| answered(&it.title, it.mitigation.as_ref()));
    page.list("Risks, and what we do about them", met);
    page.list("Risks without an answer yet", unmet.into_iter().map(|it| escape(&it.title)));
    let open = issues.contradictions.iter().filter(|it| it.resolution.is_none());
    page.list("Still open: our own material does not agree", open.map(|it| escape(&it.description)));
    let settled = issues.contradictions.iter().filter_map(|it| {
        let decided = it.resolution.as_ref()?;
        Some(format!("{} Decided: {}", escape(&sentence(&it.description)), escape(decided)))
    });
    page.list("Settled: our material did not agree, and we decided", settled);
}
