//! The sandbox as a program: one ready line on standard output, then it serves until it's ended.

#![forbid(unsafe_code)]

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::time::Duration;

use tokio::sync::oneshot;
use venice_keys_sandbox::{Certificate, Options, Sandbox};

const HELP: &str = "\
A strict, stateful stand-in for the Venice key-management API.

Usage: venice-keys-sandbox [OPTIONS]

  --port N               the API's port; 0 (default) takes a free one
  --control-port N       the control API's port; 0 (default) takes a free one
  --host ADDR            the address to listen on (default 127.0.0.1)
  --allow-remote         let ADDR be other than loopback; the control API has no password
  --minute SECONDS       how long the server's minute lasts (default 60; fractions allowed)
  --web3 jwt|siwe        the generation of wallet challenges (default jwt)
  --tls                  serve TLS with a certificate made at start
  --tls-cert valid|expired|other-host|self-signed
                         what is wrong with that certificate (default valid)
  --until-stdin-closes   end when standard input does
  --help, --version

When it listens it prints one line of JSON with base_url, control_url, the keys and the wallets.
";

struct Arguments {
    options: Options,
    until_stdin_closes: bool,
}

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    if arguments.iter().any(|argument| argument == "--help") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    if arguments.iter().any(|argument| argument == "--version") {
        println!("venice-keys-sandbox {}", env!("CARGO_PKG_VERSION"));
        return ExitCode::SUCCESS;
    }
    match parse(arguments).map(run) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("venice-keys-sandbox: {error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("venice-keys-sandbox: {error}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn parse(arguments: Vec<String>) -> Result<Arguments, String> {
    let mut options = Options::default();
    let mut until_stdin_closes = false;
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let flag = || match inline {
            None => Ok(true),
            Some(_) => Err(format!("{name} takes no value")),
        };
        let mut value = || {
            inline
                .clone()
                .or_else(|| arguments.next())
                .ok_or(format!("{name} needs a value"))
        };
        match name {
            "--port" => options.port = number(name, &value()?)?,
            "--control-port" => options.control_port = number(name, &value()?)?,
            "--host" => {
                let host = value()?;
                options.host = host
                    .parse()
                    .map_err(|_| format!("not an IP address: {host}"))?;
            }
            "--allow-remote" => options.allow_remote = flag()?,
            "--minute" => {
                let seconds: f64 = number(name, &value()?)?;
                options.minute = Duration::try_from_secs_f64(seconds)
                    .map_err(|_| format!("not a duration: {seconds}"))?;
            }
            "--web3" => options.web3 = value()?.parse()?,
            "--tls" => {
                flag()?;
                options.tls.get_or_insert(Certificate::Valid);
            }
            "--tls-cert" => options.tls = Some(value()?.parse()?),
            "--until-stdin-closes" => until_stdin_closes = flag()?,
            _ => return Err(format!("unknown option {name}")),
        }
    }
    Ok(Arguments {
        options,
        until_stdin_closes,
    })
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{name}: not a number: {text}"))
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(arguments.options)?;
    let (closed, stdin_closed) = oneshot::channel();
    if arguments.until_stdin_closes {
        std::thread::spawn(move || {
            let mut ignored = [0; 1024];
            let mut stdin = io::stdin().lock();
            while !matches!(stdin.read(&mut ignored), Ok(0) | Err(_)) {}
            closed.send(())
        });
    } else {
        // Never sent, never dropped: standard input means nothing then.
        std::mem::forget(closed);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // From here on a signal ends us in order, so that nothing stays behind.
        let ended = ended()?;
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", sandbox.ready_line())?;
        stdout.flush()?;
        tokio::select! {
            () = ended => {}
            _ = stdin_closed => {}
        }
        Ok(())
    })
}

/// Completes when the process is asked to end.
#[cfg(unix)]
fn ended() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn ended() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
