// The service worker with the files of this build. Any change in any of them makes a new version of it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Without network only the steps open: no other page is kept.
const LEFT_OUT = /^\/(?:sw\.js|robots\.txt|(?!index|onboarding)[a-z-]+\.html)$|\.(?:gz|br)$/;
const dist = resolve(process.argv[2] ?? 'dist');
const source = readFileSync(fileURLToPath(new URL('../src/worker/sw.js', import.meta.url)), 'utf8');

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `/${relative(dist, join(entry.parentPath, entry.name))}`)
  .filter((file) => !LEFT_OUT.test(file))
  .sort();

const hash = createHash('sha256').update(source);
for (const file of files) hash.update(file).update(readFileSync(join(dist, file)));
const version = hash.digest('hex').slice(0, 12);

writeFileSync(join(dist, 'sw.js'), source.replace('%VERSION%', version).replace('%FILES%', files.join(' ')));
