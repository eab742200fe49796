//! The services' own doors, asked what they are. Who may call what is proved by `cargo raptor prove tenants`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use journeys::system::System;
use tonic::Request;
use tonic::client::Grpc;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_prost::ProstCodec;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest::ListServices;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse::ListServicesResponse;
use tonic_reflection::pb::v1::{ServerReflectionRequest, ServerReflectionResponse};

const SERVICES: [(&str, &str); 4] = [
    ("auth", "raptorflow.auth.v1.AuthService"),
    ("payments", "raptorflow.payments.v1.PaymentsService"),
    ("onboarding", "raptorflow.onboarding.v1.OnboardingService"),
    ("bcm", "raptorflow.bcm.v1.BcmService"),
];
/// The same messages under two names; many clients know the older one only.
const REFLECTIONS: [&str; 2] = ["grpc.reflection.v1", "grpc.reflection.v1alpha"];

async fn connect(system: &System, service: &str) -> Channel {
    let address = system.addresses()["services"][service]["grpc"].as_str().unwrap().to_owned();
    Endpoint::from_shared(address).unwrap().connect().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_tells_its_health_and_its_contract() {
    let system = System::start().unwrap();
    for (service, contract) in SERVICES {
        let channel = connect(&system, service).await;
        let health = HealthClient::new(channel.clone()).check(HealthCheckRequest::default()).await.unwrap();
        assert_eq!(health.into_inner().status(), ServingStatus::Serving, "{service}");
        for reflection in REFLECTIONS {
            let names = listed(channel.clone(), reflection).await;
            assert!(names.iter().any(|name| name == contract), "{service} {reflection}: {names:?}");
        }
    }
}

async fn listed(channel: Channel, reflection: &str) -> Vec<String> {
    let message_request = Some(ListServices(String::new()));
    let asked = ServerReflectionRequest { host: String::new(), message_request };
    let path = format!("/{reflection}.ServerReflection/ServerReflectionInfo").parse().unwrap();
    let codec = ProstCodec::<ServerReflectionRequest, ServerReflectionResponse>::default();
    let mut client = Grpc::new(channel);
    client.ready().await.unwrap();
    let answers = client.streaming(Request::new(tokio_stream::once(asked)), path, codec).await.unwrap();
    match answers.into_inner().message().await.unwrap().unwrap().message_response.unwrap() {
        ListServicesResponse(list) => list.service.into_iter().map(|service| service.name).collect(),
        _ => Vec::new(),
    }
}
