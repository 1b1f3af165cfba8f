#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tribune_fuzz::read("frab-json-2", bytes));
