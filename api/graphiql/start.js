/** Starts GraphiQL on the page that `index.html` is, against the endpoint beside it. */

import 'graphiql/style.css';
import './start.css';

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

import { examples } from './examples.js';

// Monaco does its thinking in workers. `WORKERS` is their file names, filled in by build.js.
globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(new URL(WORKERS[label] ?? WORKERS.editor, import.meta.url)),
};

// Relative to the page, so that a proxy may put the whole server under a path of its own.
const endpoint = new URL('graphql', location.href);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol.replace('http', 'ws');

const ask = createGraphiQLFetcher({
  url: endpoint.href,
  subscriptionUrl: socket.href,
  enableIncrementalDelivery: false,
});

// For a moment after an edit or a change of tabs, GraphiQL still names the operation that was there before.
function fetcher({ operationName, ...question }, options) {
  const current = operationName && question.query.includes(operationName) ? operationName : undefined;
  return ask({ ...question, operationName: current }, options);
}

// A link may bring a query along: /graphiql?query=…
const query = new URLSearchParams(location.search).get('query') ?? undefined;

createRoot(document.getElementById('graphiql')).render(
  createElement(
    GraphiQL,
    {
      fetcher,
      initialQuery: query,
      defaultTabs: query ? [{ query }, ...examples] : examples,
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
    },
    createElement(GraphiQL.Logo, null, 'Tribune'),
  ),
);
