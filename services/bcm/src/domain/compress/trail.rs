use crate::domain::text;

/// Everything that an operation takes goes through here, so that nothing is lost unrecorded.
#[derive(Debug, Default)]
pub struct Trail {
    paths: Vec<String>,
    changes: usize,
}

impl Trail {
    /// Takes a value away.
    pub fn drop<T: Default + PartialEq>(&mut self, value: &mut T, path: &str) {
        if *value != T::default() {
            *value = T::default();
            self.note(path);
        }
    }

    /// Keeps the first entries of a list.
    pub fn keep<T>(&mut self, list: &mut Vec<T>, most: usize, path: &str) {
        if list.len() > most {
            list.truncate(most);
            self.note(path);
        }
    }

    /// Keeps the entries that pass.
    pub fn retain<T>(&mut self, list: &mut Vec<T>, passes: impl Fn(&T) -> bool, path: &str) {
        let before = list.len();
        list.retain(passes);
        if list.len() < before {
            self.note(path);
        }
    }

    /// Keeps the beginning of a text, in code points.
    pub fn shorten(&mut self, text: &mut String, most: usize, path: &str) {
        let length = text::shortened(text, most).len();
        self.cut(text, length, path);
    }

    /// Keeps the beginning of a text, in tokens.
    pub fn cap(&mut self, text: &mut String, tokens: usize, path: &str) {
        let length = text::within_tokens(text, tokens).len();
        self.cut(text, length, path);
    }

    pub fn note(&mut self, path: &str) {
        self.changes += 1;
        if !self.paths.iter().any(|noted| noted == path) {
            self.paths.push(path.to_owned());
        }
    }

    /// Rises with every change.
    pub fn changes(&self) -> usize {
        self.changes
    }

    pub fn into_paths(self) -> Vec<String> {
        self.paths
    }

    fn cut(&mut self, text: &mut String, length: usize, path: &str) {
        if length < text.len() {
            text.truncate(length);
            self.note(path);
        }
    }
}
