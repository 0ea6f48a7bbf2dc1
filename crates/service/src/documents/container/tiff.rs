//! Where a TIFF ends. It says so nowhere: it ends with the last of what its directories point to.

use std::collections::BTreeSet;

/// Maximum number of directories: pages, thumbnails, camera data.
const MAX_DIRECTORIES: usize = 1000;

/// Bytes of one value of each type.
const TYPE_BYTES: [usize; 14] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

const SHORT: u16 = 3;

/// Tags whose values are offsets, beside those of the sizes there: strips, tiles, a thumbnail.
const PLACES: [(u16, u16); 3] = [(273, 279), (324, 325), (513, 514)];

/// Tags that point to further directories: other pictures, camera data, location, interoperability.
const DIRECTORIES: [u16; 4] = [330, 34_665, 34_853, 40_965];

/// The tag that says whether a directory is a page, and the value for a smaller copy of another.
const SUBFILE_KIND: u16 = 254;
const IS_SMALLER_COPY: usize = 1;

/// An entry of a directory.
#[derive(Clone, Copy, Debug)]
struct Entry {
    tag: u16,
    kind: u16,
    count: usize,
    /// Where its values are.
    at: usize,
}

struct Tiff<'a> {
    content: &'a [u8],
    is_little_endian: bool,
    /// How many more values are read. Directories may name the same ones again and again.
    values_left: usize,
}

/// Where the last part of a TIFF ends. `None` if it is broken, or takes too long.
pub(super) fn end(content: &[u8]) -> Option<usize> {
    let mut tiff = Tiff::new(content);
    let (mut end, mut seen) = (8, BTreeSet::new());
    let mut directories = vec![tiff.long(4)?];
    while let Some(at) = directories.pop() {
        if at == 0 || !seen.insert(at) {
            continue;
        }
        if seen.len() > MAX_DIRECTORIES {
            return None;
        }
        let entries = tiff.entries(at)?;
        let next = at.checked_add(2)?.checked_add(entries.len() * 12)?;
        end = end.max(next.checked_add(4)?);
        directories.push(tiff.long(next)?);
        for entry in &entries {
            end = end.max(entry.end()?);
            if DIRECTORIES.contains(&entry.tag) {
                directories.extend(tiff.values(*entry)?);
            }
        }
        for (places, sizes) in PLACES {
            let values = |tiff: &mut Tiff<'_>, tag| {
                entries
                    .iter()
                    .find(|entry| entry.tag == tag)
                    .map_or(Some(Vec::new()), |entry| tiff.values(*entry))
            };
            let (places, sizes) = (values(&mut tiff, places)?, values(&mut tiff, sizes)?);
            for (place, size) in places.iter().zip(sizes) {
                end = end.max(place.checked_add(size)?);
            }
        }
    }
    (end <= content.len()).then_some(end)
}

/// Where the directory of each page begins. Smaller copies of pages are left out. `None` if it is broken, or takes too
/// long.
pub(in crate::documents) fn pages(content: &[u8]) -> Option<Vec<usize>> {
    let mut tiff = Tiff::new(content);
    let (mut pages, mut seen) = (Vec::new(), BTreeSet::new());
    let mut at = tiff.long(4)?;
    while at != 0 && seen.insert(at) {
        if seen.len() > MAX_DIRECTORIES {
            return None;
        }
        let entries = tiff.entries(at)?;
        let kind = entries.iter().find(|entry| entry.tag == SUBFILE_KIND);
        let kind = kind.map_or(Some(0), |entry| tiff.values(*entry)?.first().copied())?;
        if kind & IS_SMALLER_COPY == 0 || pages.is_empty() {
            pages.push(at);
        }
        at = tiff.long(at.checked_add(2)?.checked_add(entries.len() * 12)?)?;
    }
    Some(pages)
}

impl Entry {
    fn value_bytes(&self) -> usize {
        TYPE_BYTES.get(usize::from(self.kind)).copied().unwrap_or(0)
    }

    fn end(&self) -> Option<usize> {
        self.count.checked_mul(self.value_bytes())?.checked_add(self.at)
    }
}

impl<'a> Tiff<'a> {
    fn new(content: &'a [u8]) -> Self {
        Self { content, is_little_endian: content.starts_with(b"II"), values_left: content.len() }
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = *self.content.get(at..)?.first_chunk()?;
        Some(if self.is_little_endian { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = *self.content.get(at..)?.first_chunk()?;
        let value = if self.is_little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(value).ok()
    }

    fn entries(&mut self, directory: usize) -> Option<Vec<Entry>> {
        let count = usize::from(self.short(directory)?);
        self.values_left = self.values_left.checked_sub(count)?;
        let first = directory.checked_add(2)?;
        (0..count).map(|number| self.entry(first.checked_add(number * 12)?)).collect()
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let inline = at.checked_add(8)?;
        let mut entry =
            Entry { tag: self.short(at)?, kind: self.short(at + 2)?, count: self.long(at + 4)?, at: inline };
        // Values that do not fit into the entry are elsewhere.
        if entry.count.checked_mul(entry.value_bytes())? > 4 {
            entry.at = self.long(inline)?;
        }
        Some(entry)
    }

    /// The whole numbers of an entry.
    fn values(&mut self, entry: Entry) -> Option<Vec<usize>> {
        self.values_left = self.values_left.checked_sub(entry.count)?;
        let bytes = entry.value_bytes();
        let places = (0..entry.count).map(|number| entry.at.checked_add(number.checked_mul(bytes)?));
        places
            .map(|at| if entry.kind == SHORT { self.short(at?).map(usize::from) } else { self.long(at?) })
            .collect()
    }
}
