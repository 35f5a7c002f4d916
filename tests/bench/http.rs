//! As much of HTTP/1.1 as it takes to post, to get and to read a stream, over connections that are kept.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream as Blocking},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Larger than the answers to most calls.
const ANSWER_BYTES: usize = 8 << 10;
/// A stream is read in pieces of this size.
const PIECE_BYTES: usize = 256 << 10;

pub struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
}

/// A status and the body that came with it.
pub struct Answer<'a> {
    pub status: u16,
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// Or what was said instead.
    pub fn is(&self, status: u16) -> Result<&Self, String> {
        let text = || format!("{} instead of {status}: {}", self.status, String::from_utf8_lossy(self.body));
        if self.status == status { Ok(self) } else { Err(text()) }
    }
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self { stream, request: Vec::new(), answer: Vec::with_capacity(ANSWER_BYTES) }
    }

    pub async fn post(&mut self, head: &Head, body: &str) -> Result<Answer<'_>, String> {
        self.request.clear();
        let written = write!(self.request, "{}Content-Length: {}\r\n\r\n{body}", head.0, body.len());
        written.map_err(|error| error.to_string())?;
        self.ask().await
    }

    pub async fn get(&mut self, head: &Head) -> Result<Answer<'_>, String> {
        self.request.clear();
        self.request.extend_from_slice(head.0.as_bytes());
        self.request.extend_from_slice(b"\r\n");
        self.ask().await
    }

    async fn ask(&mut self) -> Result<Answer<'_>, String> {
        self.stream.write_all(&self.request).await.map_err(|error| error.to_string())?;
        self.answer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.answer).await.map_err(|error| error.to_string())?;
            if read == 0 {
                return Err("the server hung up".into());
            }
            if let Some((status, from, to)) = whole(&self.answer) {
                return Ok(Answer { status, body: &self.answer[from..to] });
            }
        }
    }
}

/// What every request to a path begins with.
#[derive(Clone, Debug)]
pub struct Head(String);

impl Head {
    pub fn post(path: &str, key: &str) -> Self {
        let content = "application/cloudevents+json";
        Self(format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\nContent-Type: {content}\r\n"
        ))
    }

    pub fn get(path: &str, key: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n"))
    }
}

/// The status of an answer that is all there, and where its body is.
fn whole(answer: &[u8]) -> Option<(u16, usize, usize)> {
    let from = answer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..from]).ok()?;
    let status = head.get(9..12)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let to = from + length?;
    (answer.len() >= to).then_some((status, from, to))
}

/// A connection on which a stream is answered, behind the head of the answer.
pub fn open_stream(address: SocketAddr, path: &str, key: &str) -> Result<BufReader<Blocking>, String> {
    let mut stream = Blocking::connect(address).map_err(|error| error.to_string())?;
    let request = format!("{}Connection: close\r\n\r\n", Head::get(path, key).0);
    stream.write_all(request.as_bytes()).map_err(|error| error.to_string())?;
    let mut reader = BufReader::with_capacity(PIECE_BYTES, stream);
    let mut line = String::new();
    reader.read_line(&mut line).map_err(|error| error.to_string())?;
    if !line.contains(" 200 ") {
        return Err(line);
    }
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).map_err(|error| error.to_string())?;
    }
    Ok(reader)
}

/// Reads a streamed answer to its end and drops it; its bytes and its lines.
pub fn drain(address: SocketAddr, path: &str, key: &str) -> Result<(u64, u64), String> {
    let mut reader = open_stream(address, path, key)?;
    let (mut bytes, mut lines, mut piece, mut size) = (0, 0, vec![], String::new());
    loop {
        size.clear();
        reader.read_line(&mut size).map_err(|error| error.to_string())?;
        let length = usize::from_str_radix(size.trim(), 16).map_err(|_| format!("no length of a piece: {size}"))?;
        if length == 0 {
            return Ok((bytes, lines));
        }
        piece.resize(length + 2, 0);
        reader.read_exact(&mut piece).map_err(|error| error.to_string())?;
        bytes += length as u64;
        lines += piece[..length].split(|byte| *byte == b'\n').count() as u64 - 1;
    }
}

/// One answer to one question, for what is not measured.
pub fn get(address: SocketAddr, path: &str, key: &str) -> Result<(u16, String), String> {
    crate::load::block_on(async {
        let mut connection = Connection::open(address).await;
        let answer = connection.get(&Head::get(path, key)).await?;
        Ok((answer.status, String::from_utf8_lossy(answer.body).into_owned()))
    })
}
