import type { StepsDescription } from '@/api/onboarding';
import { explain } from '@/api/problem';
import { OnboardingFrame } from '@/components/onboarding/OnboardingFrame';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { PageTitle } from '@/components/ui/PageTitle';
import { useOpenSession } from './use-open-session';
import styles from './Welcome.module.css';

const BRINGS: Record<number, string> = {
  1: 'What is true about the company, and what proves it.',
  2: 'What you sell, to what end, at what price.',
  3: 'What customers say, and what they would choose instead.',
  4: 'Where you stand, and what you leave to others.',
  5: 'Whom you speak to, and in which words.',
  6: 'Where you say it, and what comes next.',
};

/** Before the first answer: what the steps are for. */
export function Welcome({ description }: { description: StepsDescription }) {
  const open = useOpenSession();
  return (
    <OnboardingFrame>
      <div className={styles.welcome}>
        <PageTitle title="Let us draw your business once, properly" code="STEP 01 / WELCOME">
          <p>
            {description.total_steps} steps in {description.phases.length} phases become one verified document that
            everything else here reads. Suggestions can do part of the writing; you confirm or correct them. Every
            answer is saved as you write, and you can stop and come back at any step.
          </p>
        </PageTitle>
        <ol className={styles.phases}>
          {description.phases.map(({ number, numeral, title, steps }) => (
            <li key={number} className={styles.phase}>
              <span className={styles.numeral}>{numeral}</span>
              <span className={styles.title}>{title}</span>
              <span className={styles.brings}>{BRINGS[number]}</span>
              <span className={styles.steps}>
                <span className={styles.ticks} aria-hidden="true">
                  {steps.map((step) => (
                    <span key={step} className={styles.tick} />
                  ))}
                </span>
                {steps.length === 1 ? '1 step' : `${steps.length} steps`}
              </span>
            </li>
          ))}
        </ol>
        {open.error ? <Notice kind="error">{explain(open.error)}</Notice> : null}
        <div>
          <Button kind="primary" pending={open.isPending && 'Opening…'} onClick={() => open.mutate({ kind: 'open' })}>
            Begin with step 1
          </Button>
        </div>
      </div>
    </OnboardingFrame>
  );
}
