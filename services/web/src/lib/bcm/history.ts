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

/** The parts that changed, in a few words. */
export function fieldsOf(entry: HistoryEntry): string {
  const groups = [
    ...new Set(entry.fields_changed.map((field) => words(field.split(/[./]/).filter(Boolean)[0] ?? field))),
  ];
  return groups.join(', ');
}
