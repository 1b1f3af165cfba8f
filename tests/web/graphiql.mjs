/**
 * Uses GraphiQL as a visitor would, with everything beyond the server cut off:
 * `node graphiql.mjs http://127.0.0.1:8080 [screenshot.png]`
 */

import assert from 'node:assert/strict';

import { chromium } from 'playwright-core';

const [base, screenshot] = process.argv.slice(2);
if (!base) {
  console.error('usage: node graphiql.mjs BASE_URL [SCREENSHOT.png]');
  process.exit(2);
}
const address = `${base.replace(/\/$/, '')}/graphiql`;
const host = new URL(address).host;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

const foreign = [];
const complaints = [];
let page;
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const local = (url) => !/^(http|ws)s?:$/.test(url.protocol) || url.host === host;
  await context.route((url) => !local(url), (route) => {
    foreign.push(route.request().url());
    return route.abort();
  });
  await context.routeWebSocket((url) => !local(url), (socket) => {
    foreign.push(socket.url());
    socket.close();
  });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  // What the page's own policy stops never becomes a request; the browser reports it on the console.
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));

  await walk(page);

  assert.deepEqual(foreign, [], 'the page asked another host');
  assert.deepEqual(complaints, [], 'the browser complained');
  console.log(`no request left ${host}, and the browser has no complaint`);
} catch (error) {
  console.error(`GraphiQL failed: ${error.message}`);
  if (foreign.length) console.error(`foreign requests: ${foreign.join(' ')}`);
  if (complaints.length) console.error(`browser: ${complaints.join('\n')}`);
  process.exitCode = 1;
} finally {
  if (screenshot && page) await page.screenshot({ path: screenshot });
  await browser.close();
}

async function walk(page) {
  const opened = await page.goto(address);
  assert.equal(opened.status(), 200, `GET ${address} answered ${opened.status()}: ${await page.innerText('body')}`);
  await page.getByRole('tab').first().waitFor();
  const tabs = await page.getByRole('tab').allInnerTexts();
  console.log(`opened ${address}: “${await page.title()}”, tabs ${tabs.join(', ')}`);
  assert.deepEqual(tabs, ['OnTheProgramme', 'AuProgramme', 'EnElPrograma']);

  await typeQuery(page, '{ __typename }');
  const typed = await run(page, () => page.keyboard.press('Control+Enter'));
  assert.deepEqual(typed, { data: { __typename: 'Query' } });
  await shown(page, '"Query"');
  console.log('typed { __typename }, pressed Ctrl+Enter, saw "Query" in the result');

  await page.getByRole('tab', { name: 'AuProgramme' }).click();
  await page.getByText('# Français').waitFor();
  const french = await run(page, () => page.getByRole('button', { name: /^Execute query/ }).click());
  const name = french.data?.event?.name;
  assert.ok(name, `the French example has no event: ${JSON.stringify(french)}`);
  await shown(page, name);
  console.log(`ran the French tab, saw “${name}” in the result`);

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  const docs = page.locator('.graphiql-doc-explorer');
  await docs.getByRole('link', { name: 'Query', exact: true }).click();
  await docs.locator('.graphiql-doc-explorer-title', { hasText: /^Query$/ }).waitFor();
  await docs.locator('.graphiql-doc-explorer-field-name', { hasText: /^event$/ }).waitFor();
  console.log('opened the documentation explorer, saw the type Query and its field event');
}

/** Replaces what stands in the query editor, keystroke by keystroke. */
async function typeQuery(page, query) {
  const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
  await editor.locator('.view-line').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  // The editor closes brackets by itself, and takes a typed one for the one it has put there.
  await page.keyboard.type(query);
  await page.keyboard.press('Escape');
}

/** Does `deed`; the answer of the server to the query that it sends. */
async function run(page, deed) {
  const answer = page.waitForResponse((response) => {
    const request = response.request();
    return new URL(response.url()).pathname.endsWith('/graphql')
      && !request.postData()?.includes('IntrospectionQuery');
  });
  await deed();
  return (await answer).json();
}

/** Waits until the result pane shows `text`. The editor draws spaces as no-break spaces. */
async function shown(page, text) {
  await page.waitForFunction(
    (expected) => document.querySelector('.result-window')?.innerText.replaceAll('\u00a0', ' ').includes(expected),
    text,
  );
}
