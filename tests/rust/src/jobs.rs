//! What a step's own code does in a job: it stores what was created, or works with it.

use std::error::Error as StdError;
use std::fmt::{self, Debug, Display, Formatter};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::Serialize;
use serde_json::{Map, Value, json};
use venice_keys::{Client, CreatedKey, Error, Store};

use crate::arguments::{Failed, Given};
use crate::pages::Paging;
use crate::results::{HoldsSecrets, revealed};
use crate::scenario::known_words;

/// The ids that were handed to the stores of one step, in order.
pub(crate) type Stored = Arc<Mutex<Vec<String>>>;

/// What a step's code fails with on purpose.
#[derive(Debug)]
pub(crate) struct Own;

impl Display for Own {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("the caller's own error")
    }
}

impl StdError for Own {}

/// A call failed as its caller's own code did, if that is what its error says.
pub(crate) fn own_or(error: Error) -> Failed {
    match error.source() {
        Some(source) if source.is::<Own>() => Failed::Own,
        _ => Failed::Call(error),
    }
}

/// The `store` of a step.
pub(crate) struct Kept {
    way: Way,
    stored: Stored,
}

enum Way {
    /// The call is made without one.
    Nowhere,
    Here,
    Fails,
    /// Into a file, for a program that kills this one while it stores.
    File(PathBuf, Option<Stall>),
}

#[derive(Clone, Copy, PartialEq)]
enum Stall {
    Before,
    After,
}

impl Kept {
    pub(crate) fn new(word: Option<Value>, stored: Stored) -> Result<Self, Failed> {
        let way = match word {
            None | Some(Value::Bool(true)) => Way::Here,
            Some(Value::Bool(false)) => Way::Nowhere,
            Some(Value::String(word)) if word == "fail" => Way::Fails,
            Some(Value::Object(file)) => in_file(file)?,
            Some(other) => return Err(format!("store can't be {other}").into()),
        };
        Ok(Self { way, stored })
    }
}

fn in_file(mut words: Map<String, Value>) -> Result<Way, Failed> {
    known_words("store", &words, &["file", "stall"])?;
    let file = words.remove("file").unwrap_or_default();
    let stall = match words.remove("stall").unwrap_or_default() {
        Value::Null => None,
        Value::String(word) if word == "before" => Some(Stall::Before),
        Value::String(word) if word == "after" => Some(Stall::After),
        other => return Err(format!("store.stall can't be {other}").into()),
    };
    Ok(Way::File(String::given("store.file", file)?.into(), stall))
}

impl Store for Kept {
    fn store(&mut self, created: &CreatedKey) -> Result<(), Box<dyn StdError + Send + Sync>> {
        match &self.way {
            Way::Nowhere => return Ok(()),
            Way::Here => {}
            Way::Fails => return Err(Own.into()),
            Way::File(path, stall) => {
                if *stall == Some(Stall::Before) {
                    stop("storing", &created.id);
                }
                let mut file = std::fs::File::options()
                    .create(true)
                    .append(true)
                    .open(path)?;
                // In one write: of a killed process there is the whole line, or nothing.
                let line = format!("{} {}\n", created.id, created.api_key.reveal());
                file.write_all(line.as_bytes())?;
                file.sync_all()?;
                if *stall == Some(Stall::After) {
                    stop("stored", &created.id);
                }
            }
        }
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        stored.push(created.id.clone());
        Ok(())
    }
}

/// Says how far this got, and waits to be killed.
fn stop(how_far: &str, id: &str) -> ! {
    println!("{}", json!({ how_far: id }));
    // Whoever killed the reader doesn't need to be told.
    let _ = std::io::stdout().flush();
    loop {
        thread::park();
    }
}

/// What a step does with a key that is there for it alone.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    List,
    Fail,
}

impl Given for Body {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        match String::given(name, value)?.as_str() {
            "list" => Ok(Self::List),
            "fail" => Ok(Self::Fail),
            other => Err(format!("{name} can't be {other}").into()),
        }
    }
}

impl Body {
    pub(crate) fn work(self, client: &Client, created: &CreatedKey) -> Result<Value, Failed> {
        if let Self::Fail = self {
            return Err(Failed::Own);
        }
        let keys = client.list_keys()?;
        match keys.iter().find(|key| key.id == created.id) {
            Some(key) if key.expires_at.is_some() => revealed(created.clone()),
            Some(_) => Err("the key for the body alone has no end".to_owned().into()),
            None => Err("the key for the body alone isn't in the list"
                .to_owned()
                .into()),
        }
    }
}

/// The items that a job hands out, as a step wants them.
pub(crate) fn gathered<T>(
    items: impl Iterator<Item = Result<T, Error>>,
    paging: Paging,
) -> Result<Value, Failed>
where
    T: Serialize + Debug + HoldsSecrets,
{
    let most = match paging {
        Paging::All => usize::MAX,
        Paging::Limit(most) => most,
        Paging::Pages(_) => return Err("a job hands out items, no pages".to_owned().into()),
    };
    let items = items.take(most).map(|item| revealed(item.map_err(own_or)?));
    Ok(Value::Array(items.collect::<Result<_, _>>()?))
}
