//! Comments: paragraphs, wrapped and set in the form of a language.

/// One paragraph of a comment.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    pub text: String,
    /// Whether it is an item of a list.
    pub item: bool,
    /// How far its first line is indented.
    pub lead: usize,
    /// How far its lines after the first are indented.
    pub hang: usize,
    /// Whether it follows the paragraph before it without an empty line.
    pub close: bool,
    /// Whether it stands as it is: code.
    pub verbatim: bool,
}

impl Paragraph {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// The form of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `/// …`
    Slashes,
    /// `/** … */`
    Block,
    /// `"""…"""`
    Docstring,
    /// The sentences in one line, nothing around them.
    Plain,
}

impl Style {
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "slashes" => Some(Style::Slashes),
            "block" => Some(Style::Block),
            "docstring" => Some(Style::Docstring),
            "plain" => Some(Style::Plain),
            _ => None,
        }
    }
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    pub style: Style,
    pub indent: usize,
    pub width: usize,
}

/// A space at which no line ends.
const NO_BREAK: char = '\u{a0}';

pub fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

pub fn broken(text: &str) -> String {
    text.replace(NO_BREAK, " ")
}

impl Layout {
    /// The whole comment, every line indented, without an end of line at its end.
    pub fn set(self, paragraphs: &[Paragraph]) -> String {
        let margin = " ".repeat(self.indent);
        let lines = |prefix: usize| self.lines(paragraphs, prefix);
        match self.style {
            Style::Plain => {
                let texts: Vec<_> = paragraphs.iter().map(|it| broken(&it.text)).collect();
                texts.join(" ")
            }
            Style::Slashes => {
                let lines: Vec<_> = lines(4)
                    .iter()
                    .map(|line| format!("{margin}/// {line}").trim_end().to_owned())
                    .collect();
                lines.join("\n")
            }
            Style::Block => match &lines(7)[..] {
                [line] => format!("{margin}/** {line} */"),
                _ => {
                    let mut text = format!("{margin}/**\n");
                    for line in lines(3) {
                        text.push_str(format!("{margin} * {line}").trim_end());
                        text.push('\n');
                    }
                    text + &margin + " */"
                }
            },
            Style::Docstring => match &lines(6)[..] {
                [line] if !line.ends_with('"') => format!("{margin}\"\"\"{line}\"\"\""),
                narrow => {
                    // What is one line only without the closing quotes gets two: ruff would put the
                    // quotes behind it.
                    let lines = match lines(0) {
                        one if one.len() == 1 => narrow.to_vec(),
                        several => several,
                    };
                    let mut text = format!("{margin}\"\"\"");
                    for (number, line) in lines.iter().enumerate() {
                        let margin = match number == 0 || line.is_empty() {
                            true => "",
                            false => &margin,
                        };
                        text.push_str(margin);
                        text.push_str(line);
                        text.push('\n');
                    }
                    text + &margin + "\"\"\""
                }
            },
        }
    }

    /// The lines of all paragraphs, each as long as the width leaves beside `taken` characters.
    fn lines(self, paragraphs: &[Paragraph], taken: usize) -> Vec<String> {
        let room = self.width.saturating_sub(self.indent + taken);
        let mut lines: Vec<String> = Vec::new();
        let mut after_item = false;
        for paragraph in paragraphs {
            let close = paragraph.close || (paragraph.item && after_item);
            if !lines.is_empty() && !close {
                lines.push(String::new());
            }
            after_item = paragraph.item;
            if paragraph.verbatim {
                lines.extend(paragraph.text.lines().map(str::to_owned));
                continue;
            }
            let (text, hang) = match paragraph.item {
                true => (format!("* {}", paragraph.text), paragraph.hang + 2),
                false => (paragraph.text.clone(), paragraph.hang),
            };
            // A docstring's quotes stand before its first line.
            let first_room = match self.style == Style::Docstring && lines.is_empty() {
                true => room.saturating_sub(3),
                false => room,
            };
            lines.extend(wrapped(&text, [first_room, room], [paragraph.lead, hang]));
        }
        lines
    }
}

/// The words in lines, of which the first has its own room and its own indent.
fn wrapped(text: &str, room: [usize; 2], indent: [usize; 2]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent[0]);
    let mut is_empty = true;
    // Not by any white space: what must not be parted stays together.
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let room = room[usize::from(!lines.is_empty())];
        let length = line.chars().count() + usize::from(!is_empty) + word.chars().count();
        if !is_empty && length > room {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent[1])));
        } else if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines.iter().map(|line| broken(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(style: Style, width: usize, texts: &[&str]) -> String {
        let paragraphs: Vec<_> = texts.iter().map(|text| Paragraph::new(*text)).collect();
        let layout = Layout {
            style,
            indent: 2,
            width,
        };
        layout.set(&paragraphs)
    }

    #[test]
    fn a_comment_takes_the_form_of_its_language() {
        assert_eq!(set(Style::Block, 20, &["One line."]), "  /** One line. */");
        assert_eq!(
            set(Style::Block, 17, &["One line.", "Two."]),
            "  /**\n   * One line.\n   *\n   * Two.\n   */"
        );
        assert_eq!(set(Style::Docstring, 20, &["One."]), "  \"\"\"One.\"\"\"");
        assert_eq!(
            set(Style::Docstring, 20, &["One.", "Two."]),
            "  \"\"\"One.\n\n  Two.\n  \"\"\""
        );
        assert_eq!(
            set(Style::Docstring, 20, &["Room for no quotes"]),
            "  \"\"\"Room for no\n  quotes\n  \"\"\""
        );
        assert_eq!(
            set(Style::Plain, 9, &["One line.", "Two."]),
            "One line. Two."
        );
    }

    #[test]
    fn no_line_is_longer_than_the_width_and_what_belongs_together_stays_so() {
        let text = format!(
            "Some words that see {} and end.",
            unbroken("{@link A.b | c d}")
        );
        for style in [Style::Slashes, Style::Block, Style::Docstring] {
            for width in 30..60 {
                let comment = set(style, width, &[&text]);
                assert!(comment.contains("{@link A.b | c d}"), "{comment}");
                assert!(
                    comment.lines().all(|line| line.chars().count() <= width),
                    "{comment}"
                );
            }
        }
    }

    #[test]
    fn items_hang_and_follow_each_other_without_a_gap() {
        let item = |text: &str| Paragraph {
            item: true,
            ..Paragraph::new(text)
        };
        let layout = Layout {
            style: Style::Slashes,
            indent: 0,
            width: 14,
        };
        assert_eq!(
            layout.set(&[Paragraph::new("Two:"), item("one and two"), item("three")]),
            "/// Two:\n///\n/// * one and\n///   two\n/// * three"
        );
    }
}
