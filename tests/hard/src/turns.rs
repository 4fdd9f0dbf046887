//! Which language plays which cell of a table.

/// Whether every language plays every cell, or all of them share the cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Turns {
    All,
    /// Each cell is one language's, another one's with the next seed.
    Shared {
        seed: usize,
    },
}

impl Turns {
    /// `all`, or `share:SEED`.
    pub(crate) fn read(word: &str) -> Option<Self> {
        match word.strip_prefix("share:") {
            None => (word == "all").then_some(Self::All),
            Some(seed) => Some(Self::Shared {
                seed: seed.parse().ok()?,
            }),
        }
    }

    /// Whether this column is played in this row, of `count` whose cells are as good as the same:
    /// where languages share the cells, one of these is enough.
    pub(crate) fn picks(self, row: usize, column: usize, count: usize) -> bool {
        match self {
            Self::All => true,
            Self::Shared { seed } => seed.wrapping_add(row) % count.max(1) == column,
        }
    }

    pub(crate) fn of(self, language: usize, languages: usize) -> Turn {
        Turn {
            turns: self,
            language,
            languages: languages.max(1),
        }
    }
}

/// One language's turns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    turns: Turns,
    language: usize,
    languages: usize,
}

impl Turn {
    /// Whether it plays this cell. Of each row and each column every language has its share.
    pub(crate) fn is_at(self, row: usize, column: usize) -> bool {
        match self.turns {
            Turns::All => true,
            Turns::Shared { seed } => {
                let number = seed.wrapping_add(row).wrapping_add(column);
                number % self.languages == self.language
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_is_played_by_one_language_and_with_another_seed_by_another() {
        let players = |seed, row, column| -> Vec<usize> {
            let turns = Turns::read(&format!("share:{seed}")).unwrap();
            let plays = |language: &usize| turns.of(*language, 4).is_at(row, column);
            (0..4).filter(plays).collect()
        };
        for (row, column) in [(0, 0), (3, 8), (57, 21)] {
            let one = players(1_700_000_000, row, column);
            assert_eq!(one.len(), 1);
            assert_ne!(players(1_700_000_001, row, column), one);
        }
        let picked =
            |row| (0..5).filter(move |column| Turns::Shared { seed: 7 }.picks(row, *column, 5));
        assert!((0..9).all(|row| picked(row).count() == 1 && picked(row).ne(picked(row + 1))));
        let all = Turns::read("all").unwrap();
        assert!((0..4).all(|language| all.of(language, 4).is_at(5, 7)));
        assert_eq!(Turns::read("some"), None);
    }
}
