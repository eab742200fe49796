import { type Item, text } from '../items';

export function needsReview(row: Item): boolean {
  return !row.status || row.status === 'needs_review';
}

/** What still keeps the sheet from being locked, in the order to do it. */
export function inTheWay(rows: readonly Item[], criticalIssues: number): { words: string; row?: string }[] {
  const empty = rows.filter((row) => !text(row.label).trim() || !text(row.value).trim());
  const unread = rows.filter((row) => needsReview(row) && !empty.includes(row));
  return [
    ...(rows.length === 0 ? [{ words: 'The sheet has no row yet.' }] : []),
    ...empty.map((row) => ({
      words: `${text(row.label).trim() || 'A row'} has no ${text(row.label).trim() ? 'value' : 'label'}.`,
      row: row.id,
    })),
    ...unread.map((row) => ({ words: `${text(row.label)} needs review.`, row: row.id })),
    ...(criticalIssues > 0 ? [{ words: 'A critical clash of step 3 is not resolved.' }] : []),
  ];
}
