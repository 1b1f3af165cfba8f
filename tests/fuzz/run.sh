#!/bin/sh
# Looks for files that break a reader: FUZZ_SECONDS (30) for each format, or for those that are named. Without a
# sanitizer of memory, which needs a nightly compiler: no code here is unsafe, and libFuzzer itself finds panics, hangs
# and memory without measure. What it finds lies in tests/fuzz/artifacts; `tests/fuzz/run.sh FORMAT FILE` does it again.
set -eu
cd "$(dirname "$0")/../.."

seconds=${FUZZ_SECONDS:-30}
cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz
# The versions of the program itself; cargo adds what only the targets need.
cp Cargo.lock tests/fuzz/Cargo.lock

fuzz() {
    format=$1
    shift
    cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none "$format" "$@"
}

if [ $# -gt 1 ]; then
    fuzz "$@"
    exit
fi
for format in ${1:-$(sed -n 's/^name = "\(.*\)"$/\1/p' tests/fuzz/Cargo.toml | grep -v tribune-fuzz)}; do
    corpus=tests/fuzz/corpus/$format
    mkdir -p "$corpus"
    # Files of one programme are one input, separated by the byte 0.
    for folder in tests/data/*/; do
        seed=$corpus/$(basename "$folder")
        : > "$seed"
        for file in "$folder"*; do
            [ -s "$seed" ] && printf '\000' >> "$seed"
            cat "$file" >> "$seed"
        done
    done
    find tests/data -maxdepth 1 -type f -exec cp {} "$corpus/" \;
    fuzz "$format" "$corpus" -- -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1
done
