import type { Schemas } from '@/api/client';
import { Revision } from '@/components/ui/Stamp';
import { CHANGE_WORDS } from '@/lib/bcm/history';
import { grouped } from '@/lib/format';

/** What came of a rebuild. */
export function RebuildResult({ made }: { made: Schemas['RebuiltManifest'] }) {
  if (made.unchanged) {
    return (
      <p role="status">
        The answers make the same context. Version {made.version} stays in force and counts as checked now.
      </p>
    );
  }
  return (
    <p role="status">
      <Revision version={made.version} /> {made.change_type ? `${CHANGE_WORDS[made.change_type]}.` : null} It holds{' '}
      {grouped(made.token_count)} tokens. The history in the context settings shows what is different.
    </p>
  );
}
