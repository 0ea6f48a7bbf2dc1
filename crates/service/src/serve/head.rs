//! Follows the head of a request, byte by byte as it arrives, for what the parser does not say: where the head ends, and
//! which fields stand in it more than once or together.

/// Longest name of a field that matters here.
const LONGEST_NAME: usize = "transfer-encoding".len();

/// How far a head has arrived, and what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The beginning of the line that arrives.
    line: [u8; LONGEST_NAME + 1],
    /// Length of that line so far. Only its beginning is kept.
    length: usize,
    /// Whether the first line has arrived.
    has_request_line: bool,
    fields: Fields,
    is_complete: bool,
}

/// How often the fields that frame a message are in its head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) hosts: u32,
    pub(super) content_lengths: u32,
    pub(super) transfer_encodings: u32,
}

impl Head {
    /// Follows more bytes. Returns how many of them belong to the head.
    pub(super) fn follow(&mut self, bytes: &[u8]) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            if self.is_complete {
                return index;
            }
            self.follow_byte(*byte);
        }
        bytes.len()
    }

    /// What is in the head, once it is complete.
    pub(super) fn fields(&self) -> Option<Fields> {
        self.is_complete.then_some(self.fields)
    }

    fn follow_byte(&mut self, byte: u8) {
        if byte == b'\n' {
            self.end_line();
            return;
        }
        if let Some(place) = self.line.get_mut(self.length) {
            *place = byte;
        }
        self.length = self.length.saturating_add(1);
    }

    fn end_line(&mut self) {
        let line = self.line.get(..self.length).unwrap_or(&self.line);
        let is_empty = matches!(line, [] | [b'\r']);
        // Parsers skip empty lines before the first.
        if is_empty {
            self.is_complete = self.has_request_line;
        } else if self.has_request_line {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            for (field, count) in [
                (&b"host"[..], &mut self.fields.hosts),
                (b"content-length", &mut self.fields.content_lengths),
                (b"transfer-encoding", &mut self.fields.transfer_encodings),
            ] {
                *count += u32::from(name.eq_ignore_ascii_case(field));
            }
        } else {
            self.has_request_line = true;
        }
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &[u8] =
        b"\r\nPOST /a?host: HTTP/1.1\r\nHOST: here\r\nX-Host: there\r\nContent-length:5\r\n\
        content-length: 5\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding-Too: x\r\nCookie: host:\r\n\r\n";

    #[test]
    fn a_head_ends_where_it_ends_in_however_many_pieces_it_arrives() {
        let body = b"Host: body\r\n\r\n";
        let all = [REQUEST, body].concat();
        for size in 1..all.len() {
            let (mut head, mut followed) = (Head::default(), 0);
            for piece in all.chunks(size) {
                followed += head.follow(piece);
            }
            assert_eq!(followed, REQUEST.len(), "in pieces of {size}");
            let fields = Fields { hosts: 1, content_lengths: 2, transfer_encodings: 1 };
            assert_eq!(head.fields(), Some(fields), "in pieces of {size}");
        }
    }

    #[test]
    fn a_bare_line_feed_ends_a_line_too() {
        let mut head = Head::default();
        assert_eq!(head.follow(b"GET / HTTP/1.1\nHost: a\nhost: b\n\nrest"), 32);
        assert_eq!(head.fields().unwrap().hosts, 2);
    }

    #[test]
    fn a_head_without_its_end_is_not_complete() {
        for beginning in [&b""[..], b"\r\n\r\n", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n\r"] {
            let mut head = Head::default();
            assert_eq!(head.follow(beginning), beginning.len());
            assert_eq!(head.fields(), None);
        }
    }
}
