//! Verdicts on their way to a client that may read late: a little in memory, the rest in a file without a name.

use std::{
    fs, io,
    io::{Read, Seek, SeekFrom, Write},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;
use tokio::sync::Notify;
use uuid::Uuid;

/// Kept in memory before the file is used.
pub const MEMORY_BYTES_MAX: usize = 1 << 20;
/// Handed to the client at once.
const PIECE_BYTES_MAX: usize = 64 << 10;

/// What is written is read in the same order. What lies in memory is older than what lies in the file.
pub struct Spool {
    folder: PathBuf,
    state: Mutex<State>,
    more: Notify,
}

#[derive(Default)]
struct State {
    memory: Vec<u8>,
    file: Option<fs::File>,
    written: u64,
    read: u64,
    ended: bool,
}

impl Spool {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, state: Mutex::default(), more: Notify::new() }
    }

    /// Small pieces go to the page cache, not to the disk: they are written where they come up.
    pub fn push(&self, text: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        if state.read == state.written && state.memory.len() + text.len() <= MEMORY_BYTES_MAX {
            state.memory.extend_from_slice(text);
        } else {
            let mut file = state.file.take().map_or_else(|| self.nameless(), Ok)?;
            file.seek(SeekFrom::Start(state.written))?;
            file.write_all(text)?;
            state.written += text.len() as u64;
            state.file = Some(file);
        }
        self.more.notify_one();
        Ok(())
    }

    pub fn end(&self) {
        self.state().ended = true;
        self.more.notify_one();
    }

    /// The next piece, once there is one; `None` at the end.
    pub async fn next(&self) -> io::Result<Option<Bytes>> {
        loop {
            let arrives = self.more.notified();
            if let Some(piece) = self.take()? {
                return Ok(Some(piece));
            }
            if self.is_drained() {
                return Ok(None);
            }
            arrives.await;
        }
    }

    fn is_drained(&self) -> bool {
        let state = self.state();
        state.ended && state.memory.is_empty() && state.read == state.written
    }

    fn take(&self) -> io::Result<Option<Bytes>> {
        let mut state = self.state();
        if !state.memory.is_empty() {
            return Ok(Some(std::mem::take(&mut state.memory).into()));
        }
        let unread = usize::try_from(state.written - state.read).unwrap_or(usize::MAX).min(PIECE_BYTES_MAX);
        let read = state.read;
        let Some(file) = state.file.as_mut().filter(|_| unread > 0) else { return Ok(None) };
        let mut piece = vec![0; unread];
        file.seek(SeekFrom::Start(read))?;
        file.read_exact(&mut piece)?;
        state.read += unread as u64;
        if state.read == state.written {
            // Read to the end: the next goes to memory again, and the space goes back.
            (state.file, state.read, state.written) = (None, 0, 0);
        }
        Ok(Some(piece.into()))
    }

    /// A file that nobody else can open and that goes with its handle.
    fn nameless(&self) -> io::Result<fs::File> {
        let path = self.folder.join(format!("verdicts-{}.tmp", Uuid::now_v7().simple()));
        let file = fs::File::options().read(true).write(true).create_new(true).open(&path)?;
        fs::remove_file(path)?;
        Ok(file)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As the body of an answer.
pub fn body_of(spool: Arc<Spool>) -> axum::body::Body {
    axum::body::Body::from_stream(futures_util::stream::try_unfold(spool, |spool| async move {
        Ok::<_, io::Error>(spool.next().await?.map(|piece| (piece, spool)))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_written_comes_out_in_order_however_late_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path().into());
        let (mut written, mut read) = (vec![], vec![]);
        for round in 0..3_u32 {
            for n in 0..40_000_u32 {
                let line = format!("{round} {n} {}\n", "x".repeat(40));
                spool.push(line.as_bytes()).unwrap();
                written.extend_from_slice(line.as_bytes());
            }
            // Some of it: writing goes on while the file is half read.
            for _ in 0..10 {
                read.extend_from_slice(&spool.next().await.unwrap().unwrap());
            }
        }
        assert!(spool.state().memory.len() <= MEMORY_BYTES_MAX);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        spool.end();
        while let Some(piece) = spool.next().await.unwrap() {
            read.extend_from_slice(&piece);
        }
        assert!(written == read);
    }
}
