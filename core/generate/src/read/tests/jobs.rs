//! Operations that the caller's own code is part of.

use super::*;
use crate::model::{JobKind, Operation};

/// A job of each kind, and what a binding calls in their place: takes and returns.
fn jobs(first_step: (&str, &str), within: &str, result: &str) -> String {
    let (takes, gives) = first_step;
    format!(
        "pub use keys::{{Made, Ensured, Begun, Wanted}};
        {KEY}
        /// What was made.
        pub struct Made {{ /// Its secret.
        pub secret: Secret, }}
        /// What there is now.
        pub struct Ensured {{ {result} /// How long it took.
        pub took: Option<ErrorCode>, }}
        /// The first step.
        #[doc(hidden)]
        pub struct Begun {{ /// What the caller gets.
        pub result: Ensured, /// What the later steps need.
        pub record: Option<String>, }}
        /// What is wanted.
        pub struct Wanted {{ /// For how long.
        pub grace: Duration, /// Whether at once.
        pub at_once: bool, }}
        impl Wanted {{ pub fn new() -> Self {{}} }}
        operations! {{ Ensure = \"ensure\": Begins; EnsureAll = \"ensure_all\": Begins;
            Borrow = \"borrow\": Begins; ShowKeys = \"show_keys\": Reads; }}
        impl Client {{
            /// One.
            #[doc(alias = \"scope\")]
            pub fn ensure(&self, wanted: &Wanted, store: impl Store) -> Result<Ensured, Error> {{}}
            #[doc(hidden)]
            pub fn ensure_begin(&self, {takes}) -> Result<{gives}, Error> {{}}
            /// Many.
            pub fn ensure_all(&self, all: &[Wanted], store: impl Store + Send) -> All<'_> {{}}
            #[doc(hidden)]
            pub fn ensure_all_page(&self, all: &[Wanted], cursor: Option<&str>)
                -> Result<Page<Begun>, Error> {{}}
            /// For a while.
            pub fn borrow<R>(&self, every: Duration, job: impl FnOnce(&Made) -> R)
                -> Result<R, Error> {{}}
            #[doc(hidden)]
            pub fn borrow_begin(&self, every: Duration) -> Result<{within}, Error> {{}}
            /// Shows some.
            pub fn show_keys(&self, ids: &[String]) -> Result<Key, Error> {{}}
        }}"
    )
}

const CREATED: &str = "/// What was made.\npub created: Option<Made>,";

#[test]
fn a_job_is_the_steps_between_which_the_callers_code_runs() {
    let model = core(&jobs(("wanted: &Wanted", "Begun"), "Made", CREATED)).unwrap();
    let [ensure, all, borrow, show_keys] = &model.operations[..] else {
        panic!("{:?}", model.operations)
    };
    let job = |operation: &Operation| operation.job.clone().unwrap();
    let (one, many, within) = (job(ensure), job(all), job(borrow));
    assert_eq!((one.kind, one.code.as_str()), (JobKind::Stored, "store"));
    assert_eq!(
        (one.method.as_str(), one.begun.rust()),
        ("ensure_begin", "Begun".into())
    );
    assert_eq!(
        (one.result.rust(), one.created),
        ("Ensured".into(), Some("created".into()))
    );
    assert!(one.scope && one.arguments.len() == 1 && one.arguments[0].fields.is_some());
    assert!(!many.scope && all.paged.as_ref().is_some_and(|paged| !paged.endless));
    assert_eq!(all.returns.rust(), "Pages<Ensured>");
    let item = all.paged.as_ref().and_then(|paged| paged.item.clone());
    assert_eq!(item, Some(Type::Struct("Begun".into())));
    assert_eq!((within.kind, within.created), (JobKind::Within, None));
    assert_eq!(borrow.returns.rust(), "Made");
    assert!(within.scope && show_keys.job.is_none());
    assert!(show_keys.arguments[0].optional && !all.arguments[0].optional);
    let found = |name: &str| {
        model
            .structs
            .iter()
            .find(|found| found.name == name)
            .unwrap()
    };
    assert!(found("Begun").internal && found("Begun").output && found("Begun").secret);
    assert!(found("Ensured").secret && !found("Ensured").internal && !found("Made").input);
    assert!(found("Wanted").fields.iter().all(|field| !field.required));
}

#[test]
fn a_job_that_bindings_cannot_do_is_refused() {
    let wanted = "wanted: &Wanted";
    refused(
        &jobs(("", "Begun"), "Made", CREATED),
        "Client::ensure_begin: must take wanted: Wanted",
    );
    refused(
        &jobs((wanted, "Ensured"), "Made", CREATED),
        "must return a doc(hidden) struct of a result and a record",
    );
    refused(
        &jobs((wanted, "Begun"), "Key", CREATED),
        "Client::borrow_begin: must return a Result of Made",
    );
    refused(
        &jobs((wanted, "Begun"), "Made", ""),
        "Ensured has no member created",
    );
    let named = jobs((wanted, "Begun"), "Made", CREATED).replace("ensure_begin", "begin_ensure");
    refused(
        &named,
        "Client::ensure: is a job, and there is no doc(hidden) ensure_begin",
    );
    let shown = jobs((wanted, "Begun"), "Made", CREATED);
    let shown = shown.replacen(
        "#[doc(hidden)]\n            pub fn ensure_b",
        "/// One.\n pub fn ensure_b",
        1,
    );
    refused(
        &shown,
        "Client::ensure_begin: returns a Result, and isn't one of operations!",
    );
}
