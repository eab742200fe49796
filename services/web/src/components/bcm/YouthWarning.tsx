import type { Manifest } from '@/api/context';
import { Notice } from '@/components/ui/Notice';
import { youth } from '@/lib/bcm/standing';
import { ago } from '@/lib/format';

/** Says that a rebuild is rarely worth it yet. */
export function YouthWarning({ manifest }: { manifest: Manifest }) {
  const young = youth(manifest);
  if (!young) return null;
  return (
    <Notice kind="trace">
      <p>
        Version {manifest.version} was made {ago(manifest.created_at)} and no answer changed since.{' '}
        {young === 'hour'
          ? 'Within the first hour a rebuild is refused unless you tick the box below.'
          : 'A rebuild will most likely change nothing.'}
      </p>
    </Notice>
  );
}
