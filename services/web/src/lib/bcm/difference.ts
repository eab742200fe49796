import type { ManifestContent } from '@/api/context';
import { type FieldLines, readable } from './readable';

export type Change =
  | { kind: 'added'; to: string }
  | { kind: 'removed'; from: string }
  | { kind: 'changed'; from: string; to: string };
export type FieldChanges = { title: string; changes: Change[] };
export type GroupChanges = { title: string; fields: FieldChanges[] };

/** What became different between two manifests, as lines by group and field; what stayed is left out. */
export function difference(before: ManifestContent, after: ManifestContent): GroupChanges[] {
  const old = byTitle(readable(before));
  const young = byTitle(readable(after));
  return titles(old, young)
    .map((title) => ({ title, fields: fieldsOf(old.get(title)?.fields ?? [], young.get(title)?.fields ?? []) }))
    .filter((group) => group.fields.length > 0);
}

function fieldsOf(before: FieldLines[], after: FieldLines[]): FieldChanges[] {
  const old = byTitle(before);
  const young = byTitle(after);
  return titles(old, young)
    .map((title) => ({ title, changes: changesOf(old.get(title), young.get(title)) }))
    .filter((field) => field.changes.length > 0);
}

function changesOf(before: FieldLines | undefined, after: FieldLines | undefined): Change[] {
  const removed = (before?.lines ?? []).filter((line) => !after?.lines.includes(line));
  const added = (after?.lines ?? []).filter((line) => !before?.lines.includes(line));
  const changes: Change[] = [];
  for (const from of removed) {
    const to = added.find((line) => sameThing(from, line, before?.list === true));
    if (to === undefined) {
      changes.push({ kind: 'removed', from });
    } else {
      added.splice(added.indexOf(to), 1);
      changes.push({ kind: 'changed', from, to });
    }
  }
  return [...changes, ...added.map((to): Change => ({ kind: 'added', to }))];
}

/** Lines of a list are about the same thing when they start with the same name; a single line always is. */
function sameThing(from: string, to: string, list: boolean): boolean {
  if (!list) return true;
  const name = nameOf(from);
  return name !== undefined && name === nameOf(to);
}

function nameOf(line: string): string | undefined {
  return /^(.{1,120}?)(?:: | \(| · )/u.exec(line)?.[1];
}

function byTitle<T extends { title: string }>(parts: T[]): Map<string, T> {
  return new Map(parts.map((part) => [part.title, part]));
}

function titles(old: Map<string, unknown>, young: Map<string, unknown>): string[] {
  return [...new Set([...young.keys(), ...old.keys()])];
}
