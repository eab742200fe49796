use crate::domain::{context::BusinessContext, reduced::Market};

/// Sizes as given; verticals and places are those of the market and of every ICP together, each once.
pub fn extract(context: &BusinessContext) -> Market {
    let market = &context.market;
    let icps = &context.intelligence.icps;
    let sized = market.tam.is_some() || market.sam.is_some() || market.som.is_some();
    Market {
        currency: sized.then(|| market.currency.clone().unwrap_or_else(|| "INR".to_owned())),
        year: market.year.filter(|_| sized),
        verticals: each_once(
            market.verticals.iter().chain(icps.iter().filter_map(|icp| icp.vertical.as_ref())),
        ),
        geography: each_once(market.geography.iter().chain(icps.iter().flat_map(|icp| &icp.geography))),
        ..market.clone()
    }
}

fn each_once<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.contains(text) {
            kept.push(text.clone());
        }
    }
    kept
}
