import { execFileSync } from 'node:child_process';
import type { Founder } from './founder';
import { stack } from './system';

/** What only time or somebody else could do: changed where it is stored, as the operator of a system may. */

type Place = { user: string; workspace: string };

/** Ids of somebody and of the workspace that their pages show. */
export async function placeOf(founder: Founder): Promise<Place> {
  const { user, workspace } = (await founder.call('GET', '/api/v1/session')) as {
    user: { user_id: string };
    workspace: { workspace_id: string };
  };
  return { user: user.user_id, workspace: workspace.workspace_id };
}

/** The context was last refreshed so many days ago. */
export function age({ workspace }: Place, days: number): void {
  sql(`UPDATE rf_bcm.bcm_heads SET refreshed_at = now() - interval '${days} days', revision = revision + 1
       WHERE workspace_id = '${workspace}'`);
  forgetCopies(workspace);
}

/** Somebody joins the workspace of somebody else, which their pages show from then on. */
export function join({ workspace }: Place, { user }: Place): void {
  sql(`INSERT INTO rf_auth.workspace_members (workspace_id, user_id, role, joined_at, is_current)
       VALUES ('${workspace}', '${user}', 'member', now(), true)`);
  forgetCopies(user);
}

function sql(statement: string): void {
  execFileSync('psql', ['--no-psqlrc', '-qv', 'ON_ERROR_STOP=1', '-c', statement, stack().postgres]);
}

/** Redis holds only what may vanish. */
function forgetCopies(id: string): void {
  const script = "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end";
  const { hostname, port, password } = new URL(stack().redis);
  execFileSync('redis-cli', ['-h', hostname, '-p', port, 'EVAL', script, '0', `*${id}*`], {
    env: { ...process.env, REDISCLI_AUTH: decodeURIComponent(password) },
  });
}
