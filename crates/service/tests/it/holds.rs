//! What happens under attack: each test does what an attacker did, and ends by itself.

mod documents;
