// Every message of every locale, formatted by @fluent/bundle in a page and by the server: the same text, without an error.
// The functions that messages call are those that the server offers to pages, held against what Intl says.
//
//   node fluent.mjs BASE_URL NOW
import assert from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const [base, now] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const fetched = async (path) => {
  const answer = await fetch(new URL(path, `${base}/locales/`));
  assert.equal(answer.status, 200, path);
  return answer;
};

// A page imports it from the server; here it has to lie where its own import is found.
const file = new URL(`node_modules/.functions-${process.pid}.mjs`, import.meta.url);
writeFileSync(file, await (await fetched("functions.mjs")).text());
const { functionsAt, toArguments } = await import(file);
const functions = functionsAt(() => new Date(now));

async function ask(query, variables) {
  const answer = await fetch(`${base}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

const FORMAT = `query($messages: [MessageInput!]!, $locale: Locale!) {
  formattedMessages(messages: $messages, locale: $locale, fallback: []) {
    id text attributes { name value } errors
  }
}`;

const { cases, versions } = read("../intl/cases.json");
/** Another CLDR says other things: then only errors are looked for. */
const isComparable = versions.cldr === process.versions.cldr;

/** Fluent in JavaScript puts the marks of isolation around a term that is named, Fluent in Rust does not. */
const EXCEPTIONS = ["calendar-subscribe-agenda"];

const plain = (message) => JSON.parse(JSON.stringify(message).replaceAll(/[\u2068\u2069]/g, ""));
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function inPage(bundle, id, args) {
  const errors = [];
  const message = bundle.getMessage(id);
  const say = (pattern) => bundle.formatPattern(pattern, toArguments(args), errors);
  const text = message.value === null ? null : say(message.value);
  const attributes = Object.entries(message.attributes).map(([name, value]) => ({ name, value: say(value) }));
  return { id, text, attributes, errors: errors.map((error) => error.message) };
}

async function everyMessage() {
  const examples = read("../messages/examples.json");
  const manifest = await (await fetched("manifest.json")).json();
  const different = [];
  let compared = 0;
  for (const { code, resources, bundles, direction } of manifest.locales) {
    assert.equal(direction, "ltr");
    const bundle = new FluentBundle(code, { functions });
    for (const [name, { url, bytes }] of Object.entries(resources)) {
      const answer = await fetched(url);
      assert.match(answer.headers.get("Cache-Control"), /immutable/);
      const text = await answer.text();
      assert.equal(Buffer.byteLength(text), bytes, url);
      const errors = bundle.addResource(new FluentResource(text));
      assert.deepEqual(errors, [], `${code}/${name}`);
    }
    const whole = new FluentBundle(code, { functions });
    assert.deepEqual(whole.addResource(new FluentResource(await (await fetched(bundles.ftl.url)).text())), []);
    assert.deepEqual([...whole._messages.keys()].sort(), [...bundle._messages.keys()].sort());
    const wanted = [...bundle._messages.keys()].flatMap((id) => (examples[id] ?? [{}]).map((args) => ({ id, args })));
    for (let from = 0; from < wanted.length; from += 200) {
      const messages = wanted.slice(from, from + 200);
      const { formattedMessages } = await ask(FORMAT, { messages, locale: code });
      messages.forEach(({ id, args }, at) => {
        const page = inPage(bundle, id, args);
        assert.deepEqual(page.errors, [], `${code} ${id} ${JSON.stringify(args)}`);
        compared += 1;
        if (!isComparable) return;
        if (EXCEPTIONS.includes(id)) assert.deepEqual(plain(formattedMessages[at]), plain(page));
        else if (!isEqual(formattedMessages[at], page)) different.push([code, formattedMessages[at], page]);
      });
    }
  }
  assert.deepEqual(different, []);
  assert(compared > 1500, `${compared} were compared`);
}

function everyFunction() {
  const names = {
    number: "NUMBER",
    dateTime: "DATETIME",
    range: "RANGE",
    relative: "RELATIVE",
    list: "LIST",
    language: "LANGUAGE",
    region: "COUNTRY",
  };
  const at = functionsAt(() => new Date("2012-02-13T12:00:00Z"));
  if (!isComparable) return console.log(`Intl has CLDR ${process.versions.cldr}, the cases ${versions.cldr}: left out`);
  for (const { kind, locale, input, options, expected } of cases.filter(({ kind }) => names[kind])) {
    const [a, b] = kind === "range" ? input : [input];
    const named = Object.entries(options).map(([name, value]) => `, ${name}: ${JSON.stringify(value)}`);
    const bundle = new FluentBundle(locale, { functions: at, useIsolating: false });
    bundle.addResource(new FluentResource(`m = { ${names[kind]}($a${b ? ", $b" : ""}${named.join("")}) }\n`));
    const errors = [];
    const text = bundle.formatPattern(bundle.getMessage("m").value, toArguments({ a, b }), errors);
    assert.deepEqual([text, ...errors.map((error) => error.message)], [expected], `${locale} ${kind}`);
  }
}

everyFunction();
await everyMessage();
