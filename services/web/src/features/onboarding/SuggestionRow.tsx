import { useState } from 'react';
import type { Provenance, Suggestion } from '@/api/onboarding';
import { Readable } from '@/components/onboarding/Readable';
import { Button } from '@/components/ui/Button';
import { TextArea } from '@/components/ui/TextField';
import { type Json, same, valueAt } from '@/lib/autosave/merge3';
import { ago } from '@/lib/format';
import { placeName, ruleAt, titleOf } from '@/lib/steps/pointers';
import { isDoc, tidy } from '@/lib/steps/values';
import styles from './Suggestions.module.css';
import { useStep } from './step-context';
import { useArrival } from './use-arrival';

type Props = {
  suggestion: Suggestion;
  onDecide(decision: 'accept' | 'edit' | 'reject', value?: Json): void;
};

const ORIGIN = { assistant: 'Assistant', rule: 'Rule', evidence: 'Evidence', user: 'You', import: 'Import' } as const;

/** Who says so, how sure, and since when. */
export function sayProvenance({ origin, engine, model, confidence, created_at, evidence_ids }: Provenance): string {
  const from = engine === 'model' ? `${ORIGIN[origin]}, ${model ?? 'model'}` : ORIGIN[origin];
  const pieces = evidence_ids?.length ?? 0;
  return [
    from,
    pieces > 0 ? `${pieces} ${pieces === 1 ? 'piece' : 'pieces'} of evidence` : '',
    confidence === undefined ? '' : `${confidence} % sure`,
    ago(created_at),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What an answer loses: of an object those members that the proposal has, too. */
function replacedBy(value: Json, there: Json | undefined): Json | undefined {
  if (!isDoc(value) || !isDoc(there)) return there;
  const lost = Object.entries(there).filter(([name, was]) => name in value && !same(was, value[name]));
  return lost.length > 0 ? Object.fromEntries(lost) : undefined;
}

/** One proposal with what it would become, and the decision about it. */
export function SuggestionRow({ suggestion, onDecide }: Props) {
  const { step, data } = useStep();
  const [editing, setEditing] = useState<string | null>(null);
  const words = useArrival();
  const value = suggestion.value as Json;
  const adds = suggestion.pointer.endsWith('/-');
  const there = adds ? undefined : replacedBy(value, tidy(valueAt(data, suggestion.pointer)));
  const replaces = there !== undefined && !(Array.isArray(there) && there.length === 0) && !same(there, value);
  const place = placeName(step.fields, data, suggestion.pointer.replace(/\/-$/, ''));
  const rule = ruleAt(step.fields, suggestion.pointer.replace(/\/-$/, '/0'));
  const name = titleOf(value).slice(0, 60) || place;
  const edit = (proposed: string) => {
    setEditing(proposed);
    words.await('words');
  };

  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.place}>{adds ? `Adds to ${place.toLowerCase()}` : place}</p>
        {editing === null ? (
          <Readable value={value} rule={rule} />
        ) : (
          <div ref={words.ref('words')}>
            <TextArea label={place} required value={editing} onText={setEditing} />
          </div>
        )}
        {replaces ? (
          <div className={styles.replaces}>
            <p>Would replace</p>
            <Readable value={there} rule={rule} />
          </div>
        ) : null}
        <p className={styles.provenance}>{sayProvenance(suggestion.provenance)}</p>
      </div>
      <div className={styles.decide}>
        {editing === null ? (
          <>
            <Button
              small
              name="accept"
              onClick={() => onDecide('accept')}
              aria-label={`${replaces ? 'Replace' : 'Accept'}: ${name}`}
            >
              {replaces ? 'Replace' : 'Accept'}
            </Button>
            {typeof value === 'string' ? (
              <Button kind="quiet" small onClick={() => edit(value)} aria-label={`Edit: ${name}`}>
                Edit
              </Button>
            ) : null}
            <Button kind="quiet" small name="reject" onClick={() => onDecide('reject')} aria-label={`Reject: ${name}`}>
              Reject
            </Button>
          </>
        ) : (
          <>
            <Button small name="accept" onClick={() => onDecide('edit', editing)}>
              Accept as edited
            </Button>
            <Button kind="quiet" small onClick={() => setEditing(null)}>
              Cancel
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
