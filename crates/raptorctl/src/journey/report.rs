//! What a journey tells while it goes on.

use std::time::Duration;

use serde_json::{Value, json};

use crate::terminal::Terminal;

/// What is told while a journey goes on.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    terminal: Terminal,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Lines.
    People,
    /// One JSON document per line.
    Programs,
    /// Nothing.
    Nobody,
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
        Self { terminal, form: if json { Form::Programs } else { Form::People } }
    }

    /// For journeys that are not what the caller is about.
    pub fn silent(terminal: Terminal) -> Self {
        Self { terminal, form: Form::Nobody }
    }

    pub fn done(self, done: &Done<'_>) {
        let milliseconds = done.took.as_secs_f64() * 1000.0;
        match self.form {
            Form::Programs => self.document(&json!({
                "step": done.label,
                "method": done.method,
                "path": done.path,
                "status": done.status,
                "milliseconds": milliseconds,
            })),
            Form::People => {
                let line = format!("{:<44} {}  {milliseconds:>7.1} ms", done.label, done.status);
                if done.status < 400 { self.terminal.success(&line) } else { self.terminal.failure(&line) }
            }
            Form::Nobody => {}
        }
    }

    /// Something that is no call.
    pub fn note(self, text: &str) {
        match self.form {
            Form::Programs => self.document(&json!({ "note": text })),
            Form::People => self.terminal.note(text),
            Form::Nobody => {}
        }
    }

    /// What a program that follows needs to take part.
    pub fn fact(self, name: &str, value: &Value) {
        if self.form == Form::Programs {
            self.document(&json!({ name: value }));
        }
    }

    /// The end, with what came of it.
    pub fn result(self, result: &Value, took: Duration) {
        match self.form {
            Form::Programs => self.document(&json!({ "result": result })),
            Form::People => {
                self.terminal.line("");
                self.terminal.heading("Business Context Manifest");
                self.terminal.line(&format!("{:#}", result["manifest"]));
                self.terminal.line("");
                self.terminal.success(&format!("the journey is complete after {:.1} s", took.as_secs_f64()));
            }
            Form::Nobody => {}
        }
    }

    fn document(self, document: &Value) {
        self.terminal.line(&document.to_string());
    }
}
