//! The credentials of a request: the Authorization header of both APIs and its tokens, including some with a valid
//! signature, and the cursors of lists.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| wink_service::fuzzing::token(input));
