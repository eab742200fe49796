use super::{
    Alternative, Brand, Channels, Company, Competitive, Contradiction, Foundation, Goal, Goals, Icp, Issues,
    KeyMessage, Kpi, Manifest, Market, Messaging, Risk, Soundbite, Win,
};
use crate::domain::reduced::{self, Reduced, Rival};

impl Manifest {
    /// The manifest of a reduced model before any compression.
    pub fn assemble(reduced: &Reduced, links: &[String]) -> Self {
        Self {
            foundation: foundation(&reduced.company_info),
            icps: reduced.icps.iter().map(icp).collect(),
            competitive: competitive(&reduced.competitors),
            messaging: messaging(reduced),
            brand: brand(&reduced.brand_data),
            channels: channels(&reduced.channels_data),
            market: market(&reduced.market_data),
            goals: goals(&reduced.goals_data),
            issues: issues(&reduced.issues_data, links),
        }
    }
}

fn foundation(company: &reduced::Company) -> Foundation {
    Foundation {
        company: Company {
            name: company.name.clone(),
            industry: company.industry.clone(),
            stage: company.stage.clone(),
            website: company.website.clone(),
            description: company.description.clone(),
            headquarters: company.headquarters.clone(),
        },
        mission: company.mission.clone(),
        value_prop: company.value_prop.clone(),
        audience: company.audience.clone(),
        offer: company.offer.clone(),
    }
}

fn icp(icp: &reduced::Icp) -> Icp {
    let mut pains: Vec<_> = icp.pains.iter().collect();
    pains.sort_by_key(|pain| std::cmp::Reverse(pain.severity));
    Icp {
        segment: icp.name.clone(),
        description: icp.description.clone(),
        pain_points: pains.into_iter().map(|pain| pain.description.clone()).collect(),
        goals: icp.goals.iter().map(|goal| goal.description.clone()).collect(),
        triggers: icp.triggers.iter().map(|trigger| trigger.event.clone()).collect(),
        objections: icp.objections.iter().map(|objection| objection.description.clone()).collect(),
        channels: icp.channels.clone(),
        confidence: icp.confidence_score,
    }
}

fn competitive(competitors: &reduced::Competitors) -> Competitive {
    let alternative = |rival: &Rival| Alternative {
        name: rival.name.clone(),
        r#type: rival.r#type,
        strengths: rival.strengths.clone(),
        weaknesses: rival.weaknesses.clone(),
        share: rival.market_share.clone(),
    };
    Competitive {
        category: competitors.category.clone(),
        category_path: competitors.category_path.clone(),
        alternatives: competitors.direct.iter().chain(&competitors.indirect).map(alternative).collect(),
        differentiation: competitors.differentiation.clone(),
        positioning_delta: competitors.positioning_delta.clone(),
    }
}

fn messaging(reduced: &Reduced) -> Messaging {
    let messaging = &reduced.messaging_data;
    let key_message = |message: &reduced::KeyMessage| KeyMessage {
        title: message.title.clone(),
        content: message.content.clone(),
    };
    let soundbite =
        |line: &reduced::Soundbite| Soundbite { kind: line.kind.clone(), text: line.text.clone() };
    Messaging {
        guardrails: messaging.guardrails.clone(),
        one_liner: messaging.one_liner.clone(),
        positioning_statement: reduced.brand_data.positioning.clone(),
        key_messages: messaging.key_messages.iter().map(key_message).collect(),
        taglines: messaging.taglines.iter().map(|tagline| tagline.text.clone()).collect(),
        soundbites: messaging.soundbites.iter().map(soundbite).collect(),
        hierarchy: messaging.hierarchy.clone(),
    }
}

fn brand(brand: &reduced::Brand) -> Brand {
    Brand {
        values: brand
            .values
            .iter()
            .map(|value| explained(&value.value, value.description.as_ref()))
            .collect(),
        personality: brand
            .personality
            .iter()
            .map(|it| explained(&it.r#trait, it.description.as_ref()))
            .collect(),
        tone: brand.tone.clone(),
    }
}

fn explained(name: &str, description: Option<&String>) -> String {
    description.map_or_else(|| name.to_owned(), |description| format!("{name}: {description}"))
}

fn channels(channels: &reduced::Channels) -> Channels {
    let names = |list: &[reduced::Channel]| list.iter().map(|channel| channel.name.clone()).collect();
    Channels {
        primary: names(&channels.primary),
        secondary: names(&channels.secondary),
        strategy_summary: channels.strategy_summary.clone(),
    }
}

fn market(market: &reduced::Market) -> Market {
    let value = |size: &Option<reduced::MarketSize>| size.as_ref().map(|size| size.value);
    Market {
        tam: value(&market.tam),
        sam: value(&market.sam),
        som: value(&market.som),
        currency: market.currency.clone(),
        year: market.year,
        verticals: market.verticals.clone(),
        geography: market.geography.clone(),
    }
}

fn goals(goals: &reduced::Goals) -> Goals {
    let kpi = |kpi: &reduced::Kpi| Kpi {
        name: kpi.name.clone(),
        target: kpi.target.clone(),
        current: kpi.current.clone(),
        unit: kpi.unit.clone(),
        frequency: kpi.frequency.clone(),
    };
    let goal = |goal: &reduced::Goal| Goal { title: goal.title.clone(), timeframe: goal.timeframe.clone() };
    Goals {
        short_term: goals.short_term.iter().map(goal).collect(),
        kpis: goals.kpis.iter().map(kpi).collect(),
    }
}

/// A contradiction that was resolved is none for a prompt; how it was resolved stays in the reduced model.
fn issues(issues: &reduced::Issues, links: &[String]) -> Issues {
    let contradiction = |found: &reduced::Contradiction| Contradiction {
        description: found.description.clone(),
        severity: found.severity,
    };
    let risk = |risk: &reduced::Risk| Risk {
        title: risk.title.clone(),
        probability: risk.probability.clone(),
        impact: risk.impact.clone(),
    };
    let win = |win: &reduced::Win| Win { title: win.title.clone(), impact: win.impact.clone() };
    Issues {
        contradictions: issues
            .contradictions
            .iter()
            .filter(|found| found.resolution.is_none())
            .map(contradiction)
            .collect(),
        risks: issues.risks.iter().map(risk).collect(),
        recent_wins: issues.recent_wins.iter().map(win).collect(),
        links: links.to_vec(),
    }
}
