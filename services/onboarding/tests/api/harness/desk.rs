//! One member at one session, with all of its calls.

use bootstrap::grpc::Channel;
use contracts::onboarding::v1::{self as wire, onboarding_service_client::OnboardingServiceClient as Client};
use serde_json::{Value, json};
use testkit::TestMember;
use tonic::Request;

use super::{Answer, Onboarding};
use crate::answers;

/// One member at one session.
#[derive(Clone)]
pub struct Desk<'a> {
    pub onboarding: &'a Onboarding,
    pub member: TestMember,
    pub id: String,
}

fn bytes(data: &Value) -> Vec<u8> {
    data.to_string().into_bytes()
}

pub fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

impl Desk<'_> {
    /// The same session in somebody else's hands.
    pub fn of(&self, member: &TestMember) -> Self {
        Self { member: member.clone(), ..self.clone() }
    }

    fn client(&self) -> Client<Channel> {
        self.onboarding.client()
    }

    fn call<T>(&self, message: T) -> Request<T> {
        self.onboarding.call(&self.member, message)
    }

    pub async fn get(&self) -> Answer<wire::Session> {
        let call = self.call(wire::GetSessionRequest { session_id: self.id.clone() });
        Ok(self.client().get_session(call).await?.into_inner().session.unwrap())
    }

    pub async fn summary(&self) -> Answer<wire::GetSummaryResponse> {
        let call = self.call(wire::GetSummaryRequest { session_id: self.id.clone() });
        Ok(self.client().get_summary(call).await?.into_inner())
    }

    pub async fn preview(&self) -> Answer<wire::PreviewManifestResponse> {
        let call = self.call(wire::PreviewManifestRequest { session_id: self.id.clone() });
        Ok(self.client().preview_manifest(call).await?.into_inner())
    }

    pub async fn progress(&self) -> Answer<wire::Progress> {
        let call = self.call(wire::GetProgressRequest { session_id: self.id.clone() });
        Ok(self.client().get_progress(call).await?.into_inner().progress.unwrap())
    }

    pub async fn step(&self, n: u32) -> Answer<wire::GetStepResponse> {
        let call = self.call(wire::GetStepRequest { session_id: self.id.clone(), n });
        Ok(self.client().get_step(call).await?.into_inner())
    }

    pub async fn version(&self, n: u32) -> u64 {
        self.step(n).await.unwrap().step.unwrap().version
    }

    pub async fn put(&self, n: u32, expected: u64, data: &Value) -> Answer<wire::StepSaved> {
        self.put_bytes(n, expected, bytes(data), true).await
    }

    pub async fn put_complete(&self, n: u32, expected: u64, data: &Value) -> Answer<wire::StepSaved> {
        self.put_bytes(n, expected, bytes(data), false).await
    }

    pub async fn put_bytes(
        &self,
        n: u32,
        expected_version: u64,
        data: Vec<u8>,
        draft: bool,
    ) -> Answer<wire::StepSaved> {
        let session_id = self.id.clone();
        let call = self.call(wire::SaveStepRequest { session_id, n, data, expected_version, draft });
        Ok(self.client().save_step(call).await?.into_inner().saved.unwrap())
    }

    pub async fn patch(&self, n: u32, expected_version: u64, patch: &Value) -> Answer<wire::StepSaved> {
        let (session_id, patch) = (self.id.clone(), bytes(patch));
        let call = self.call(wire::PatchStepRequest { session_id, n, patch, expected_version });
        Ok(self.client().patch_step(call).await?.into_inner().saved.unwrap())
    }

    pub async fn complete(
        &self,
        n: u32,
        expected_version: u64,
        data: Option<&Value>,
    ) -> Answer<wire::CompleteStepResponse> {
        let (session_id, data) = (self.id.clone(), data.map(bytes));
        let call = self.call(wire::CompleteStepRequest { session_id, n, data, expected_version });
        Ok(self.client().complete_step(call).await?.into_inner())
    }

    pub async fn skip(&self, n: u32) -> Answer<wire::SkipStepResponse> {
        let call = self.call(wire::SkipStepRequest { session_id: self.id.clone(), n });
        Ok(self.client().skip_step(call).await?.into_inner())
    }

    pub async fn run(&self, n: u32, assist: &str, engine: wire::Engine) -> Answer<wire::RunAssistResponse> {
        let (session_id, assist) = (self.id.clone(), assist.to_owned());
        let call = self.call(wire::RunAssistRequest { session_id, n, assist, engine: engine.into() });
        Ok(self.client().run_assist(call).await?.into_inner())
    }

    pub async fn decide(
        &self,
        n: u32,
        suggestion: &str,
        decision: wire::Decision,
        value: Option<&Value>,
    ) -> Answer<wire::DecideSuggestionResponse> {
        let call = self.call(wire::DecideSuggestionRequest {
            session_id: self.id.clone(),
            n,
            suggestion_id: suggestion.to_owned(),
            decision: decision.into(),
            value: value.map(bytes),
        });
        Ok(self.client().decide_suggestion(call).await?.into_inner())
    }

    pub async fn finalize(&self, key: &str, force: bool) -> Answer<Value> {
        let (session_id, idempotency_key) = (self.id.clone(), key.to_owned());
        let call = self.call(wire::FinalizeRequest { session_id, force, idempotency_key });
        Ok(parsed(&self.client().finalize(call).await?.into_inner().result))
    }

    pub async fn resume(&self) -> Answer<wire::Session> {
        let call = self.call(wire::ResumeSessionRequest { session_id: self.id.clone() });
        Ok(self.client().resume_session(call).await?.into_inner().session.unwrap())
    }

    pub async fn reset(&self) -> Answer<wire::Session> {
        let call = self.call(wire::ResetSessionRequest { session_id: self.id.clone() });
        Ok(self.client().reset_session(call).await?.into_inner().session.unwrap())
    }

    pub async fn delete(&self) -> Answer<()> {
        let call = self.call(wire::DeleteSessionRequest { session_id: self.id.clone() });
        self.client().delete_session(call).await?;
        Ok(())
    }

    /// Answers or passes over every step up to `last`.
    pub async fn answer_up_to(&self, last: u32) {
        for n in 1..=last {
            self.answer_step(n).await;
        }
    }

    /// Answers or passes over a step.
    pub async fn answer_step(&self, n: u32) {
        match answers::of(n) {
            Some(data) => {
                let version = self.version(n).await;
                let saved = self.put_complete(n, version, &data).await;
                assert!(saved.is_ok(), "step {n}: {saved:?}");
            }
            None => {
                self.skip(n).await.unwrap();
            }
        }
    }

    /// Completes a step with changed members.
    pub async fn recomplete(&self, n: u32, change: &Value) {
        let step = self.step(n).await.unwrap().step.unwrap();
        let mut data = parsed(step.submitted.as_deref().unwrap());
        for (name, value) in change.as_object().unwrap() {
            data[name] = value.clone();
        }
        self.put_complete(n, step.version, &data).await.unwrap();
    }
}

/// A document that no step refuses as a draft of step 1.
pub fn note(text: &str) -> Value {
    json!({ "notes": text })
}
