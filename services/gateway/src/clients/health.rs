use std::time::Duration;

use bootstrap::grpc::Channel;
use tonic::Request;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

const PATIENCE: Duration = Duration::from_secs(1);

/// Asks a service by the standard health protocol of gRPC.
pub async fn ping(channel: Channel) -> Result<(), String> {
    let mut request = Request::new(HealthCheckRequest { service: String::new() });
    request.set_timeout(PATIENCE);
    match HealthClient::new(channel).check(request).await {
        Ok(answer) if answer.get_ref().status() == ServingStatus::Serving => Ok(()),
        Ok(_) => Err("it is not serving".to_owned()),
        Err(status) => Err(status.message().to_owned()),
    }
}
