/** Runs every audit of GraphQL over HTTP against a server: `node audit.mjs http://127.0.0.1:8080` */

import { serverAudits } from 'graphql-http';

const base = process.argv[2];
if (!base) {
  console.error('usage: node audit.mjs BASE_URL');
  process.exit(2);
}
const url = `${base.replace(/\/$/, '')}/graphql`;

const counts = {};
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  // The fetch of an audit throws when nobody listens: as much a failure as a wrong answer.
  const result = await audit.fn().catch((error) => ({ status: 'error', reason: `${error} ${error.cause ?? ''}` }));
  counts[result.status] = (counts[result.status] ?? 0) + 1;
  console.log(`${result.status.padEnd(6)} ${audit.id} ${audit.name}`);
  if (result.status !== 'ok') {
    console.log(`       ${result.reason}`);
    if (result.response) console.log(`       ${await answered(result.response)}`);
  }
}

const { ok = 0, ...others } = counts;
const failed = Object.values(others).reduce((sum, count) => sum + count, 0);
process.exitCode = ok === 0 || failed > 0 ? 1 : 0;
console.log(`${ok} of ${ok + failed} audits ok${Object.entries(others).map(([status, n]) => `, ${n} ${status}`).join('')}`);

async function answered(response) {
  const body = response.bodyUsed ? '' : await response.text().catch(String);
  return `${response.status} ${response.headers.get('content-type')} ${body}`.trim();
}
