use contracts::payments::v1::ListPlansRequest;
use principal::ServiceName;
use serde_json::json;

use crate::harness::{Payments, answer};

#[tokio::test(flavor = "multi_thread")]
async fn the_three_plans_are_shown_with_their_prices_and_limits() {
    let payments = Payments::start().await;
    let request = payments.by_service(ServiceName::Gateway, ListPlansRequest {});
    let plans = answer(payments.client().list_plans(request).await).unwrap().plans;
    let shown: Vec<_> = plans
        .iter()
        .map(|plan| {
            let limits = plan.limits.unwrap();
            json!([
                plan.code,
                plan.rank,
                plan.name,
                plan.popular,
                plan.monthly_paise,
                plan.yearly_paise,
                [
                    limits.moves_per_week,
                    limits.campaigns,
                    limits.icps,
                    limits.team_seats,
                    limits.storage_gb,
                    limits.max_file_mb,
                    limits.api_calls_per_hour,
                    limits.ai_generations_per_day
                ],
            ])
        })
        .collect();
    assert_eq!(
        json!(shown),
        json!([
            ["ascent", 1, "Ascent", false, 500_000, 5_000_000, [3, 3, 3, 1, 5, 50, 100, 10]],
            ["glide", 2, "Glide", true, 700_000, 7_000_000, [-1, -1, 10, 5, 25, 200, 500, 50]],
            ["soar", 3, "Soar", false, 1_000_000, 10_000_000, [-1, -1, -1, -1, 100, 500, 2000, -1]],
        ])
    );
    assert!(plans.iter().all(|plan| !plan.features.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_withdrawn_cannot_be_bought() {
    let payments = Payments::start().await;
    payments.sql("UPDATE plans SET is_active = false WHERE code = 'glide'").await;
    let owner = payments.owner();
    crate::harness::refused(payments.initiate(&owner, crate::harness::glide()).await, 400, "INVALID_PLAN");
    let request = payments.by_service(ServiceName::Gateway, ListPlansRequest {});
    let plans = answer(payments.client().list_plans(request).await).unwrap().plans;
    assert_eq!(plans.iter().map(|plan| plan.code.as_str()).collect::<Vec<_>>(), ["ascent", "soar"]);
}
