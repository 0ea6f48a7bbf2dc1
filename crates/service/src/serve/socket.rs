//! A connection's socket. It hands over a request, and not a byte of the next one, until that request is answered, so that
//! [`Exchange`] sees every head from its beginning.

use super::exchange::{Exchange, Expected};
use super::head::Head;
use std::io::{IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How much of a head is read at once, in bytes.
const HEAD_PIECE_BYTES: usize = 4096;

pub(super) struct Socket {
    stream: TcpStream,
    exchange: Arc<Exchange>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, exchange: Arc<Exchange>) -> Self {
        Self { stream, exchange }
    }

    pub(super) fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// Reads no further than to the end of the head.
    fn poll_read_head(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
        mut head: Head,
    ) -> Poll<Result<()>> {
        let mut piece = [0; HEAD_PIECE_BYTES];
        let room = piece.len().min(buffer.remaining());
        let mut seen = ReadBuf::new(piece.get_mut(..room).unwrap_or_default());
        ready!(self.stream.poll_peek(context, &mut seen))?;
        // 0: the client has hung up, or the parser wants more than a head. An empty buffer ends the connection.
        let length = head.follow(seen.filled());
        let mut taken = ReadBuf::new(piece.get_mut(..length).unwrap_or_default());
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut taken))?;
        self.exchange.head_arrived(taken.filled());
        buffer.put_slice(taken.filled());
        Poll::Ready(Ok(()))
    }

    /// Reads at most `most` bytes of a body.
    fn poll_read_body(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
        most: u64,
    ) -> Poll<Result<()>> {
        let room = usize::try_from(most).unwrap_or(usize::MAX).min(buffer.remaining());
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(room));
        let read = Pin::new(&mut self.stream).poll_read(context, &mut part);
        let arrived = part.filled().len();
        buffer.advance(arrived);
        match read {
            Poll::Pending => self.exchange.body_arrived(0),
            Poll::Ready(Ok(())) if arrived > 0 => self.exchange.body_arrived(arrived),
            Poll::Ready(_) => {}
        }
        read
    }

    fn follow_answer(&self, written: &Poll<Result<usize>>) {
        match written {
            Poll::Pending => self.exchange.answer_taken(0),
            Poll::Ready(Ok(taken)) if *taken > 0 => self.exchange.answer_taken(*taken),
            Poll::Ready(_) => {}
        }
    }

    /// Only finds out whether the client has hung up. The next request stays where it is.
    fn poll_hang_up(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let mut byte = [0];
        match ready!(self.stream.poll_peek(context, &mut ReadBuf::new(&mut byte))) {
            Ok(0) => Poll::Ready(Ok(())),
            Ok(_) => {
                self.exchange.wake_for_next(context.waker());
                Poll::Pending
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        match self.exchange.expected() {
            Expected::Head(head) => self.poll_read_head(context, buffer, head),
            Expected::Body(left) => self.poll_read_body(context, buffer, left),
            Expected::Chunks => self.poll_read_body(context, buffer, u64::MAX),
            Expected::Nothing => self.poll_hang_up(context),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.follow_answer(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.follow_answer(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
