//! Documentation comments: what stands in them, and what their names and links mean.

use super::names::Names;
use crate::model::{Argument, Block, Doc, ErrorCase, Span, Target};

/// What documentation doesn't say, because no other language has it.
const RUST_ALONE: [&str; 5] = ["Some", "Ok", "Err(", "Vec<", "Option<"];

/// A comment in its parts.
#[derive(Debug, Default)]
pub struct Comment {
    pub doc: Doc,
    pub errors: Vec<ErrorCase>,
    /// What follows `Deprecated:`.
    pub deprecated: Option<Doc>,
}

impl Comment {
    /// Continues its last paragraph.
    pub fn append(&mut self, other: Comment) {
        let Some(last) = self.doc.0.last_mut() else {
            return;
        };
        for block in other.doc.0 {
            push(&mut last.spans, Span::Text { text: " ".into() });
            for span in block.spans {
                push(&mut last.spans, span);
            }
        }
    }
}

/// Reads a comment. `within` is the type that it stands in.
///
/// # Errors
///
/// An unknown link, or an `# Errors` section that isn't a list of codes.
pub fn read(text: &str, names: &Names, within: Option<&str>) -> Result<Comment, String> {
    if text.trim().is_empty() {
        return Err("has no documentation".into());
    }
    if let Some(word) = RUST_ALONE
        .iter()
        .find(|word| text.contains(&format!("`{word}")))
    {
        return Err(format!("a word of Rust alone, for four languages: {word}"));
    }
    let mut comment = Comment::default();
    let mut section = String::new();
    for (item, block) in blocks(text) {
        if let Some(heading) = block.strip_prefix("# ") {
            section = heading.to_owned();
            continue;
        }
        let spans = spans(&block, names, within)?;
        match section.as_str() {
            "Errors" if item => comment.errors.push(error_case(spans, &block)?),
            "Errors" => {
                return Err(format!(
                    "Errors: not an item of a list, \"* `code`: when.\": {block}"
                ));
            }
            "" => match block.strip_prefix("Deprecated: ") {
                Some(rest) => {
                    let spans = self::spans(rest, names, within)?;
                    comment.deprecated = Some(Doc(vec![Block { item, spans }]));
                }
                None => comment.doc.0.push(Block { item, spans }),
            },
            other => return Err(format!("a section that no language knows: {other}")),
        }
    }
    Ok(comment)
}

/// Lets what is said of an operation name its arguments as each language does.
pub fn name_arguments(Doc(blocks): &mut Doc, arguments: &[Argument]) {
    for span in blocks.iter_mut().flat_map(|block| &mut block.spans) {
        let Span::Code { text } = span else { continue };
        if let Some(named) = arguments.iter().find(|named| named.name == *text) {
            *span = Span::Name {
                target: Target::Argument(named.name.clone(), named.ty.clone()),
                text: None,
                link: false,
            };
        }
    }
}

/// Paragraphs, headings and list items, each in one line; whether it is an item. Code is left out:
/// each language has examples of its own.
fn blocks(text: &str) -> Vec<(bool, String)> {
    let mut blocks: Vec<(bool, String)> = Vec::new();
    let (mut in_code, mut open) = (false, false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            open = false;
            continue;
        }
        if in_code {
            continue;
        }
        let words = line.trim();
        let item = words.strip_prefix("* ");
        match (item, blocks.last_mut()) {
            _ if words.is_empty() => open = false,
            (Some(item), _) => {
                blocks.push((true, item.to_owned()));
                open = true;
            }
            (None, Some((_, last))) if open && !words.starts_with("# ") => {
                last.push(' ');
                last.push_str(words);
            }
            _ => {
                blocks.push((false, words.to_owned()));
                open = !words.starts_with("# ");
            }
        }
    }
    blocks
}

/// `` `code`, `code`: when. ``
fn error_case(spans: Vec<Span>, block: &str) -> Result<ErrorCase, String> {
    let mut codes = Vec::new();
    let mut spans = spans.into_iter().peekable();
    loop {
        match spans.next() {
            Some(Span::Name {
                target: Target::Code(code),
                ..
            }) => codes.push(code),
            _ => return Err(format!("Errors: an item begins with a code: {block}")),
        }
        match spans.next() {
            Some(Span::Text { text }) if text == ", " || text == " and " => {}
            Some(Span::Text { text }) if text.starts_with(": ") => {
                let first = Span::Text {
                    text: text[2..].to_owned(),
                };
                let spans = std::iter::once(first).chain(spans).collect();
                let when = Doc(vec![Block { item: false, spans }]);
                return Ok(ErrorCase {
                    codes,
                    when,
                    rethrown: false,
                });
            }
            _ => return Err(format!("Errors: a colon follows the codes: {block}")),
        }
    }
}

fn spans(text: &str, names: &Names, within: Option<&str>) -> Result<Vec<Span>, String> {
    let mut spans = Vec::new();
    let mut rest = text;
    let plain = |text: &str| Span::Text {
        text: text.to_owned(),
    };
    while let Some(at) = rest.find(['`', '[']) {
        let (before, from) = rest.split_at(at);
        let found = match from.starts_with('`') {
            true => code(from, names, within),
            false => link(from, names, within)?,
        };
        let Some((span, length)) = found else {
            // A bracket or backtick by itself.
            let (text, after) = rest.split_at(at + 1);
            push(&mut spans, plain(text));
            rest = after;
            continue;
        };
        if !before.is_empty() {
            push(&mut spans, plain(before));
        }
        spans.push(span);
        rest = &from[length..];
    }
    if !rest.is_empty() {
        push(&mut spans, plain(rest));
    }
    Ok(spans)
}

/// Appends, text to text.
fn push(spans: &mut Vec<Span>, span: Span) {
    match (spans.last_mut(), span) {
        (Some(Span::Text { text }), Span::Text { text: more }) => text.push_str(&more),
        (_, span) => spans.push(span),
    }
}

fn code(from: &str, names: &Names, within: Option<&str>) -> Option<(Span, usize)> {
    let end = from[1..].find('`')? + 1;
    let word = &from[1..end];
    let span = match names.known(word, within) {
        _ if word == "None" => Span::Null,
        Some(target) => Span::Name {
            target: target.clone(),
            text: None,
            link: false,
        },
        None => Span::Code {
            text: word.to_owned(),
        },
    };
    Some((span, end + 1))
}

/// `` [`Path`] ``, `` [`Path`](path) `` or `[words](path)`; not `[x]`.
fn link(from: &str, names: &Names, within: Option<&str>) -> Result<Option<(Span, usize)>, String> {
    let Some(close) = from.find(']') else {
        return Ok(None);
    };
    let words = &from[1..close];
    let name = words
        .strip_prefix('`')
        .and_then(|name| name.strip_suffix('`'));
    let after = &from[close + 1..];
    let (path, length) = match (after.strip_prefix('('), name) {
        (Some(inside), _) => {
            let end = inside
                .find(')')
                .ok_or_else(|| format!("a link without an end: {from}"))?;
            (&inside[..end], close + 1 + end + 2)
        }
        (None, Some(name)) => (name, close + 1),
        (None, None) => return Ok(None),
    };
    if path.starts_with("http") {
        let text = format!("{words} ({path})");
        return Ok(Some((Span::Text { text }, length)));
    }
    let target = names
        .link(path, within)
        .cloned()
        .ok_or_else(|| format!("a link to what no language knows: {path}"))?;
    let span = Span::Name {
        target,
        text: name.is_none().then(|| words.to_owned()),
        link: true,
    };
    Ok(Some((span, length)))
}
