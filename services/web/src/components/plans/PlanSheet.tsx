import type { ReactNode } from 'react';
import type { Cycle, Plan } from '@/api/payments';
import { Stamp } from '@/components/ui/Stamp';
import { rupees } from '@/lib/format';
import { alternative, price } from '@/lib/plans';
import styles from './PlanSheet.module.css';

type Props = {
  plans: readonly Plan[];
  cycle: Cycle;
  /** What can be done with a plan; nothing where it is only shown. */
  action?(plan: Plan): ReactNode;
};

/** The plans side by side on one sheet. */
export function PlanSheet({ plans, cycle, action }: Props) {
  return (
    <div className={styles.sheet}>
      {plans.map((plan) => (
        <article
          key={plan.code}
          className={styles.plan}
          data-popular={plan.popular || undefined}
          aria-label={plan.name}
        >
          <div className={styles.head}>
            <h2>{plan.name}</h2>
            {plan.popular ? <Stamp kind="active">Popular</Stamp> : null}
          </div>
          <div>
            <p className={styles.price}>
              <span className={styles.amount}>{rupees(price(plan, cycle))}</span>{' '}
              <span className={styles.per}>{cycle === 'yearly' ? 'a year' : 'a month'}</span>
            </p>
            <p className={styles.note}>{alternative(plan, cycle)}</p>
          </div>
          {action ? <div className={styles.action}>{action(plan)}</div> : null}
          <ul className={styles.features}>
            {plan.features.map((feature) => (
              <li key={feature}>{feature}</li>
            ))}
          </ul>
        </article>
      ))}
    </div>
  );
}
