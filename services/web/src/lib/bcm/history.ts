import type { Schemas } from '@/api/client';
import { words } from '@/lib/format';

export type HistoryEntry = Schemas['History']['versions'][number];

/** As many versions as a page shows at first. */
export const SHOWN = 5;

/** How much a version differs from the one before it. */
export const CHANGE_WORDS: Record<HistoryEntry['change_type'], string> = {
  initial: 'First version',
  major: 'Core changed',
  minor: 'Details changed',
  patch: 'Small changes',
  hotfix: 'Corrected by us',
};

/** What led to the version. */
export function causeOf(entry: HistoryEntry): string {
  switch (entry.source) {
    case 'onboarding':
      return 'from onboarding';
    case 'restore':
      return 'restored from an older version';
    case 'seed':
      return 'from sample data';
    case 'rebuild':
      return entry.reason === 'answers_changed' ? 'after changed answers' : 'rebuilt on request';
  }
}

/** What changed, as "Messaging: key messages, taglines; Goals". */
export function fieldsOf(entry: HistoryEntry): string {
  const groups = new Map<string, string[]>();
  for (const path of entry.fields_changed) {
    const [group = path, field] = path.split('.');
    groups.set(group, [...(groups.get(group) ?? []), ...(field ? [field.replaceAll('_', ' ')] : [])]);
  }
  return [...groups]
    .map(([group, fields]) => (fields.length > 0 ? `${groupWord(group)}: ${fields.join(', ')}` : groupWord(group)))
    .join('; ');
}

function groupWord(group: string): string {
  return group === 'icps' ? 'Customers' : words(group.replace(/_(info|data)$/, ''));
}
