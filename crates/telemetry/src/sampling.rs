use opentelemetry::{
    Context, KeyValue,
    trace::{Link, SpanKind, TraceContextExt as _, TraceId},
};
use opentelemetry_sdk::trace::{IdGenerator as _, RandomIdGenerator, Sampler, SamplingResult, ShouldSample};

/// Says of a trace context that it came from outside, where nobody has a say in what we record.
pub(crate) struct Foreign;

/// Which traces are recorded: a share of those that begin here or come from outside; between our services, what the
/// caller decided.
#[derive(Debug, Clone)]
pub(crate) struct Sampling {
    share: Sampler,
    within: Sampler,
}

impl Sampling {
    pub(crate) fn of(share: f64) -> Self {
        let share = Sampler::TraceIdRatioBased(share);
        Self { within: Sampler::ParentBased(Box::new(share.clone())), share }
    }
}

impl ShouldSample for Sampling {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        // The spans below the first one inherit the word, but their parent is ours.
        let foreign = parent.is_some_and(|parent| {
            parent.get::<Foreign>().is_some() && parent.span().span_context().is_remote()
        });
        if foreign {
            // The ratio is taken of the id, and a stranger chose that one too.
            let drawn = RandomIdGenerator::default().new_trace_id();
            self.share.should_sample(parent, drawn, name, kind, attributes, links)
        } else {
            self.within.should_sample(parent, trace, name, kind, attributes, links)
        }
    }
}
