import { useId, useState } from 'react';
import { explain, isProblem } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { assistWords } from './assists';
import { SuggestionRow } from './SuggestionRow';
import styles from './Suggestions.module.css';
import { useSay } from './say-context';
import { useStep } from './step-context';
import { type Decision, useSuggestions } from './use-suggestions';

const UNAVAILABLE: readonly string[] = ['AI_UNAVAILABLE', 'AI_TIMEOUT'];

/** Proposed answers: asked for by the founder, and answers only once accepted. */
export function Suggestions() {
  const { step } = useStep();
  const { proposed, run, decide } = useSuggestions();
  const say = useSay();
  const id = useId();
  const [none, setNone] = useState(false);
  const failed = run.error ?? decide.error;
  const unavailable = isProblem(run.error) && UNAVAILABLE.includes(run.error.code);
  if (step.assists.length === 0) return null;

  function ask(assist: string, engine?: 'deterministic') {
    decide.reset();
    run.mutate({ assist, engine }, { onSuccess: ({ suggestions }) => setNone(suggestions.length === 0) });
  }

  function settle(decisions: Decision[]) {
    if (decide.isPending) return;
    const settled = decisions.length === 1 ? 'One suggestion' : `${decisions.length} suggestions`;
    const word = decisions.every(({ decision }) => decision === 'reject') ? 'rejected' : 'accepted';
    decide.mutate(decisions, { onSuccess: () => say(`${settled} ${word}`) });
  }

  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <p id={id} className={styles.lead}>
          {proposed.length > 0
            ? `${proposed.length} suggested. Nothing is an answer until you accept it.`
            : 'Have answers suggested from what you gave so far. You decide on each.'}
        </p>
        <div className={styles.buttons}>
          {step.assists.map((assist) => (
            <Button
              key={assist}
              small
              pending={run.isPending && run.variables.assist === assist && 'Working…'}
              onClick={() => ask(assist)}
            >
              {assistWords(assist)}
            </Button>
          ))}
        </div>
      </div>
      <div role="status">
        {none && proposed.length === 0 && !run.isPending ? (
          <p className={styles.note}>Nothing new to suggest from the answers so far.</p>
        ) : null}
      </div>
      {failed ? (
        <Notice
          kind={unavailable ? 'trace' : 'error'}
          live
          title={unavailable ? 'The assistant did not answer' : undefined}
          actions={
            unavailable && run.variables ? (
              <Button small onClick={() => ask(run.variables.assist, 'deterministic')}>
                Use the built-in rules
              </Button>
            ) : undefined
          }
        >
          <p>{unavailable ? 'Rules and templates can draft this from your earlier answers.' : explain(failed)}</p>
        </Notice>
      ) : null}
      {proposed.length > 0 ? (
        <>
          {proposed.length > 1 ? (
            <div className={styles.buttons}>
              <Button
                small
                pending={decide.isPending && 'Accepting…'}
                onClick={() => settle(proposed.map((suggestion) => ({ suggestion, decision: 'accept' })))}
              >
                Accept all {proposed.length}
              </Button>
            </div>
          ) : null}
          <ul className={styles.rows}>
            {proposed.map((suggestion) => (
              <SuggestionRow
                key={suggestion.id}
                suggestion={suggestion}
                onDecide={(decision, value) => settle([{ suggestion, decision, value }])}
              />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
