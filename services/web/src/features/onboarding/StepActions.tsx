import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef } from 'react';
import type { OnboardingSession, StepView } from '@/api/onboarding';
import { explain } from '@/api/problem';
import { Button, LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { markStale } from '@/lib/bcm-client';
import { useDeskOf } from './desk-context';
import styles from './StepActions.module.css';
import { useStep } from './step-context';
import { useComplete } from './use-complete';
import type { Told } from './use-step-work';

type Props = {
  session: OnboardingSession;
  view: StepView;
  told: readonly Told[];
  sheet: RefObject<HTMLElement | null>;
};

const WRONG = '[aria-invalid="true"], [data-invalid]';
const LAST = 23;

/** What can be done with a step as a whole. */
export function StepActions({ session, view, told, sheet }: Props) {
  const { step, readOnly } = useStep();
  const { sid, n, desk, check } = useDeskOf();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const complete = useComplete(sid, n, desk);
  const wanted = useRef(false);
  const edited = session.status === 'completed';

  // The first wrong answer takes the focus, once it is marked.
  useEffect(() => {
    if (!wanted.current || told.length === 0) return;
    wanted.current = false;
    sheet.current?.querySelector<HTMLElement>(WRONG)?.focus();
  }, [told, sheet]);

  function end(how: 'complete' | 'skip') {
    wanted.current = true;
    if (how === 'complete' && !check()) return;
    complete.mutate(how, {
      onSuccess: (next) => {
        if (edited) {
          markStale(queries);
          void navigate({ to: '/foundation' });
        } else void navigate({ to: '/onboarding/session/step/$n', params: { n: String(next) } });
      },
    });
  }

  const busy = complete.isPending;
  return (
    <footer className={styles.foot}>
      {told.length > 0 ? (
        <Notice
          kind="error"
          title={told.length === 1 ? 'One answer needs a look' : `${told.length} answers need a look`}
        >
          <ul className={styles.told}>
            {told.map(({ pointer, place, message }) => (
              <li key={pointer + message}>
                {place ? `${place}: ` : ''}
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : complete.error ? (
        <Notice kind="error">{explain(complete.error)}</Notice>
      ) : null}
      <div className={styles.row}>
        {n > 1 && !edited ? (
          <LinkButton to="/onboarding/session/step/$n" params={{ n: String(n - 1) }} kind="quiet" preload={false}>
            Back
          </LinkButton>
        ) : null}
        <span className={styles.space} />
        {step.required || view.status === 'complete' || edited || readOnly ? null : (
          <Button pending={busy && complete.variables === 'skip' && 'Skipping…'} onClick={() => end('skip')}>
            Skip this step
          </Button>
        )}
        {readOnly || (n === LAST && !edited) ? null : (
          <Button
            kind="primary"
            pending={busy && complete.variables === 'complete' && 'Completing…'}
            onClick={() => end('complete')}
          >
            {edited ? 'Complete the change' : 'Complete and continue'}
          </Button>
        )}
      </div>
    </footer>
  );
}
