//! What the core declares, resolved: all that a template can know.

use serde::{Deserialize, Serialize};

/// Everything that is printed in some language.
#[derive(Debug, Default, Serialize)]
pub struct Model {
    /// The client, the secret and whatever else crosses as a handle: documentation only.
    pub objects: Vec<Object>,
    /// What a failed call says, as members.
    pub error: Vec<Field>,
    /// The calls, in the order of `operations!`.
    pub operations: Vec<Operation>,
    /// Every struct that goes in or comes out, in declared order.
    pub structs: Vec<Struct>,
    /// The open enumerations.
    pub enums: Vec<Enum>,
    /// The error codes, in the order of the documentation's table.
    pub codes: Vec<ErrorCode>,
    /// The groups of error codes, in order of appearance.
    pub groups: Vec<Group>,
    /// The settings of a client.
    pub settings: Vec<Setting>,
    /// What pages are made of, with its members: every language has written a shell for it.
    #[serde(skip)]
    pub shells: Vec<(String, Vec<String>)>,
    /// Changes with the shape of any row: a struct's name, or a member's name, type or place.
    pub fingerprint: String,
}

/// What crosses as a handle, with a handwritten shell in each language.
#[derive(Debug, Clone, Serialize)]
pub struct Object {
    pub name: String,
    pub doc: Doc,
    /// What it shows of itself, where that is of no type in particular: `items` of a page.
    pub members: Vec<Member>,
    pub methods: Vec<Method>,
}

/// A member of an object: what there is to say of it.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    pub name: String,
    pub doc: Doc,
}

/// A method of an object: what there is to say of it.
#[derive(Debug, Clone, Serialize)]
pub struct Method {
    pub name: String,
    pub doc: Doc,
    pub errors: Vec<ErrorCase>,
    /// What it returns, where every language has such a thing.
    pub returns: Option<Type>,
}

/// One call.
#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    pub name: String,
    /// Its variant of the core's `Operation`.
    pub variant: String,
    pub doc: Doc,
    /// The list under `# Errors`.
    pub errors: Vec<ErrorCase>,
    /// `Reads`, `Changes`, `CreatesKey`, `Begins` or `Pays`.
    pub effect: String,
    /// Which key it needs, where it needs one.
    pub needs: Option<String>,
    pub arguments: Vec<Argument>,
    /// The name of the argument that it writes to, if it has one.
    pub sink: Option<String>,
    /// What a binding calls in place of it, if the caller's own code is part of it.
    pub job: Option<Job>,
    /// How it is fetched, if that is page by page.
    pub paged: Option<Paged>,
    pub returns: Type,
}

/// A call that the caller's own code is part of: no code of the caller's crosses, so a binding
/// makes an ordinary call on each side of it.
#[derive(Debug, Clone, Serialize)]
pub struct Job {
    /// How the caller's code stands to the call.
    pub kind: JobKind,
    /// The name of the argument that is the caller's code.
    pub code: String,
    /// Whether Python makes a `with` of it, so that the other languages insist on the code: what
    /// the core says with `#[doc(alias = "scope")]`.
    pub scope: bool,
    /// The method that a binding calls first; for what comes in pages, the one for a page.
    pub method: String,
    /// What that one takes: what the operation takes, without the code.
    pub arguments: Vec<Argument>,
    /// What that one returns, or pages of it.
    pub begun: Type,
    /// What of that the caller gets.
    pub result: Type,
    /// The member of the result that is the created key, if there is one; `None`: the result is.
    pub created: Option<String>,
}

impl Job {
    /// Whether its work comes in pages.
    pub fn is_paged(&self) -> bool {
        self.method.ends_with("_page")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JobKind {
    /// It keeps what was created before that becomes lasting: `impl Store`.
    Stored,
    /// It works with what was created, which ends with it: `impl FnOnce(&T) -> R`.
    Within,
}

/// How bindings fetch a page: by a method that keeps nothing between two pages, so that each page
/// is one ordinary call.
#[derive(Debug, Clone, Serialize)]
pub struct Paged {
    /// The method, which takes the `arguments`, and then where to go on: a cursor, or nothing.
    pub method: String,
    /// The struct that pages are lists of; `None`: a page is text for the operation's sink.
    pub item: Option<Type>,
    /// Those of the operation, but for its sink, its store and its cursor.
    pub arguments: Vec<Argument>,
    /// The name of the operation's own argument that says where to begin, if it has one.
    pub cursor: Option<String>,
    /// Whether it never ends: it is told how long to wait between two looks.
    pub endless: bool,
}

/// One item of an `# Errors` list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ErrorCase {
    pub codes: Vec<String>,
    pub when: Doc,
    /// Whether bindings raise the caller's own error in its place: what the core says of the code
    /// with `#[doc(alias = "rethrown")]`.
    pub rethrown: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Argument {
    pub name: String,
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the core takes it by reference.
    pub reference: bool,
    /// Whether a call may leave it out: an `Option`, a list of texts, or a struct without a
    /// required field.
    pub optional: bool,
    /// The fields of a struct argument; `None` for another.
    pub fields: Option<Vec<Field>>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Struct {
    pub name: String,
    pub doc: Doc,
    pub fields: Vec<Field>,
    /// Whether a call takes it.
    pub input: bool,
    /// Whether a call, an error or a listener hands it out.
    pub output: bool,
    /// Whether all its fields are `Change`s, so that one that says nothing changes nothing.
    pub update: bool,
    /// Whether calls refuse one that says nothing: what the core says with
    /// `#[doc(alias = "nonempty")]`.
    pub nonempty: bool,
    /// Whether it holds a secret, be it in a member of a member.
    pub secret: bool,
    /// Whether it is for bindings alone: what a job's first step returns, with what the later
    /// steps need.
    pub internal: bool,
    /// Whether it borrows what it says: it has a lifetime.
    pub borrows: bool,
    /// Of what a call that creates a key returns, the member that is the key's id: the first
    /// string that is always there.
    pub created: Option<String>,
    /// Whether a call that pays returns it: its `paid()` says what was paid.
    pub paid: bool,
    /// The member that it can be made of (`from_text`): it is never printed, and may be given in
    /// place of the struct.
    pub text: Option<String>,
    /// The members that `new` takes, if there is one.
    pub new: Option<Vec<String>>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Field {
    pub name: String,
    pub doc: Doc,
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether whoever makes the struct must name it: what `new` takes, or without one, what has no
    /// default.
    pub required: bool,
    /// Whether its members stand in its place where a language names them: a struct of optional
    /// members by itself, in a struct that only goes in.
    pub flat: bool,
    /// What is said after `Deprecated:`.
    pub deprecated: Option<Doc>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Enum {
    pub name: String,
    pub doc: Doc,
    pub variants: Vec<Variant>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Variant {
    pub name: String,
    /// As it crosses the wire.
    pub text: String,
    pub doc: Doc,
}

#[derive(Debug, Clone, Serialize)]
pub struct ErrorCode {
    pub name: String,
    pub text: String,
    pub doc: Doc,
    /// What a person can do about it.
    pub advice: Option<String>,
    pub group: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Group {
    pub name: String,
    pub doc: Doc,
    /// The texts of its codes.
    pub codes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Setting {
    pub name: String,
    pub doc: Doc,
    #[serde(rename = "type")]
    pub ty: Type,
    /// A count, or seconds, as a number; `None`: the setting is optional.
    pub default: Option<u64>,
    /// Whether a client can be derived that differs in it: `with_` and its name.
    pub derived: bool,
}

/// A type of the closed vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "lowercase")]
pub enum Type {
    Unit,
    String,
    Bool,
    U16,
    U32,
    U64,
    Timestamp,
    /// A day of the calendar.
    Date,
    Duration,
    Decimal,
    Secret,
    Expiry,
    /// A path of the file system.
    Path,
    ErrorCode,
    /// The name of an operation.
    Operation,
    /// Told of each attempt; never waited for.
    Listener(String),
    /// Asked for a value, which may take its time or fail.
    Source(Box<Type>),
    Enum(String),
    Struct(String),
    /// Crosses as a handle.
    Object(String),
    Option(Box<Type>),
    List(Box<Type>),
    Change(Box<Type>),
    /// By text, in the order of the texts.
    Map(Box<Type>),
    /// Where a call writes what it fetches.
    Sink,
    /// What keeps a created key.
    Store,
    /// What works with a value as long as there is one.
    Within(Box<Type>),
    /// An iterator over pages.
    Pages(Box<Type>),
}

impl Type {
    /// The type without the `Option`, list, map or `Change` around it, all the way down.
    pub fn innermost(&self) -> &Type {
        match self {
            Type::Option(of)
            | Type::List(of)
            | Type::Change(of)
            | Type::Map(of)
            | Type::Pages(of) => of.innermost(),
            other => other,
        }
    }

    /// As the core writes it.
    pub fn rust(&self) -> String {
        match self {
            Type::Unit => "()".into(),
            Type::Bool => "bool".into(),
            Type::U16 => "u16".into(),
            Type::U32 => "u32".into(),
            Type::U64 => "u64".into(),
            Type::Path => "PathBuf".into(),
            Type::Sink => "&mut dyn Write".into(),
            Type::Listener(name) | Type::Enum(name) | Type::Struct(name) | Type::Object(name) => {
                name.clone()
            }
            Type::Option(of) => format!("Option<{}>", of.rust()),
            Type::List(of) => format!("Vec<{}>", of.rust()),
            Type::Change(of) => format!("Change<{}>", of.rust()),
            Type::Source(of) => format!("fn() -> {}", of.rust()),
            Type::Map(of) => format!("BTreeMap<String, {}>", of.rust()),
            Type::Pages(of) => format!("Pages<{}>", of.rust()),
            Type::Store => "impl Store".into(),
            Type::Within(of) => format!("impl FnOnce(&{}) -> R", of.rust()),
            plain => format!("{plain:?}"),
        }
    }
}

/// A documentation comment: paragraphs, list items and headings, each a run of spans.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doc(pub Vec<Block>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Whether it is an item of a list.
    pub item: bool,
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Span {
    Text {
        text: String,
    },
    /// `` `None` ``.
    Null,
    /// Code that is the same in every language.
    Code {
        text: String,
    },
    /// What the model knows, in backticks or as a link.
    Name {
        target: Target,
        /// The words of a link, where they aren't the name itself.
        text: Option<String>,
        link: bool,
    },
}

/// What a name or a link in a documentation comment means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    Client,
    Operation(String),
    Setting(String),
    /// A struct, an enum or an object, by its name.
    Type(String),
    Field(Option<String>, String),
    /// Enum and variant.
    Variant(String, String),
    /// An error code, by its text.
    Code(String),
    /// A part of the error.
    Error(Option<String>),
    /// A method of an object: object and method.
    Method(String, String),
    /// An argument of the operation that the comment is about.
    Argument(String, Type),
}
