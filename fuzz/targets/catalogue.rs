//! Any catalogue and any query: rows are read, searched and highlighted.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wink_search::{Builder, Query};
use wink_wire::catalogue::{Row, encode, lines, read_line};

fuzz_target!(|input: (&str, &str)| {
    let (query, catalogue) = input;
    let rows: Vec<Row<'_>> = lines(catalogue).filter_map(|(_, line)| read_line(line)).collect();

    // Rows that were read can be written and read again.
    let written = encode(rows.iter().copied());
    let again: Vec<String> =
        lines(&written).filter_map(|(_, line)| read_line(line)).map(|row| encode([row])).collect();
    assert_eq!(again.concat(), written);

    let mut index = Builder::new();
    for row in &rows {
        index.push(&mut std::iter::once(row.name).chain(row.aliases()));
    }
    let index = index.finish();
    let Some(query) = Query::new(query) else { return };
    for (_, position) in index.matches(&query).into_iter().chain(index.typo_matches(&query)) {
        let row = &rows[position as usize];
        let mut end = 0;
        for range in query.highlights(row.name) {
            assert!(range.0 >= end && row.name.get(range.0..range.1).is_some_and(|part| !part.is_empty()));
            end = range.1;
        }
    }
});
