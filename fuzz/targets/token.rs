//! What a request proves itself with: the Authorization header of both APIs and the tokens in it, also such as are
//! rightly signed, and the cursors of lists.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| wink_service::fuzzing::token(input));
