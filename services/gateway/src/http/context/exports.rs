use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{ContentDisposition, DispositionParam, DispositionType},
    web::{Data, Payload},
};
use contracts::bcm::v1::{ExportFormat, ExportRequest};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    context::Gateway,
    http::{Answer, body, documents::Manifest, door, query::Query, refusals::Feature},
    limits::Row,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(export);
}

const FORMATS: [(&str, ExportFormat); 2] =
    [("json", ExportFormat::Json), ("markdown", ExportFormat::Markdown)];

/// The body of a POST, which may say the format instead of the query.
#[derive(Deserialize, ToSchema)]
struct Export {
    format: Option<Format>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    Json,
    Markdown,
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Markdown => Self::Markdown,
        }
    }
}

/// The manifest as a file
///
/// As JSON, or as a brief that a person can read. POST does the same.
#[utoipa::path(
    tag = "Context",
    params(("format" = inline(Option<Format>), Query, description = "json when absent")),
    responses(
        (status = 200, description = "An attachment", headers(("Content-Disposition" = String)),
            content((Manifest = "application/json"), (String = "text/markdown"))),
        Feature,
        (status = 404, description = "BCM_NOT_FOUND", body = crate::http::ProblemDocument),
    ),
    security(("session" = ["ready"]), ("bearer" = ["ready"])),
)]
#[get("/api/v1/context/export")]
async fn export(gateway: Data<Gateway>, request: HttpRequest, payload: Payload) -> Answer {
    let member = door::ready_member(&gateway, &request, Row::Export).await?;
    let Export { format } = body::json(&request, payload).await?.value;
    let in_query = Query::of(&request).word("format", &FORMATS)?;
    let format = in_query.or(format.map(ExportFormat::from)).unwrap_or(ExportFormat::Json);
    let message = ExportRequest { format: format.into(), workspace_slug: member.membership.slug.clone() };
    let bcm = &gateway.services.bcm;
    let ask = bcm.write(&member, message, async |mut bcm, request| bcm.export(request).await);
    let file = ask.await?;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(file.file_name)],
    };
    Ok(HttpResponse::Ok().insert_header(disposition).content_type(file.content_type).body(file.content))
}
