//! The built web app on the API's own origin, read into memory at start; without one a page that says what this is.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{
        ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG, VARY,
    },
    web::Bytes,
};
use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::preconditions;

/// Files by their path below the root, with a leading slash.
#[derive(Default)]
pub struct Site {
    files: HashMap<String, File>,
}

struct File {
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
    content_type: String,
    etag: String,
}

const APP_CONTENT: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; \
     form-action 'self' https://*.phonepe.com; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types rf-sw";

/// Media type of pages.
pub const HTML: &str = "text/html; charset=utf-8";

const BARE_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>RaptorFlow API</title>\
     <h1>RaptorFlow API</h1><p>This server answers the API only: it has no built web app. On a machine with Node 20 or newer \
     <code>cargo raptor up</code> builds the web app and serves it here.</p><p><a href=\"/api/docs/\">Browse the API</a> or \
     read <a href=\"/api/openapi.json\">its description</a>.</p></html>";

const NO_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>No page here - RaptorFlow</title>\
     <h1>There is no page here</h1><p>The address may be mistyped, or its page belongs to the web app and this server has \
     only the <a href=\"/\">API</a>.</p><p>If you come from a payment: it counts as the payment provider reports it, \
     whether or not this page is shown. If you come from a mail: its link keeps its time.</p></html>";

impl Site {
    /// Reads the folder, if there is one.
    pub fn load(root: Option<&Path>) -> anyhow::Result<Self> {
        let mut site = Self::default();
        if let Some(root) = root {
            site.read(root, root).with_context(|| format!("WEB_ROOT {}", root.display()))?;
        }
        Ok(site)
    }

    /// The answer to a GET outside the API; None when there is nothing.
    pub fn page(&self, request: &HttpRequest) -> Option<HttpResponse> {
        let path = request.path();
        if self.files.is_empty() {
            return (path == "/").then(|| page(HttpResponse::Ok(), BARE_PAGE));
        }
        if let Some(file) = self.files.get(path) {
            return Some(file.answer(request, path));
        }
        // A missing file must not be answered with a page: an old tab would run it as a script.
        let last = path.rsplit('/').next().unwrap_or_default();
        let wants_page = request.headers().get(ACCEPT).is_none_or(|accept| {
            accept.to_str().is_ok_and(|accept| accept.contains("text/html") || accept.contains("*/*"))
        });
        if last.contains('.') || !wants_page {
            return None;
        }
        let family = path.split('/').nth(1).filter(|family| !family.is_empty()).unwrap_or("home");
        let shell = self.files.get(&format!("/{family}.html")).or_else(|| self.files.get("/index.html"));
        shell.map(|file| file.answer(request, "/index.html"))
    }

    fn read(&mut self, root: &Path, folder: &Path) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.read(root, &path)?;
            } else if !matches!(path.extension().and_then(|extension| extension.to_str()), Some("gz" | "br"))
            {
                let name = format!("/{}", path.strip_prefix(root)?.to_string_lossy());
                self.files.insert(name, File::read(&path)?);
            }
        }
        Ok(())
    }
}

impl File {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let plain = fs::read(path)?;
        let beside = |extension: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(extension);
            fs::read(PathBuf::from(name)).ok().map(Bytes::from)
        };
        let etag = format!("\"{}\"", &hex::encode(Sha256::digest(&plain))[..16]);
        let mime = mime_guess::from_path(path).first_or_octet_stream();
        let text = mime.type_() == "text" || mime.subtype() == "javascript";
        let content_type = if text { format!("{mime}; charset=utf-8") } else { mime.to_string() };
        Ok(Self { plain: plain.into(), gzip: beside(".gz"), brotli: beside(".br"), content_type, etag })
    }

    fn answer(&self, request: &HttpRequest, path: &str) -> HttpResponse {
        let hashed = path.starts_with("/assets/");
        let cache = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        let known = preconditions::has(request, &self.etag);
        let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((CACHE_CONTROL, cache)).insert_header((ETAG, self.etag.clone()));
        answer.insert_header((VARY, "Accept-Encoding")).insert_header((CONTENT_SECURITY_POLICY, APP_CONTENT));
        if known {
            return answer.finish();
        }
        let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let accepts = |coding: &str| accepted.is_some_and(|accepted| accepted.contains(coding));
        let (coding, bytes) = match (&self.brotli, &self.gzip) {
            (Some(bytes), _) if accepts("br") => (Some("br"), bytes),
            (_, Some(bytes)) if accepts("gzip") => (Some("gzip"), bytes),
            (Some(_) | None, Some(_) | None) => (None, &self.plain),
        };
        if let Some(coding) = coding {
            answer.insert_header((CONTENT_ENCODING, coding));
        }
        answer.content_type(self.content_type.clone()).body(bytes.clone())
    }
}

/// What a person is shown where nothing is; None for a client that asks for something else than a page.
pub fn no_page(request: &HttpRequest) -> Option<HttpResponse> {
    let accept = request.headers().get(ACCEPT)?;
    let person = accept.to_str().is_ok_and(|accept| accept.contains("text/html"));
    person.then(|| page(HttpResponse::NotFound(), NO_PAGE))
}

fn page(mut answer: HttpResponseBuilder, html: &'static str) -> HttpResponse {
    answer.insert_header((CACHE_CONTROL, "no-cache")).content_type(HTML).body(html)
}
