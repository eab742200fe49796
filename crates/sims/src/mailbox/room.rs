use std::{io, path::Path, sync::Arc};

use anyhow::Context as _;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tokio::{
    fs::{self, File, OpenOptions},
    io::AsyncWriteExt as _,
    sync::Mutex,
};

use super::{
    faults::{self, Action, Fault, Stage},
    message::{Message, Received},
};

/// Where the mails are kept, shared by both doors.
pub struct Room {
    inside: Mutex<Inside>,
}

struct Inside {
    /// Oldest first.
    kept: Vec<Kept>,
    next_id: u64,
    faults: Vec<Fault>,
    file: Option<File>,
}

#[derive(Clone)]
pub struct Kept {
    pub message: Arc<Message>,
    pub raw: Arc<[u8]>,
}

/// A line of the state file: one per mail, appended before the mail is acknowledged.
#[derive(Serialize, Deserialize)]
struct Line {
    id: u64,
    #[serde(with = "time::serde::rfc3339")]
    received_at: OffsetDateTime,
    from: String,
    to: Vec<String>,
    raw: String,
}

impl Room {
    pub async fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let mut kept = Vec::new();
        let mut file = None;
        if let Some(path) = path {
            let named = || format!("the state file {}", path.display());
            kept = read(path).await.with_context(named)?;
            file = Some(OpenOptions::new().append(true).create(true).open(path).await.with_context(named)?);
        }
        let next_id = kept.last().map_or(1, |last: &Kept| last.message.summary.id + 1);
        Ok(Self { inside: Mutex::new(Inside { kept, next_id, faults: Vec::new(), file }) })
    }

    pub async fn keep(&self, received: Received) -> io::Result<()> {
        let mut inside = self.inside.lock().await;
        let now = OffsetDateTime::now_utc();
        let at = now.replace_millisecond(now.millisecond()).unwrap_or(now);
        let id = inside.next_id;
        let message = Message::read(id, at, &received);
        if let Some(file) = &mut inside.file {
            let raw = BASE64_STANDARD.encode(&received.raw);
            let line = Line { id, received_at: at, from: received.from, to: received.to, raw };
            let mut line = serde_json::to_vec(&line)?;
            line.push(b'\n');
            file.write_all(&line).await?;
            file.flush().await?;
        }
        inside.next_id += 1;
        inside.kept.push(Kept { message: Arc::new(message), raw: received.raw.into() });
        Ok(())
    }

    /// Newest first, those to this address only if one is given.
    pub async fn list(&self, to: Option<&str>) -> Vec<Arc<Message>> {
        let inside = self.inside.lock().await;
        let newest_first = inside.kept.iter().rev().map(|kept| Arc::clone(&kept.message));
        newest_first.filter(|message| to.is_none_or(|to| message.is_to(to))).collect()
    }

    pub async fn find(&self, id: u64) -> Option<Kept> {
        self.inside.lock().await.kept.iter().find(|kept| kept.message.summary.id == id).cloned()
    }

    /// Numbers are not used again.
    pub async fn clear(&self) -> io::Result<()> {
        let mut inside = self.inside.lock().await;
        inside.kept.clear();
        match &inside.file {
            Some(file) => file.set_len(0).await,
            None => Ok(()),
        }
    }

    pub async fn faults(&self) -> Vec<Fault> {
        self.inside.lock().await.faults.clone()
    }

    pub async fn set_faults(&self, faults: Vec<Fault>) {
        self.inside.lock().await.faults = faults;
    }

    pub async fn take_fault(&self, stage: Stage, recipients: &[String]) -> Option<Action> {
        faults::take(&mut self.inside.lock().await.faults, stage, recipients)
    }
}

/// A last line that was cut off in the middle belongs to a mail that was never acknowledged: it is taken out.
async fn read(path: &Path) -> anyhow::Result<Vec<Kept>> {
    let bytes = match fs::read(path).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if whole < bytes.len() {
        OpenOptions::new().write(true).open(path).await?.set_len(u64::try_from(whole)?).await?;
    }
    bytes[..whole].split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(kept).collect()
}

fn kept(line: &[u8]) -> anyhow::Result<Kept> {
    let Line { id, received_at, from, to, raw } =
        serde_json::from_slice(line).context("holds a line of another kind")?;
    let received = Received { from, to, raw: BASE64_STANDARD.decode(raw)? };
    let message = Message::read(id, received_at, &received);
    Ok(Kept { message: Arc::new(message), raw: received.raw.into() })
}
