//! A build that is stopped anywhere makes one version when its key comes again.

use testkit::{Stop, eventually};

use crate::harness::{BcmService, context_of};

/// Stops a build before its step of this number and sees it end well; tells whether there was such a step.
async fn ends_well(bcm: &mut BcmService, number: usize, stop: Stop) -> bool {
    let owner = bcm.owner();
    let workspace = owner.workspace.to_string();
    let context = context_of(owner.workspace);
    bcm.steps.stop_before(number, stop, &[&workspace]);
    tokio::select! {
        _ = bcm.build(&owner, &context, "finalize") => {}
        () = bcm.steps.stopped(), if stop == Stop::Silence => {}
    }
    let was_stopped = bcm.steps.was_stopped();
    if was_stopped && stop == Stop::Silence {
        bcm.kill_and_restart().await;
    }
    let again = eventually("it is built", async || bcm.build(&owner, &context, "finalize").await.ok()).await;
    assert_eq!((again.version.as_str(), again.unchanged), ("1.0.0", false));
    for table in ["business_contexts", "business_context_manifests", "bcm_version_history", "bcm_heads"] {
        let rows =
            bcm.count(&format!("SELECT count(*) FROM {table} WHERE workspace_id = '{workspace}'")).await;
        assert_eq!(rows, 1, "{table} after {:?}", bcm.steps.taken());
    }
    assert_eq!(bcm.manifest(&owner).await.unwrap()["checksum"], again.checksum.as_str());
    was_stopped
}

async fn ends_well_wherever_it_stops(stop: Stop) {
    let mut bcm = BcmService::start().await;
    let mut steps = 0;
    while ends_well(&mut bcm, steps, stop).await {
        steps += 1;
    }
    let taken = bcm.steps.taken();
    let of = |kind: &str| taken.iter().filter(|step| **step == kind).count();
    assert!(of("commit") >= 2 && of("redis") >= 1, "{taken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_any_of_its_steps_a_build_makes_one_version_when_it_is_asked_for_again() {
    ends_well_wherever_it_stops(Stop::Silence).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_to_which_a_line_breaks_before_any_of_its_steps_makes_one_version() {
    ends_well_wherever_it_stops(Stop::Break).await;
}
