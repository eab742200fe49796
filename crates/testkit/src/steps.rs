use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use secrecy::ExposeSecret as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::Notify,
};

use crate::beside::Beside;

/// The steps by which a process changes the world around it, as they go over its lines: what it commits, and what it tells
/// others. Between two of them nothing that it does outlives it, so a process that is stopped before each of them in turn has
/// been stopped everywhere. The steps are found by running; nobody lists them.
#[derive(Clone, Default)]
pub struct Steps(Arc<Shared>);

#[derive(Default)]
struct Shared {
    course: Mutex<Course>,
    stopped: Notify,
}

#[derive(Default)]
struct Course {
    /// What a step has to name to count.
    marks: Vec<Vec<u8>>,
    stop: Option<(usize, Stop)>,
    taken: Vec<&'static str>,
    is_stopped: bool,
    /// Connections of processes that were stopped before are not heard any more.
    process: u32,
}

/// What happens at the step that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Nothing the process says is heard any more; it is to be killed.
    Silence,
    /// The one connection breaks, and the process lives.
    Break,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Its steps are the commits of transactions in which a mark was named.
    Database,
    /// Its steps are all pieces that name a mark.
    To(&'static str),
}

/// What becomes of a piece.
enum Fate {
    Passed,
    Silenced,
    Broken,
}

const COMMIT: &[u8] = b"COMMIT";
const BEGIN: &[u8] = b"BEGIN";

impl Steps {
    /// The same database at the end of a line that is listened to.
    pub async fn database(&self, settings: database::Settings) -> database::Settings {
        let url = self.along(Line::Database, settings.url.expose_secret()).await;
        database::Settings { url: url.into(), ..settings }
    }

    /// The same place at the end of such a line; a cluster has several, parted by commas.
    pub async fn to(&self, name: &'static str, url: &str) -> String {
        self.along(Line::To(name), url).await
    }

    /// Counts steps from now on that have to do with `marks`, and stops before the one of this number, the first being 0.
    pub fn stop_before(&self, number: usize, stop: Stop, marks: &[&str]) {
        let mut course = self.course();
        course.marks = marks.iter().map(|mark| mark.as_bytes().to_vec()).collect();
        course.stop = Some((number, stop));
        course.taken.clear();
        course.is_stopped = false;
    }

    /// Waits until the process was stopped.
    pub async fn stopped(&self) {
        loop {
            let changed = self.0.stopped.notified();
            if self.course().is_stopped {
                return;
            }
            changed.await;
        }
    }

    /// Whether there was a step of that number; none is waited for any more.
    #[must_use]
    pub fn was_stopped(&self) -> bool {
        let mut course = self.course();
        if !course.is_stopped {
            course.stop = None;
        }
        course.is_stopped
    }

    /// The steps that were taken, in their order.
    #[must_use]
    pub fn taken(&self) -> Vec<&'static str> {
        self.course().taken.clone()
    }

    /// Listens to the next process, and to nothing that the one before still says.
    pub fn next_process(&self) {
        let mut course = self.course();
        course.process += 1;
        course.stop = None;
        course.marks.clear();
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.0.course.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn along(&self, line: Line, url: &str) -> String {
        let Beside { listeners, urls } = Beside::of(url).await;
        for (listener, target) in listeners {
            tokio::spawn(self.clone().listen(line, listener, target));
        }
        urls
    }

    async fn listen(self, line: Line, listener: TcpListener, target: String) {
        while let Ok((client, _)) = listener.accept().await {
            let process = self.course().process;
            let ear = Arc::new(Ear { steps: self.clone(), line, process, is_marked: AtomicBool::new(false) });
            tokio::spawn(relay(client, target.clone(), ear));
        }
    }
}

/// Listens to one connection.
struct Ear {
    steps: Steps,
    line: Line,
    process: u32,
    /// The present transaction has named a mark.
    is_marked: AtomicBool,
}

impl Ear {
    fn sent(&self, piece: &[u8]) -> Fate {
        let mut course = self.steps.course();
        let is_silent = course.is_stopped && course.stop.is_some_and(|(_, stop)| stop == Stop::Silence);
        if is_silent || course.process != self.process {
            return Fate::Silenced;
        }
        let Some(name) = self.step(&course, piece) else { return Fate::Passed };
        let Some((_, stop)) =
            course.stop.filter(|(number, _)| !course.is_stopped && *number == course.taken.len())
        else {
            course.taken.push(name);
            return Fate::Passed;
        };
        course.is_stopped = true;
        drop(course);
        self.steps.0.stopped.notify_waiters();
        match stop {
            Stop::Silence => Fate::Silenced,
            Stop::Break => Fate::Broken,
        }
    }

    fn step(&self, course: &Course, piece: &[u8]) -> Option<&'static str> {
        let names_mark = course.marks.iter().any(|mark| contains(piece, mark));
        match self.line {
            Line::To(name) => names_mark.then_some(name),
            Line::Database => {
                if contains(piece, BEGIN) {
                    self.is_marked.store(false, Ordering::Relaxed);
                }
                let is_marked = names_mark | self.is_marked.fetch_or(names_mark, Ordering::Relaxed);
                (is_marked && contains(piece, COMMIT)).then_some("commit")
            }
        }
    }

    fn heard(&self, piece: &[u8]) {
        if self.line == Line::Database && self.steps.course().marks.iter().any(|mark| contains(piece, mark)) {
            self.is_marked.store(true, Ordering::Relaxed);
        }
    }
}

fn contains(piece: &[u8], part: &[u8]) -> bool {
    piece.windows(part.len()).any(|window| window == part)
}

/// Either side hangs up, and so does the other.
async fn relay(client: TcpStream, target: String, ear: Arc<Ear>) {
    let Ok(server) = TcpStream::connect(target).await else { return };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = there(from_client, to_server, &ear) => {}
        () = back(from_server, to_client, &ear) => {}
    }
}

async fn there(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, ear: &Ear) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        match ear.sent(&piece[..length]) {
            Fate::Passed if to.write_all(&piece[..length]).await.is_ok() => {}
            Fate::Silenced => {}
            Fate::Passed | Fate::Broken => return,
        }
    }
}

async fn back(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, ear: &Ear) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        ear.heard(&piece[..length]);
        if to.write_all(&piece[..length]).await.is_err() {
            return;
        }
    }
}
