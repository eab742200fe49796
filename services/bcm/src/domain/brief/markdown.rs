/// A Markdown document in the making: every block is set off by one empty line.
#[derive(Debug, Default)]
pub struct Markdown {
    text: String,
}

impl Markdown {
    /// The title; already escaped.
    pub fn title(&mut self, text: &str) {
        self.block(&format!("# {text}"));
    }

    pub fn heading(&mut self, text: &str) {
        self.block(&format!("## {text}"));
    }

    /// A heading below a heading; already escaped.
    pub fn subheading(&mut self, text: &str) {
        self.block(&format!("### {text}"));
    }

    pub fn quote(&mut self, text: &str) {
        self.block(&format!("> {}", escape(text)));
    }

    /// A paragraph; already escaped.
    pub fn paragraph(&mut self, text: &str) {
        self.block(text);
    }

    /// A paragraph of an answer, or nothing.
    pub fn answer(&mut self, text: Option<&String>) {
        if let Some(text) = text {
            self.block(&escape(text));
        }
    }

    /// `**Label:** answer`, or nothing.
    pub fn labelled(&mut self, label: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.block(&format!("**{label}:** {}", escape(text)));
        }
    }

    /// A bullet list under a label; entries are escaped already. Nothing for no entries.
    pub fn list(&mut self, label: &str, entries: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = entries.into_iter().map(|entry| format!("- {entry}")).collect();
        if lines.is_empty() {
            return;
        }
        if !label.is_empty() {
            self.block(&format!("**{label}**"));
        }
        self.block(&lines.join("\n"));
    }

    /// A table; cells are escaped already. Nothing for no rows.
    pub fn table<const COLUMNS: usize>(&mut self, head: [&str; COLUMNS], rows: &[[String; COLUMNS]]) {
        if rows.is_empty() {
            return;
        }
        let mut lines = vec![format!("| {} |", head.join(" | ")), format!("|{}", " --- |".repeat(COLUMNS))];
        lines.extend(rows.iter().map(|cells| format!("| {} |", cells.join(" | "))));
        self.block(&lines.join("\n"));
    }

    pub fn rule(&mut self) {
        self.block("---");
    }

    pub fn finish(self) -> String {
        self.text
    }

    fn block(&mut self, block: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(block);
        self.text.push('\n');
    }
}

/// An answer as text: on one line, and whatever would be markup there is escaped.
pub fn escape(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(line.len() + 8);
    let before_block_marker = block_marker(&line);
    for (position, character) in line.chars().filter(|character| !character.is_control()).enumerate() {
        let markup = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&');
        if markup || before_block_marker == Some(position) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Each escaped, in one line: without the full stops that would stand before a separator, and without empty ones.
pub fn joined(texts: &[String], separator: &str) -> String {
    let bare = texts.iter().map(|text| text.trim().trim_end_matches(['.', ';', ',', ' ']));
    bare.filter(|text| !text.is_empty()).map(escape).collect::<Vec<_>>().join(separator)
}

/// Where a heading, a bullet, a rule or a numbered list would begin, which only the beginning of a line can.
fn block_marker(line: &str) -> Option<usize> {
    if line.starts_with(['#', '-', '+', '=']) {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].strip_prefix(['.', ')'])?;
    (digits > 0 && (rest.is_empty() || rest.starts_with(' '))).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        assert_eq!(escape("Close in 2 days, don't wait (really)!"), "Close in 2 days, don't wait (really)!");
        assert_eq!(escape("1. first\nsecond"), "1\\. first second");
        assert_eq!(escape("2024) plan"), "2024\\) plan");
        assert_eq!(escape("1.8 days"), "1.8 days");
        assert_eq!(escape("- bullet"), "\\- bullet");
        assert_eq!(escape("a\u{7}b"), "ab");
        assert_eq!(escape("हर महीने *समय* पर"), "हर महीने \\*समय\\* पर");
    }
}
