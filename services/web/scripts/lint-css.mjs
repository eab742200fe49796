// Colours and lengths come from the tokens: no stylesheet but theirs holds a raw colour or a px.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../src', import.meta.url));
const TOKENS = join(root, 'design/tokens.css');
const RULES = [
  [/#[0-9a-f]{3,8}\b/i, 'a raw colour'],
  [/\b(?:rgb|rgba|hsl|hsla|oklch|oklab)\(/i, 'a raw colour'],
  [/(?<![\w-])\d*\.?\d+px\b/i, 'a raw px'],
];
/** What hides from eyes but not from screen readers needs one device pixel. */
const ALLOWED = /^\s*(?:inline-size|block-size): 1px;$/;

const faults = [];
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !entry.name.endsWith('.css') || file === TOKENS) continue;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (ALLOWED.test(line)) continue;
    const rule = RULES.find(([pattern]) => pattern.test(line));
    if (rule) faults.push(`${relative(process.cwd(), file)}:${index + 1}: ${rule[1]}: ${line.trim()}`);
  }
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length ? 1 : 0;
