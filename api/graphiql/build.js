/**
 * Bundles the page into `dist/`: `index.html`, and the files it loads, gzipped and named after their content.
 * Run by ../build.rs, in a copy of this folder.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

const shared = {
  bundle: true,
  minify: true,
  metafile: true,
  target: 'es2022',
  outdir: 'dist',
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.ttf': 'file' },
  legalComments: 'none', // licences() keeps them all, in a file of their own
  logLevel: 'warning',
};

const workers = await build({
  ...shared,
  entryPoints: {
    editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
    graphql: 'monaco-graphql/esm/graphql.worker.js',
    json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  },
  format: 'iife',
});

const page = await build({
  ...shared,
  entryPoints: ['start.js'],
  format: 'esm',
  define: {
    WORKERS: JSON.stringify(Object.fromEntries(outputs(workers))),
    'process.env.NODE_ENV': '"production"',
  },
});

const files = {
  'start.js': find(page, '.js'),
  'start.css': find(page, '.css'),
  'licences.txt': licences([workers, page]),
};
for (const file of readdirSync('dist')) {
  writeFileSync(`dist/${file}.gz`, gzipSync(readFileSync(`dist/${file}`), { level: 9 }));
  rmSync(`dist/${file}`);
}
const html = readFileSync('index.html', 'utf8').replace(/\{([a-z.]+)\}/g, (_, name) => files[name]);
writeFileSync('dist/index.html', html);

/** `[['editor', 'editor-ABCD.js'], …]`: what became of each entry point. */
function outputs({ metafile }) {
  return Object.keys(metafile.outputs)
    .map((path) => basename(path))
    .map((file) => [file.split('-')[0], file]);
}

function find({ metafile }, ending) {
  return basename(Object.keys(metafile.outputs).find((path) => path.endsWith(ending)));
}

/** Writes the licence texts of every package that left something in the bundles; the name of the file. */
function licences(bundles) {
  const folders = bundles
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
    .filter(Boolean);

  const notices = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(file))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const text = `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;

  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
  const file = `licences-${hash}.txt`;
  writeFileSync(`dist/${file}`, text);
  return file;
}
