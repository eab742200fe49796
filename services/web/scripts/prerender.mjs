// One small page for each family of addresses: its first paint, and links to all that its app needs, so that nothing waits for a script to
// ask for it. The gateway answers `/{family}/…` with `/{family}.html`, `/` with `/home.html`, and what it does not know with `/index.html`.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { filesOf } from './budget/sizes.mjs';

const dist = resolve(process.argv[2] ?? 'dist');
const work = resolve('node_modules/.build');
const FIRST = '<script src="/first-paint.js"';
const FONT = /^national-park-(?!accents|rupee).*\.woff2$/;

mkdirSync(work, { recursive: true });
await build({
  logLevel: 'error',
  build: { ssr: 'src/entry-static.tsx', outDir: join(work, 'static'), emptyOutDir: true, manifest: false },
});
const { families } = await import(pathToFileURL(join(work, 'static/entry-static.js')).href);

renameSync(join(dist, '.vite/manifest.json'), join(work, 'manifest.json'));
rmSync(join(dist, '.vite'), { recursive: true });
const manifest = JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8'));
const entry = manifest['index.html'].file;
const font = readdirSync(join(dist, 'assets')).find((name) => FONT.test(name));

// The content policy allows no style attribute: what one says goes to a stylesheet.
const styles = new Map();
const styled = (html) =>
  html.replace(/ style="([^"]*)"/g, (_, style) => {
    if (!styles.has(style)) styles.set(style, styles.size);
    return ` data-still="${styles.get(style)}"`;
  });

const pages = Object.entries(await families()).map(([name, { html, modules, early }]) => ({
  name,
  early,
  html: styled(html),
  ...filesOf(manifest, ['index.html', ...modules]),
}));

const rules = [...styles].map(([style, n]) => `[data-still="${n}"]{${style}}`).join('\n');
const sheet = `assets/still-${createHash('sha256').update(rules).digest('hex').slice(0, 8)}.css`;
writeFileSync(join(dist, sheet), rules);

const base = readFileSync(join(dist, 'index.html'), 'utf8').replace(
  /\s*<(?:script type="module"|link rel="(?:modulepreload|stylesheet)")[^>]*>(?:<\/script>)?/g,
  '',
);
const size = (file) => statSync(join(dist, file)).size;
for (const { name, html, js, css, early } of pages) {
  // In the order in which they are wanted: the first paint, then the largest script, as it takes longest; the font can wait for both.
  const scripts = [...js].filter((file) => file !== entry).sort((a, b) => size(b) - size(a));
  const head = [
    ...[...css, ...(html.includes('data-still') ? [sheet] : [])].map(
      (file) => `<link rel="stylesheet" crossorigin href="/${file}">`,
    ),
    ...scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
    `<script type="module" crossorigin src="/${entry}"></script>`,
    `<link rel="preload" as="font" type="font/woff2" fetchpriority="low" crossorigin href="/assets/${font}">`,
  ];
  const asked = Object.entries(early ?? {}).map(([when, paths]) => ` data-${when}="${paths.join(' ')}"`);
  const page = base
    .replace(FIRST, `${FIRST}${asked.join('')}`)
    .replace('</head>', `  ${head.join('\n    ')}\n  </head>`)
    .replace('<!--shell-->', () => html);
  writeFileSync(join(dist, `${name}.html`), page);
}
