//! What a journey tells while it goes on.

use std::time::Duration;

use serde_json::{Value, json};

use crate::terminal::Terminal;

/// Lines for people, or one JSON document per line for programs.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    terminal: Terminal,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    People,
    Json,
    /// Nobody wants to hear of it.
    Silent,
}

/// One answered call.
#[derive(Debug)]
pub struct Done<'a> {
    pub label: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub status: u16,
    pub took: Duration,
}

impl Report {
    pub fn new(terminal: Terminal, json: bool) -> Self {
        Self { terminal, form: if json { Form::Json } else { Form::People } }
    }

    pub fn silent(terminal: Terminal) -> Self {
        Self { terminal, form: Form::Silent }
    }

    pub fn done(self, done: &Done<'_>) {
        let milliseconds = done.took.as_secs_f64() * 1000.0;
        match self.form {
            Form::Silent => {}
            Form::Json => self.terminal.line(
                &json!({
                    "step": done.label,
                    "method": done.method,
                    "path": done.path,
                    "status": done.status,
                    "milliseconds": milliseconds,
                })
                .to_string(),
            ),
            Form::People => {
                let line = format!("{:<44} {}  {milliseconds:>7.1} ms", done.label, done.status);
                if done.status < 400 { self.terminal.success(&line) } else { self.terminal.failure(&line) }
            }
        }
    }

    /// Something that is no call.
    pub fn note(self, text: &str) {
        match self.form {
            Form::Silent => {}
            Form::Json => self.terminal.line(&json!({ "note": text }).to_string()),
            Form::People => self.terminal.note(text),
        }
    }

    /// What a program that follows needs to take part.
    pub fn fact(self, name: &str, value: &Value) {
        if self.form == Form::Json {
            self.terminal.line(&json!({ name: value }).to_string());
        }
    }

    /// The end, with what came of it.
    pub fn result(self, result: &Value, took: Duration) {
        if self.form == Form::Json {
            self.terminal.line(&json!({ "result": result }).to_string());
            return;
        }
        self.terminal.line("");
        self.terminal.heading("Business Context Manifest");
        self.terminal.line(&format!("{:#}", result["manifest"]));
        self.terminal.line("");
        self.terminal.success(&format!("the journey is complete after {:.1} s", took.as_secs_f64()));
    }
}
