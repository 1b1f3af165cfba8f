#!/usr/bin/env bash
# Installs what the tests need and the machine has not: PostgreSQL, Chromium, gettext, xmllint, the schema of XLIFF (which
# Debian has in a package of Symfony), the packages of tests/web, and of PyPI what the end of this file names.
# CHROMIUM names another browser of that family.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
    echo "tests/setup.sh: $*" >&2
    exit 1
}

chromium_is_here() {
    [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]
}

postgres_is_here() {
    ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb
} >/dev/null

missing=()
xliff_is_here() {
    [ -e /usr/share/php/Symfony/Component/Translation/Resources/schemas/xliff-core-2.0.xsd ] \
        && /usr/bin/python3 -c 'import lxml.etree' 2>/dev/null
}

postgres_is_here || missing+=(postgresql)
chromium_is_here || missing+=(chromium)
command -v msgfmt >/dev/null || missing+=(gettext)
command -v xmllint >/dev/null || missing+=(libxml2-utils)
xliff_is_here || missing+=(php-symfony-translation python3-lxml)
if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null \
        || fail "there is no apt: install ${missing[*]} (PostgreSQL 15 or newer; CHROMIUM may name a browser) first"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${missing[@]}"
fi

command -v npm >/dev/null || fail "install Node.js 20 or newer with npm first"
# npm writes this file when it is done: newer than the lock file, there is nothing to install.
if [ ! web/node_modules/.package-lock.json -nt web/package-lock.json ]; then
    npm --prefix web ci --no-audit --no-fund
fi

# python_package NAME VERSION: into tools/python, when it is not there in this version.
python_package() {
    [ ! -d "tools/python/${1//-/_}-$2.dist-info" ] || return 0
    python3 -m pip --version >/dev/null 2>&1 || fail "install Python 3 with pip first"
    python3 -m pip install --quiet --disable-pip-version-check --target tools/python --upgrade "$1==$2"
}
python_package compare-locales 9.0.5
python_package feedparser 6.0.14
# With the second, the first holds addresses against RFC 3986, not against nothing.
python_package check-jsonschema 0.39.0
python_package rfc3986-validator 0.1.1
python_package icalendar 7.3.2
