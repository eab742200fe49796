use super::Missing;
use crate::domain::{
    context::BusinessContext,
    reduced::{Company, Offer},
};

pub fn extract(context: &BusinessContext) -> Result<Company, Missing> {
    let profile = &context.company_profile;
    let foundation = &context.foundation;
    if profile.name.trim().is_empty() {
        return Err(Missing { field: "company_profile.name" });
    }
    if foundation.value_proposition.trim().is_empty() {
        return Err(Missing { field: "foundation.value_proposition" });
    }
    Ok(Company {
        name: profile.name.clone(),
        website: profile.website.clone(),
        industry: profile.industry.clone(),
        sub_industry: context.intelligence.positioning.category.clone(),
        description: profile.description.clone(),
        stage: profile.stage.clone(),
        founded_year: profile.founded_year,
        employee_count: profile.employee_count,
        revenue_range: profile.revenue_range.clone(),
        headquarters: profile.headquarters.clone(),
        mission: foundation.mission.clone(),
        value_prop: foundation.value_proposition.clone(),
        audience: foundation.target_audience.clone(),
        offer: Offer {
            deliverable: foundation.core_deliverable.clone(),
            outcome: foundation.promised_outcome.clone(),
            pricing_model: foundation.pricing_model.clone(),
        },
    })
}
