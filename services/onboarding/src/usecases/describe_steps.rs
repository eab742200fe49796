use crate::{context::Context, domain::Published};

/// The document from which a client renders every step.
pub fn describe_steps(context: &Context) -> &Published {
    context.catalogue.description()
}
