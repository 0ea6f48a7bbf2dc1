//! An uploaded file: its format is recognised, it is inspected and, if it is a PDF, read.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| wink_service::fuzzing::document(input));
