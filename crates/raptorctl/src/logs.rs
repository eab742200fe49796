//! Log files: the last lines, following them, keeping them from growing without end.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::terminal::Terminal;

const ROTATE_FROM: u64 = 16 * 1024 * 1024;
/// Enough for any number of lines that somebody wants to see at once.
const TAIL_BYTES: u64 = 4 * 1024 * 1024;

/// Puts a large log aside, replacing the one put aside before.
pub fn rotate(log: &Path) {
    if fs::metadata(log).is_ok_and(|meta| meta.len() > ROTATE_FROM) {
        let _ = fs::rename(log, log.with_extension("log.1"));
    }
}

/// The last whole lines of a file; none when there is no such file.
pub fn last_lines(log: &Path, count: usize) -> Vec<String> {
    let text = tail(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].iter().map(ToString::to_string).collect()
}

fn tail(log: &Path) -> std::io::Result<String> {
    let mut file = File::open(log)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A structured line as a person reads it; any other line as it is.
pub fn readable(line: &str) -> String {
    let Ok(Value::Object(mut event)) = serde_json::from_str::<Value>(line) else { return line.to_owned() };
    let Some(level) = event.remove("level") else { return line.to_owned() };
    let mut take = |name: &str| event.remove(name).map(|value| plain(&value)).unwrap_or_default();
    let time = take("timestamp");
    let clock = time.split_once('T').map_or("", |(_, rest)| rest.get(..12).unwrap_or(rest));
    let mut text = format!("{clock} {:<5} {}", plain(&level), take("message"));
    // the path of spans is for machines; what the event itself carries is for people
    for noise in ["target", "spans", "threadId", "threadName"] {
        event.remove(noise);
    }
    if let Some(Value::Object(span)) = event.remove("span") {
        event.extend(span);
    }
    for (name, value) in &event {
        text.push_str(&format!(" {name}={}", plain(value)));
    }
    text
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Log files of several processes, read as they grow.
#[derive(Debug)]
pub struct Follower {
    sources: Vec<Source>,
}

#[derive(Debug)]
struct Source {
    name: String,
    path: PathBuf,
    read: u64,
    /// A line that is not finished yet.
    begun: Vec<u8>,
}

impl Follower {
    /// Begins at the present end of the files.
    pub fn from_end(files: Vec<(String, PathBuf)>) -> Self {
        let sources = files
            .into_iter()
            .map(|(name, path)| {
                let read = fs::metadata(&path).map_or(0, |meta| meta.len());
                Source { name, path, read, begun: Vec::new() }
            })
            .collect();
        Self { sources }
    }

    /// Prints what was written since the last call.
    pub fn print_new(&mut self, terminal: Terminal) {
        for (place, source) in self.sources.iter_mut().enumerate() {
            for line in source.new_lines().unwrap_or_default() {
                terminal.log(place, &source.name, &line);
            }
        }
    }
}

impl Source {
    fn new_lines(&mut self) -> std::io::Result<Vec<String>> {
        let mut file = File::open(&self.path)?;
        if file.metadata()?.len() < self.read {
            self.read = 0;
        }
        file.seek(SeekFrom::Start(self.read))?;
        let mut bytes = Vec::new();
        self.read += u64::try_from(file.read_to_end(&mut bytes)?).unwrap_or_default();
        self.begun.extend(bytes);
        let Some(end) = self.begun.iter().rposition(|byte| *byte == b'\n') else { return Ok(Vec::new()) };
        let rest = self.begun.split_off(end + 1);
        let whole = std::mem::replace(&mut self.begun, rest);
        Ok(String::from_utf8_lossy(&whole).lines().map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_last_lines_are_the_last_ones() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "one\ntwo\nthree\n").unwrap();
        assert_eq!(last_lines(file.path(), 2), ["two", "three"]);
        assert_eq!(last_lines(file.path(), 9).len(), 3);
        assert!(last_lines(Path::new("/no/such/file"), 2).is_empty());
    }

    #[test]
    fn structured_lines_are_made_readable_and_others_are_left_alone() {
        let line = r#"{"timestamp":"2026-11-20T10:11:12.345678Z","level":"WARN","message":"slow","took_ms":7,"target":"x"}"#;
        assert_eq!(readable(line), "10:11:12.345 WARN  slow took_ms=7");
        assert_eq!(readable("LOG:  ready"), "LOG:  ready");
        assert_eq!(readable("{\"a\":1}"), "{\"a\":1}");
    }

    #[test]
    fn following_hands_out_whole_lines_once_and_survives_a_new_file() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "before").unwrap();
        let mut follower = Follower::from_end(vec![("x".into(), file.path().to_owned())]);
        write!(file, "first\nsec").unwrap();
        assert_eq!(follower.sources[0].new_lines().unwrap(), ["first"]);
        writeln!(file, "ond").unwrap();
        assert_eq!(follower.sources[0].new_lines().unwrap(), ["second"]);
        fs::write(file.path(), "new\n").unwrap();
        assert_eq!(follower.sources[0].new_lines().unwrap(), ["new"]);
    }
}
