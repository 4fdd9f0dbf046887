//! The API's listener and its connections.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_rustls::TlsAcceptor;

use crate::exchange::{LetGo, Origin, respond};
use crate::port::Port;
use crate::state::Shared;
use crate::wire::{self, Script, Wire};

/// What the accept loop can be asked to do.
pub(crate) enum Command {
    /// Drop everything and refuse connections for so long; then call.
    Refuse(Duration, Box<dyn FnOnce() + Send>),
    Stop,
}

/// Serves the API until it is asked to stop.
pub(crate) async fn serve(
    shared: Shared,
    port: Port,
    mut listener: TcpListener,
    tls: Option<TlsAcceptor>,
    mut commands: UnboundedReceiver<Command>,
) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    number += 1;
                    connections.spawn(accept(shared.clone(), stream, number, tls.clone()));
                }
                // Out of file descriptors, most likely: give some the time to close.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            command = commands.recv() => match command {
                Some(Command::Refuse(pause, done)) => {
                    drop(listener);
                    connections.shutdown().await;
                    done();
                    if refuse(pause, &mut commands).await {
                        return;
                    }
                    listener = port.reopen().await;
                }
                Some(Command::Stop) | None => return,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Waits until the refusal is over, which another one may prolong; true when it's time to stop.
async fn refuse(pause: Duration, commands: &mut UnboundedReceiver<Command>) -> bool {
    let mut until = Instant::now() + pause;
    loop {
        tokio::select! {
            () = sleep_until(until) => return false,
            command = commands.recv() => match command {
                Some(Command::Refuse(pause, done)) => {
                    until = until.max(Instant::now() + pause);
                    done();
                }
                Some(Command::Stop) | None => return true,
            },
        }
    }
}

async fn accept(shared: Shared, stream: TcpStream, number: u64, tls: Option<TlsAcceptor>) {
    // Answers are small and somebody waits for each.
    let _ = stream.set_nodelay(true);
    match tls {
        None => connection(shared, stream, number).await,
        Some(tls) => {
            // A client that doesn't trust us goes away here, unheard.
            if let Ok(stream) = tls.accept(stream).await {
                connection(shared, stream, number).await;
            }
        }
    }
}

type Answered = Pin<Box<dyn Future<Output = Result<hyper::Response<Full<Bytes>>, LetGo>> + Send>>;

async fn connection(shared: Shared, wire: impl Wire, number: u64) {
    let peer = wire.socket().peer_addr();
    let from = Origin {
        connection: number,
        peer: peer.map_or_else(|_| String::new(), |peer| peer.ip().to_string()),
    };
    let script: Arc<Mutex<Option<Script>>> = Arc::default();
    let for_service = Arc::clone(&script);
    let service = service_fn(move |request| -> Answered {
        Box::pin(respond(
            shared.clone(),
            from.clone(),
            request,
            Arc::clone(&for_service),
        ))
    });
    // Every response has the sandbox's own time, or none if a fault wants none.
    let mut http = http1::Builder::new()
        .auto_date_header(false)
        .serve_connection(TokioIo::new(wire), service);
    // hyper must not close what a script still wants to write to.
    let ended = poll_fn(|cx| http.poll_without_shutdown(cx)).await;
    let mut wire = http.into_parts().io.into_inner();
    let script = script.lock().unwrap_or_else(PoisonError::into_inner).take();
    // Errors from here on mean that the client is gone.
    let _ = match script {
        Some(script) => wire::play(wire, script).await,
        None if ended.is_ok() => wire.shutdown().await,
        None => Ok(()),
    };
}
