//! The control API's listener.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::DATE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

use crate::control::control;
use crate::exchange::to_hyper;
use crate::guard;
use crate::response::Response;
use crate::server::Command;
use crate::state::Shared;

/// Where the control API is on its own port.
pub(crate) const CONTROL_PATH: &str = "/_sandbox";

/// What serves the control API.
#[derive(Clone)]
pub(crate) struct Control {
    pub(crate) shared: Shared,
    pub(crate) commands: mpsc::UnboundedSender<Command>,
    /// Whether requests may go to hosts of any name.
    pub(crate) any_host: bool,
}

/// Serves the control API for as long as it's polled.
pub(crate) async fn serve(control: Control, listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let control = control.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| respond_to_control(control.clone(), request));
            let http = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // An error is a client that went away.
            let _ = http.await;
        });
    }
}

async fn respond_to_control(
    control: Control,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
    let response = match guard::admit(request.headers(), control.any_host) {
        Err(why) => Response::error(403, why),
        Ok(()) => match controlled(&control, request).await {
            Ok(value) => Response::json(200, &value),
            Err(error) => Response::error(400, error),
        },
    };
    let mut response = to_hyper(response);
    response.headers_mut().remove(DATE);
    Ok(response)
}

async fn controlled(
    Control {
        shared, commands, ..
    }: &Control,
    request: hyper::Request<Incoming>,
) -> Result<Value, String> {
    let (head, body) = request.into_parts();
    let path = head
        .uri
        .path()
        .strip_prefix(CONTROL_PATH)
        .ok_or("not a control request")?;
    let body = body
        .collect()
        .await
        .map_err(|error| error.to_string())?
        .to_bytes();
    let body = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).map_err(|error| error.to_string())?,
    };
    let reply = control(shared, head.method.as_str(), path, &body)?;
    if let Some(pause) = reply.refuse {
        let (done, is_done) = oneshot::channel();
        let done = Box::new(move || {
            let _ = done.send(());
        });
        // If nobody listens any more the sandbox is ending, and refuses as it is.
        let _ = commands.send(Command::Refuse(pause, done));
        let _ = is_done.await;
    }
    Ok(reply.value)
}
