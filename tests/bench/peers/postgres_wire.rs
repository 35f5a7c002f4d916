//! As much of PostgreSQL's protocol as it takes to call one prepared statement over and over.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const PROTOCOL: i32 = 3 << 16;

pub struct Connection {
    stream: TcpStream,
    sent: Vec<u8>,
    received: Vec<u8>,
}

impl Connection {
    /// Without a password.
    pub async fn open(address: SocketAddr, user: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).await.map_err(said)?;
        stream.set_nodelay(true).map_err(said)?;
        let mut connection = Self { stream, sent: vec![], received: vec![] };
        let mut startup = PROTOCOL.to_be_bytes().to_vec();
        for text in ["user", user, "database", user, ""] {
            startup.extend_from_slice(text.as_bytes());
            startup.push(0);
        }
        connection.sent.extend_from_slice(&length(startup.len()));
        connection.sent.extend_from_slice(&startup);
        connection.exchange().await?;
        Ok(connection)
    }

    /// Statements as text; the first column of the last row, if any.
    pub async fn run(&mut self, statements: &str) -> Result<String, String> {
        self.message(b'Q', |message| text(message, statements));
        self.exchange().await
    }

    /// The one statement that [`call`](Self::call) calls.
    pub async fn prepare(&mut self, statement: &str) -> Result<(), String> {
        self.message(b'P', |message| {
            text(message, "one");
            text(message, statement);
            message.extend_from_slice(&0_i16.to_be_bytes());
        });
        self.message(b'S', |_| {});
        self.exchange().await.map(drop)
    }

    pub async fn call(&mut self, values: &[&str]) -> Result<String, String> {
        self.message(b'B', |message| {
            text(message, "");
            text(message, "one");
            message.extend_from_slice(&0_i16.to_be_bytes());
            message.extend_from_slice(&i16::try_from(values.len()).unwrap_or_default().to_be_bytes());
            for value in values {
                message.extend_from_slice(&i32::try_from(value.len()).unwrap_or_default().to_be_bytes());
                message.extend_from_slice(value.as_bytes());
            }
            message.extend_from_slice(&0_i16.to_be_bytes());
        });
        self.message(b'E', |message| {
            text(message, "");
            message.extend_from_slice(&0_i32.to_be_bytes());
        });
        self.message(b'S', |_| {});
        self.exchange().await
    }

    fn message(&mut self, kind: u8, write: impl FnOnce(&mut Vec<u8>)) {
        self.sent.push(kind);
        let begin = self.sent.len();
        self.sent.extend_from_slice(&[0; 4]);
        write(&mut self.sent);
        let length = length(self.sent.len() - begin - 4);
        self.sent[begin..begin + 4].copy_from_slice(&length);
    }

    /// Sends what was written, and reads until the server waits for more.
    async fn exchange(&mut self) -> Result<String, String> {
        self.stream.write_all(&self.sent).await.map_err(said)?;
        self.sent.clear();
        self.received.clear();
        let (mut at, mut value, mut failed) = (0, String::new(), None);
        loop {
            while let Some((kind, body, next)) = message_at(&self.received, at) {
                match kind {
                    b'D' => value = first_column(body),
                    b'E' => failed = Some(String::from_utf8_lossy(body).replace('\0', " ")),
                    b'Z' => return failed.map_or(Ok(value), Err),
                    _ => {}
                }
                at = next;
            }
            if self.stream.read_buf(&mut self.received).await.map_err(said)? == 0 {
                return Err(failed.unwrap_or_else(|| "the server hung up".into()));
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "errors are given")]
fn said(error: io::Error) -> String {
    error.to_string()
}

fn text(message: &mut Vec<u8>, text: &str) {
    message.extend_from_slice(text.as_bytes());
    message.push(0);
}

/// Of what follows, with its own four bytes.
fn length(bytes: usize) -> [u8; 4] {
    i32::try_from(bytes + 4).unwrap_or(i32::MAX).to_be_bytes()
}

fn message_at(received: &[u8], at: usize) -> Option<(u8, &[u8], usize)> {
    let length = received.get(at + 1..at + 5)?.try_into().ok().map(i32::from_be_bytes)?;
    let next = at + 1 + usize::try_from(length).ok()?;
    Some((received[at], received.get(at + 5..next)?, next))
}

fn first_column(row: &[u8]) -> String {
    let length = row.get(2..6).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes);
    let end = length.and_then(|length| usize::try_from(length).ok()).map_or(6, |length| 6 + length);
    String::from_utf8_lossy(row.get(6..end).unwrap_or_default()).into_owned()
}

/// The text of an array of texts.
pub fn array<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let mut array = String::from("{");
    for item in items {
        if array.len() > 1 {
            array.push(',');
        }
        array.push('"');
        for piece in item.split_inclusive(['"', '\\']) {
            let end = piece.len() - usize::from(piece.ends_with(['"', '\\']));
            array.push_str(&piece[..end]);
            if end < piece.len() {
                array.push('\\');
                array.push_str(&piece[end..]);
            }
        }
        array.push('"');
    }
    array.push('}');
    array
}
