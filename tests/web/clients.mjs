/**
 * Speaks to a server as frontends do, with the clients of graphql-ws and graphql-sse:
 * `node clients.mjs http://127.0.0.1:8080`
 */

import assert from 'node:assert/strict';

import { createClient as createStreamClient } from 'graphql-sse';
import { CloseCode, createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

const [base] = process.argv.slice(2);
if (!base) {
  console.error('usage: node clients.mjs BASE_URL');
  process.exit(2);
}
const url = `${base.replace(/\/$/, '')}/graphql`;

const EVENT = {
  query: 'query ($slug: String!) { event(slug: $slug) { name tagline } }',
  variables: { slug: 'social-media-week-paris-2012' },
};
const UNSOUND = { query: '{ nothing }' };
const FORBIDDEN = { query: 'mutation { contentPublish(input: { id: "nothing" }) { userErrors { code } } }' };

/** What HTTP says. */
async function fetched(request, locale) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': locale },
    body: JSON.stringify(request),
  });
  return answer.json();
}

/** All results of an operation; the errors as one result when it failed as a whole. */
function results(client, request) {
  return new Promise((resolve, reject) => {
    const found = [];
    client.subscribe(request, {
      next: (result) => found.push(result),
      error: (error) => (Array.isArray(error) ? resolve([{ errors: error }]) : reject(error)),
      complete: () => resolve(found),
    });
  });
}

function socket(connectionParams, options = {}) {
  return createSocketClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    ...options,
  });
}

function stream(locale) {
  return createStreamClient({ url, headers: { 'Accept-Language': locale }, retryAttempts: 0 });
}

let compared = 0;
for (const locale of ['en', 'fr', 'es']) {
  const clients = { 'graphql-ws': socket({ locale }), 'graphql-sse': stream(locale) };
  for (const [name, client] of Object.entries(clients)) {
    for (const request of [EVENT, UNSOUND, FORBIDDEN]) {
      assert.deepEqual(await results(client, request), [await fetched(request, locale)], `${name} ${locale}`);
      compared += 1;
    }
    // Many at once, each with its own answer.
    const many = await Promise.all(Array.from({ length: 20 }, () => results(client, EVENT)));
    for (const answers of many) assert.deepEqual(answers, many[0]);
    client.dispose();
  }
}

// The iterator of both, and the protocol's own ping.
const pinging = socket({}, { keepAlive: 50 });
let pongs = 0;
pinging.on('pong', () => (pongs += 1));
for await (const result of pinging.iterate(EVENT)) assert.equal(result.errors, undefined);
const held = pinging.iterate(EVENT);
await held.next();
await held.return();
await pinging.dispose();
const kept = socket({}, { keepAlive: 50, lazy: false });
kept.on('pong', () => (pongs += 1));
await new Promise((resolve) => setTimeout(resolve, 400));
assert(pongs > 0, 'no pong came');
await kept.dispose();

// A reason to close is told, and the client does not try again in vain.
for (const [connectionParams, code] of [
  [{ locale: 'tlh' }, CloseCode.BadRequest],
  [{ authorization: 'Bearer nonsense' }, CloseCode.Forbidden],
]) {
  const closed = await results(socket(connectionParams), EVENT).then(
    () => assert.fail(`${JSON.stringify(connectionParams)} was taken`),
    (event) => event,
  );
  assert.equal(closed.code, code, closed.reason);
  assert(closed.reason.length > 0);
}

console.log(`${compared} answers are the same as over HTTP`);
process.exit(0);
