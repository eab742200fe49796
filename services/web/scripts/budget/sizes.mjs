// Sizes of what was built, as gzip sends them, from the list that Vite keeps of its chunks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1000;
const SHELL = 'src/app/Shell.tsx';
const SETTINGS = 'src/features/settings/Settings.tsx';
const STEP = 'src/features/onboarding/StepPage.tsx';
/** Pages that are drawn inside others: by folder, those around them. */
const AROUND = [
  ['src/features/settings/', [SHELL, SETTINGS]],
  ['src/features/onboarding/views/', [STEP]],
  ['src/features/dashboard/', [SHELL]],
  ['src/features/foundation/', [SHELL]],
  ['src/features/planned/', [SHELL]],
  ['src/features/help/', [SHELL]],
];

/** Every measure with its limit; of the routes the heaviest. */
export function sizes(dist, manifest) {
  const weigh = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / KB;
  const sum = (files) => [...files].reduce((total, file) => total + weigh(file), 0);
  const routes = Object.keys(manifest)
    .filter((key) => manifest[key].isDynamicEntry)
    .map((key) => {
      const around = AROUND.find(([folder]) => key.startsWith(folder))?.[1] ?? [];
      const { js, css } = filesOf(manifest, ['index.html', ...around, key]);
      return { key, js: sum(js), css: sum(css) };
    });
  const most = (measure) => routes.reduce((worst, route) => (route[measure] > worst[measure] ? route : worst));
  const pages = readdirSync(dist).filter((name) => name.endsWith('.html'));
  const heaviest = pages.reduce((worst, page) => (weigh(page) > weigh(worst) ? page : worst));
  const fonts = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.woff2'));
  const [js, css] = [most('js'), most('css')];
  const plain = fonts.reduce((total, name) => total + readFileSync(join(dist, 'assets', name)).length / KB, 0);
  return [
    { what: 'entry JS, gzip', value: sum(filesOf(manifest, ['index.html']).js), limit: 125, unit: 'kB' },
    { what: `JS of a route, gzip (most: ${js.key})`, value: js.js, limit: 165, unit: 'kB' },
    { what: `CSS of a route, gzip (most: ${css.key})`, value: css.css, limit: 14, unit: 'kB' },
    { what: 'fonts', value: plain, limit: 52, unit: 'kB' },
    { what: `HTML, gzip (most: ${heaviest})`, value: weigh(heaviest), limit: 4, unit: 'kB' },
  ];
}

/** Scripts and stylesheets that these chunks need, with all they import, those that others stand on first. */
export function filesOf(manifest, keys) {
  const seen = new Set();
  const chunks = [];
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    if (!manifest[key]) throw new Error(`nothing was built from ${key}`);
    for (const imported of manifest[key].imports ?? []) visit(imported);
    chunks.push(manifest[key]);
  };
  keys.forEach(visit);
  return { js: new Set(chunks.map(({ file }) => file)), css: new Set(chunks.flatMap(({ css }) => css ?? [])) };
}
