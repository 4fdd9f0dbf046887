//! A language's driver program: asked line by line, never waited for longer than allowed.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};

/// How long a driver may take to start: a machine may be slow, and start many at once.
const START: Duration = Duration::from_secs(300);

/// A running driver.
pub(crate) struct Driver {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    complaints: Option<JoinHandle<String>>,
}

impl Driver {
    /// Starts a driver by its command line, and waits until it responds.
    pub(crate) fn start(command: &str) -> Result<Self, String> {
        let mut child = Command::new("/bin/sh")
            .args(["-c", &format!("exec {command}")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{command}: {error}"))?;
        let (sender, lines) = mpsc::channel();
        let output = child.stdout.take().ok_or("no standard output")?;
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut errors = child.stderr.take().ok_or("no standard error")?;
        let complaints = thread::spawn(move || {
            let mut text = Vec::new();
            let _ = errors.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let input = child.stdin.take();
        let mut driver = Self {
            child,
            input,
            lines,
            complaints: Some(complaints),
        };
        // To what makes no sense there is a response, too.
        driver.ask(&json!({}), START)?;
        Ok(driver)
    }

    /// Makes one call and gives the driver's line.
    pub(crate) fn ask(&mut self, request: &Value, limit: Duration) -> Result<String, String> {
        self.send(request)?;
        self.line(limit)?
            .ok_or_else(|| format!("no response from the driver in {limit:?}"))
    }

    /// Begins one call.
    pub(crate) fn send(&mut self, request: &Value) -> Result<(), String> {
        let input = self.input.as_mut().ok_or("the driver has ended")?;
        writeln!(input, "{request}").map_err(|error| format!("the driver is gone: {error}"))
    }

    /// The driver's next line, if it comes within the limit.
    pub(crate) fn line(&mut self, limit: Duration) -> Result<Option<String>, String> {
        match self.lines.recv_timeout(limit) {
            Ok(line) => Ok(Some(line)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err("the driver has ended by itself".to_owned()),
        }
    }

    /// Kills it, without a chance to do anything more.
    pub(crate) fn kill(&mut self) -> Result<(), String> {
        let killed = self.child.kill().and_then(|()| self.child.wait());
        drop(self.input.take());
        killed.map(drop).map_err(|error| error.to_string())
    }

    /// Ends the driver and gives what it wrote to standard error.
    pub(crate) fn end(mut self) -> Result<String, String> {
        drop(self.input.take());
        let status = self.child.wait().map_err(|error| error.to_string())?;
        let complaints = self.complaints.take().and_then(|reader| reader.join().ok());
        let complaints = complaints.unwrap_or_default();
        match status.success() {
            true => Ok(complaints),
            false => Err(format!("the driver ended with {status}: {complaints}")),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.input.is_some() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
