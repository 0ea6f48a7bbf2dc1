//! The body with which a host uploads a document: JSON that contains files as base64.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| wink_service::fuzzing::upload(input));
