import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Addresses of the running system, as its `stack.json` has them. */
export type Stack = {
  gateway: string;
  phonepe: { base: string; control: string };
  mail: { http: string };
  postgres: string;
  redis: string;
  services: Record<string, { grpc?: string; admin: string }>;
};

export function stack(): Stack {
  const file = process.env.RAPTOR_STACK;
  if (!file) throw new Error('no system is running');
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Starts a system for the journeys, unless one is named, and ends it after them. */
export default function setUp(): (() => void) | undefined {
  if (process.env.RAPTOR_STACK) return undefined;
  const binaries = process.env.RAPTOR_BIN_DIR ?? fileURLToPath(new URL('../../../target/debug', import.meta.url));
  const web = process.env.RAPTOR_WEB_DIR ?? fileURLToPath(new URL('../dist', import.meta.url));
  const raptorctl = join(binaries, 'raptorctl');
  const folder = mkdtempSync(join(tmpdir(), 'raptor-web-'));
  const env = {
    ...process.env,
    RAPTOR_BIN_DIR: binaries,
    RAPTOR_WEB_DIR: web,
    // Each journey comes from an address of its own, so that they do not use up each other's limits.
    TRUSTED_PROXIES: '127.0.0.1,::1',
  };
  execFileSync(raptorctl, ['up', '--detach', '--on-behalf-of', String(process.pid), '--data-dir', folder], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.env.RAPTOR_STACK = join(folder, 'stack.json');
  return () => {
    execFileSync(raptorctl, ['down', '--data-dir', folder], { env, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  };
}
