//! A connection that is kept open, and what it costs least to send and read on it.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Failure;

/// Headers that an answer may have.
const HEADERS: usize = 64;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `Veche-Position`, where it stands there.
    pub(crate) position: Option<u64>,
    pub(crate) body: Vec<u8>,
}

/// HTTP/1.1, one request at a time.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a whole request and reads the whole answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer, Failure> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the connection was closed".into());
            }
            if let Some(answer) = self.parsed()? {
                return Ok(answer);
            }
        }
    }

    fn parsed(&self) -> Result<Option<Answer>, Failure> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut answer = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(start) = answer.parse(&self.buffer)? else { return Ok(None) };
        let status = answer.code.ok_or("an answer without a status")?;
        let (mut length, mut position) = (None, None);
        for header in answer.headers.iter() {
            let number = || std::str::from_utf8(header.value).ok().and_then(|text| text.parse::<u64>().ok());
            if header.name.eq_ignore_ascii_case("content-length") {
                length = number();
            } else if header.name.eq_ignore_ascii_case("veche-position") {
                position = number();
            }
        }
        let length = usize::try_from(length.ok_or("an answer without a length")?)?;
        let body = self.buffer.get(start..start + length);
        Ok(body.map(|body| Answer { status, position, body: body.to_vec() }))
    }
}

/// A request with a token, as bytes.
pub(crate) fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A page, as anybody asks for it.
pub(crate) fn get(path: &str) -> Vec<u8> {
    get_with(path, None)
}

/// The same, by somebody with a token.
pub(crate) fn get_with(path: &str, token: Option<&str>) -> Vec<u8> {
    let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{token}Accept: text/html, application/json\r\n\r\n")
        .into_bytes()
}
