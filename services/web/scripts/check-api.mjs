// The types of the API are those of the gateway's description as it is now.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'raptor-api-'));
try {
  const fresh = join(folder, 'schema.d.ts');
  const generator = fileURLToPath(new URL('../node_modules/openapi-typescript/bin/cli.js', import.meta.url));
  execFileSync(process.execPath, [generator, '../gateway/openapi.json', '-o', fresh, '--alphabetize'], {
    stdio: 'pipe',
  });
  if (readFileSync(fresh, 'utf8') !== readFileSync('src/api/schema.d.ts', 'utf8')) {
    process.stderr.write(
      'src/api/schema.d.ts is not what the gateway describes; write it anew with: npm run gen:api\n',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
