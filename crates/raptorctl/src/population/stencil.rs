//! A text about one founder, as a form from which the same text about others is made.

/// Digits at the end of an id that tell twins apart.
const DIGITS: usize = 12;
/// An id with hyphens.
const ID: usize = 36;
/// What is before a hash that only one founder may have, and its hexadecimal digits. Checksums have no such head: they
/// are those of texts, which stay the same.
const HASH_HEAD: &[u8] = b"\\\\x";
const HASH: usize = 64;

/// Ids and hashes get other last digits, and words that only one founder may have get a number.
#[derive(Debug)]
pub struct Stencil {
    parts: Vec<Part>,
    length: usize,
}

#[derive(Debug)]
enum Part {
    Same(Vec<u8>),
    Digits(u64),
    Word(Vec<u8>),
}

impl Stencil {
    /// `words` are the texts besides ids and hashes that only one founder may have.
    pub fn cut(text: &[u8], words: &[String]) -> Self {
        let mut stencil = Self { parts: Vec::new(), length: text.len() };
        let mut rest = text;
        while let Some(first) = rest.first() {
            if let Some((head, digits, after)) = variable(rest) {
                stencil.keep(head);
                stencil.parts.push(Part::Digits(digits));
                rest = after;
            } else if let Some(word) = words.iter().find(|word| rest.starts_with(word.as_bytes())) {
                stencil.parts.push(Part::Word(word.as_bytes().to_vec()));
                rest = &rest[word.len()..];
            } else {
                stencil.keep(std::slice::from_ref(first));
                rest = &rest[1..];
            }
        }
        stencil
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The text about a twin; about the founder when it is number zero.
    pub fn twin(&self, twin: u64) -> Vec<u8> {
        let mut text = Vec::with_capacity(self.length + self.length / 8);
        for part in &self.parts {
            match part {
                Part::Same(same) => text.extend_from_slice(same),
                Part::Digits(digits) => {
                    text.extend_from_slice(format!("{:012x}", digits ^ twin).as_bytes());
                }
                Part::Word(word) => text.extend_from_slice(&numbered(word, twin)),
            }
        }
        text
    }

    fn keep(&mut self, text: &[u8]) {
        match self.parts.last_mut() {
            Some(Part::Same(same)) => same.extend_from_slice(text),
            Some(Part::Digits(_) | Part::Word(_)) | None => self.parts.push(Part::Same(text.to_vec())),
        }
    }
}

/// An id or a hash at the beginning: what stays, its last digits, and what follows.
fn variable(text: &[u8]) -> Option<(&[u8], u64, &[u8])> {
    let length = if is_id(text) {
        ID
    } else if text.strip_prefix(HASH_HEAD).is_some_and(is_hash) {
        HASH_HEAD.len() + HASH
    } else {
        return None;
    };
    let (head, digits) = text[..length].split_at(length - DIGITS);
    let digits = u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    Some((head, digits, &text[length..]))
}

fn is_id(text: &[u8]) -> bool {
    text.len() >= ID
        && text[..ID].iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_hash(text: &[u8]) -> bool {
    text.len() >= HASH
        && text[..HASH].iter().all(u8::is_ascii_hexdigit)
        && text.get(HASH).is_none_or(|byte| !byte.is_ascii_hexdigit())
}

/// A mail address keeps its domain.
fn numbered(word: &[u8], twin: u64) -> Vec<u8> {
    if twin == 0 {
        return word.to_vec();
    }
    match word.iter().position(|byte| *byte == b'@') {
        Some(at) => [&word[..at], format!("+{twin}").as_bytes(), &word[at..]].concat(),
        None => [word, format!("{twin:07}").as_bytes()].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "0197a3c1-1f2e-7a00-8000-00000000000f\tada@example.com\tU000001\t{\"of\": \
                        \"0197a3c1-1f2e-7a00-8000-00000000000f\"}\n";

    fn words() -> Vec<String> {
        ["ada@example.com", "U000001"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_founder_is_their_own_twin_number_zero() {
        let stencil = Stencil::cut(LINE.as_bytes(), &words());
        assert_eq!(String::from_utf8(stencil.twin(0)).unwrap(), LINE);
    }

    #[test]
    fn a_twin_has_ids_and_words_of_their_own_that_fit_together() {
        let stencil = Stencil::cut(LINE.as_bytes(), &words());
        let twin = String::from_utf8(stencil.twin(0xab)).unwrap();
        let id = "0197a3c1-1f2e-7a00-8000-0000000000a4";
        assert_eq!(twin, format!("{id}\tada+171@example.com\tU0000010000171\t{{\"of\": \"{id}\"}}\n"));
    }

    #[test]
    fn a_hash_of_a_secret_changes_and_a_checksum_does_not() {
        let hash = "00".repeat(32);
        let text = format!("\\\\x{hash}\t{hash}\t\\\\x{hash}00\n");
        let twin = String::from_utf8(Stencil::cut(text.as_bytes(), &[]).twin(1)).unwrap();
        let (first, rest) = twin.split_once('\t').unwrap();
        assert!(first.ends_with("01"), "{first}");
        assert_eq!(rest, format!("{hash}\t\\\\x{hash}00\n"));
    }
}
