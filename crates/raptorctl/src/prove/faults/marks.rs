//! Words that tell founders apart wherever they turn up.

/// Of one run; another one's are others.
#[derive(Debug, Clone)]
pub struct Marks {
    run: String,
}

/// A founder's word. It stands in their address, their name and their answers.
#[derive(Debug, Clone)]
pub struct Mark {
    run: String,
    number: usize,
}

impl Marks {
    pub fn new(seed: u64) -> Self {
        Self { run: format!("rf{:06x}x", seed & 0xff_ffff) }
    }

    pub fn of(&self, number: usize) -> Mark {
        Mark { run: self.run.clone(), number }
    }
}

impl Mark {
    pub fn number(&self) -> usize {
        self.number
    }

    pub fn text(&self) -> String {
        format!("{}{}z", self.run, self.number)
    }

    pub fn email(&self) -> String {
        format!("{}@example.com", self.text())
    }

    /// The number of another founder whose word is in a text.
    pub fn other_in(&self, text: &str) -> Option<usize> {
        let numbers =
            text.split(self.run.as_str()).skip(1).filter_map(|rest| rest.split_once('z')?.0.parse().ok());
        numbers.into_iter().find(|number| *number != self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_another_founder_is_noticed_and_ones_own_is_not() {
        let marks = Marks::new(7);
        let (own, other) = (marks.of(1), marks.of(12));
        assert_eq!(own.other_in(&format!("a {} b {}", own.text(), own.email())), None);
        assert_eq!(own.other_in(&format!("a {} b {}", own.text(), other.email())), Some(12));
        assert_eq!(own.other_in(&Marks::new(8).of(12).text()), None);
    }
}
