#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tribune_fuzz::read("pretalx", bytes));
