use std::net::TcpListener;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

use venice_keys::NewKey;

use super::*;
use crate::Names;
use crate::pool::tests::{pool, threadless};

mod begins;
mod ends;
mod payments;

const SOON: Duration = Duration::from_millis(50);
const LATE: Duration = Duration::from_secs(10);

/// A created key, by its id.
struct Created(String);

impl Reply for Created {
    fn left(&self) -> Option<Left> {
        Some(Left::Key(self.0.clone()))
    }
}

/// What a host is told, in its order.
#[derive(Debug, PartialEq)]
enum News {
    Warning(String),
    Done,
    Ended,
}

struct Told {
    news: Mutex<Sender<News>>,
    /// What this host does when a call is done.
    when_done: fn(&Handle),
}

impl Host for Told {
    fn names(&self) -> Names {
        Names::Snake
    }
    fn warn(&self, text: &str) {
        self.tell(News::Warning(text.to_owned()));
    }
    fn done(&self, call: Handle) {
        (self.when_done)(&call);
        self.tell(News::Done);
    }
    fn ended(&self) {
        self.tell(News::Ended);
    }
}

impl Told {
    fn tell(&self, news: News) {
        // The test may be over.
        let _ = lock(&self.news).send(news);
    }
}

/// A runtime of its own, and a host of it that tells.
struct Stage {
    runtime: Arc<Runtime>,
    host: Arc<Told>,
    news: Receiver<News>,
}

impl Stage {
    fn with(threads: &'static crate::pool::Pool) -> Self {
        Self::of(threads, |_| {})
    }

    fn of(threads: &'static crate::pool::Pool, when_done: fn(&Handle)) -> Self {
        let (tell, news) = mpsc::channel();
        let news_sender = Mutex::new(tell);
        let host = Arc::new(Told {
            news: news_sender,
            when_done,
        });
        let runtime = Arc::new(Runtime::with(threads));
        Self {
            runtime,
            host,
            news,
        }
    }

    fn new() -> Self {
        Self::with(pool(8, SOON))
    }

    fn start<T: Reply>(
        &self,
        operation: Operation,
        client: &Client,
        work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) -> Pending<T> {
        Pending::start(&self.runtime, self.host.clone(), operation, client, work)
    }

    /// A create that has begun, and ends when the sender is used or dropped.
    fn create(&self, id: &'static str) -> (Pending<Created>, Sender<()>) {
        let (go, gone) = mpsc::channel();
        let (begin, begun) = mpsc::channel();
        let call = self.start(Operation::CreateKey, &nowhere(), move |_| {
            begin.send(()).unwrap();
            let _ = gone.recv();
            Ok(Created(id.to_owned()))
        });
        begun.recv_timeout(LATE).unwrap();
        (call, go)
    }

    fn next(&self) -> News {
        self.news.recv_timeout(LATE).unwrap()
    }

    fn nothing_more(&self) {
        let more = self.news.recv_timeout(SOON);
        assert!(more.is_err(), "{more:?}");
    }

    fn warned_of(&self, part: &str) {
        match self.next() {
            News::Warning(text) => assert!(text.contains(part), "{text}"),
            other => panic!("{other:?}"),
        }
    }
}

/// A client of a port that nobody listens on.
fn nowhere() -> Client {
    client("http://127.0.0.1:9", LATE)
}

fn client(url: &str, timeout: Duration) -> Client {
    let key = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop";
    let builder = Client::builder().api_key(key).base_url(url);
    builder.timeout(timeout).max_retries(0).build().unwrap()
}

/// A server that takes connections and hangs up; says when one came.
fn deaf() -> (String, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, connected) = mpsc::channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let _ = std::io::Read::read(&mut connection.unwrap(), &mut [0; 64]);
            let _ = tell.send(());
        }
    });
    (url, connected)
}

fn claimed(call: &Pending<Created>) -> String {
    match call.claim() {
        Claim::Outcome(Ok(Ok(Created(id)))) => id,
        Claim::Outcome(_) => panic!("it failed"),
        Claim::Running => panic!("it runs"),
        Claim::GivenUp => panic!("it was given up"),
    }
}

fn is_given_up<T: Reply>(call: &Pending<T>) -> bool {
    matches!(call.claim(), Claim::GivenUp)
}

#[test]
fn an_outcome_is_claimed_once_and_nothing_is_said_of_it() {
    let stage = Stage::new();
    let (call, go) = stage.create("id-1");
    assert!(matches!(call.claim(), Claim::Running));
    go.send(()).unwrap();
    call.wait(LATE);
    assert_eq!(claimed(&call), "id-1");
    assert!(is_given_up(&call));
    assert!(call.give_up(), "it had begun");
    drop(call);
    assert_eq!(stage.next(), News::Done);
    stage.nothing_more();
}

#[test]
fn a_key_of_a_call_given_up_while_it_runs_is_named_when_it_is_known() {
    let stage = Stage::new();
    let (call, go) = stage.create("id-1");
    assert!(call.give_up());
    assert!(is_given_up(&call));
    call.wait(LATE);
    stage.nothing_more();
    go.send(()).unwrap();
    stage.warned_of("create_key was given up, but Venice created the key id-1");
    assert_eq!(stage.next(), News::Ended);
    drop(call);
    stage.nothing_more();
}

#[test]
fn a_key_of_a_call_given_up_between_done_and_claim_is_named_at_once() {
    let stage = Stage::new();
    for give_up in [
        |call: Pending<Created>| drop(call),
        |call: Pending<Created>| {
            call.give_up();
            call.give_up();
            assert!(is_given_up(&call));
        },
    ] {
        let (call, go) = stage.create("id-1");
        go.send(()).unwrap();
        assert_eq!(stage.next(), News::Done);
        give_up(call);
        stage.warned_of("id-1");
        assert_eq!(stage.next(), News::Ended);
        stage.nothing_more();
    }
}

#[test]
fn a_key_that_was_handed_over_is_safe_when_that_is_confirmed() {
    let stage = Stage::new();
    for confirmed in [true, false] {
        let (call, go) = stage.create("id-1");
        go.send(()).unwrap();
        assert_eq!(stage.next(), News::Done);
        assert!(matches!(call.hand_over(), Claim::Outcome(_)));
        assert!(matches!(call.hand_over(), Claim::GivenUp));
        if confirmed {
            call.confirm();
        }
        drop(call);
        if !confirmed {
            stage.warned_of("if nobody has its secret");
            assert_eq!(stage.next(), News::Ended);
        }
        stage.nothing_more();
    }
}

#[test]
fn a_host_that_finds_nobody_gives_the_call_up_from_within() {
    let stage = Stage::of(pool(8, SOON), |call| {
        call.give_up();
    });
    let (call, go) = stage.create("id-1");
    go.send(()).unwrap();
    stage.warned_of("id-1");
    assert_eq!(stage.next(), News::Ended);
    assert_eq!(stage.next(), News::Done);
    assert!(is_given_up(&call));
}

#[test]
fn a_panic_is_the_callers_and_of_a_create_it_is_reported() {
    let stage = Stage::new();
    let defect = |operation| {
        let work = |_: &Client| -> Result<Created, Error> { panic!("expected in this output") };
        stage.start(operation, &nowhere(), work)
    };
    for (operation, code, part) in [
        (Operation::ListKeys, ErrorCode::BadResponse, "please report"),
        (Operation::CreateKey, ErrorCode::OutcomeUnknown, "since 20"),
    ] {
        let call = defect(operation);
        assert_eq!(stage.next(), News::Done);
        assert!(matches!(call.claim(), Claim::Outcome(Err(_))));
        let (given, text) = call.defect();
        assert!(given == code && text.contains(part), "{given} {text}");
    }
    for operation in [Operation::ListKeys, Operation::MintWithWallet] {
        let call = defect(operation);
        assert_eq!(stage.next(), News::Done);
        drop(call);
        if operation == Operation::MintWithWallet {
            stage.warned_of("mint_with_wallet: a defect");
        }
        assert_eq!(stage.next(), News::Ended);
    }
    stage.nothing_more();
}

#[test]
fn a_key_that_may_have_been_created_is_spoken_of() {
    let stage = Stage::new();
    let (url, connected) = deaf();
    let call = stage.start(Operation::CreateKey, &client(&url, LATE), |client| {
        client.create_key(&NewKey::new("x"))
    });
    connected.recv_timeout(LATE).unwrap();
    assert_eq!(stage.next(), News::Done);
    drop(call);
    stage.warned_of("a call was given up: create_key: a key may have been created");
    assert_eq!(stage.next(), News::Ended);
}

#[test]
fn what_is_given_up_is_not_sent() {
    let stage = Stage::new();
    let (url, connected) = deaf();
    let (go, gone) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let call = stage.start(Operation::CreateKey, &client(&url, LATE), move |client| {
        gone.recv().unwrap();
        let created = client.create_key(&NewKey::new("x"));
        tell.send(created.as_ref().unwrap_err().code()).unwrap();
        created
    });
    while !matches!(*lock(&call.0.own().unwrap().stage), super::Stage::Running) {
        thread::yield_now();
    }
    call.give_up();
    go.send(()).unwrap();
    assert_eq!(told.recv_timeout(LATE).unwrap(), ErrorCode::Timeout);
    assert_eq!(stage.next(), News::Ended);
    assert!(connected.try_recv().is_err());
}

#[test]
fn a_call_that_waits_for_a_thread_ends_at_its_own_deadline() {
    let stage = Stage::with(pool(1, SOON));
    let (_busy, _go) = stage.create("id-1");
    let (url, connected) = deaf();
    let start = Instant::now();
    let call = stage.start(Operation::CreateKey, &client(&url, 4 * SOON), |client| {
        client.create_key(&NewKey::new("x"))
    });
    call.wait(LATE);
    assert!(start.elapsed() >= 4 * SOON && start.elapsed() < LATE / 2);
    match call.claim() {
        Claim::Outcome(Ok(Err(error))) => assert_eq!(error.code(), ErrorCode::Timeout),
        _ => panic!("it should have timed out"),
    }
    assert!(connected.try_recv().is_err());
}

#[test]
fn a_call_given_up_while_it_waits_for_a_thread_is_not_run() {
    let stage = Stage::with(pool(1, SOON));
    let (busy, go) = stage.create("id-1");
    let (tell, told) = mpsc::channel();
    let call = stage.start(Operation::CreateKey, &nowhere(), move |_| {
        tell.send(()).unwrap();
        Ok(Created("id-2".to_owned()))
    });
    assert!(!call.give_up(), "nothing was sent");
    go.send(()).unwrap();
    busy.wait(LATE);
    assert_eq!(claimed(&busy), "id-1");
    assert!(told.recv_timeout(LATE).is_err(), "its sender was dropped");
    assert_eq!(stage.next(), News::Done);
    stage.nothing_more();
}

#[test]
fn without_threads_calls_are_carried_out_by_their_callers() {
    let refuse = |_: &'static crate::pool::Pool| Err(std::io::ErrorKind::WouldBlock.into());
    let stage = Stage::with(threadless(4, refuse));
    for id in ["id-1", "id-2"] {
        let call = stage.start(Operation::CreateKey, &nowhere(), move |_| {
            Ok(Created(id.to_owned()))
        });
        assert_eq!(claimed(&call), id);
        assert_eq!(stage.next(), News::Done);
    }
    stage.nothing_more();
}

#[test]
fn when_a_call_is_done_its_client_is_let_go() {
    let held = Arc::new(());
    let observer = held.clone();
    let builder = Client::builder().anonymous().base_url("http://127.0.0.1:9");
    let client = builder.on_attempt(move |_| drop(observer.clone()));
    let client = client.build().unwrap();
    // Its thread is held up while it says so.
    let stage = Stage::of(pool(8, SOON), |_| thread::sleep(SOON));
    let call = stage.start(Operation::ListModels, &client, |client| {
        client.list_models(None)
    });
    drop(client);
    call.wait(LATE);
    assert_eq!(Arc::strong_count(&held), 1);
    assert_eq!(stage.next(), News::Done);
}
