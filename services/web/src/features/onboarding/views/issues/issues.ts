import { type Item, text } from '../items';

const ORDER = ['critical', 'high', 'medium', 'low'];
export const LEAST_RESOLUTION = 10;

/** Open ones first, critical ones before the rest; else as they were entered. */
export function inOrder(issues: readonly Item[]): Item[] {
  const rank = (issue: Item) => (issue.resolved === true ? 10 : 0) + ORDER.indexOf(text(issue.priority));
  return [...issues].sort((a, b) => rank(a) - rank(b));
}

export function openCritical(issues: readonly Item[]): Item[] {
  return issues.filter((issue) => issue.priority === 'critical' && issue.resolved !== true);
}

/** Why the issue cannot be called resolved yet. */
export function lacking(resolution: string): string | undefined {
  return [...resolution.trim()].length < LEAST_RESOLUTION
    ? `Say in at least ${LEAST_RESOLUTION} characters what holds and why.`
    : undefined;
}
