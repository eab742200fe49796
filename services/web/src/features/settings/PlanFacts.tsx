import type { Schemas } from '@/api/client';
import type { Plan } from '@/api/payments';
import { LinkButton } from '@/components/ui/Button';
import { Facts } from '@/components/ui/Facts';
import { Stamp } from '@/components/ui/Stamp';
import { useBcm } from '@/hooks/useBcm';
import { date, rupees, words } from '@/lib/format';
import styles from './Settings.module.css';
import { pendingWords, renewal, SUBSCRIPTION_WORDS } from './subscription';

type Props = { subscription: Schemas['SubscriptionView']; plan: Plan | undefined };

/** What is paid for, until when, and the way to renew once it is open. */
export function PlanFacts({ subscription, plan }: Props) {
  const { mayManage } = useBcm();
  const { billing_cycle: cycle, current_period_start: start, current_period_end: end } = subscription;
  const state = SUBSCRIPTION_WORDS[subscription.status];
  const price = plan && (cycle === 'yearly' ? plan.yearly_paise : plan.monthly_paise);
  const pending = pendingWords(subscription);
  const next = renewal(subscription);
  return (
    <>
      <Facts
        facts={[
          {
            label: 'Plan',
            value: (
              <span className={styles.inline}>
                {plan?.name ?? words(subscription.plan)} <Stamp kind={state.kind}>{state.word}</Stamp>
              </span>
            ),
          },
          { label: 'Price', value: price === undefined ? words(cycle) : `${rupees(price)}, ${cycle}` },
          ...(start && end ? [{ label: 'Period', value: `${date(start)} to ${date(end)}` }] : []),
          ...(pending ? [{ label: 'Afterwards', value: pending }] : []),
        ]}
      />
      {next ? <p className={styles.note}>{next.words}</p> : null}
      {next?.open && mayManage ? (
        <div>
          <LinkButton to="/onboarding/payment" search={{ plan: subscription.plan, cycle }} kind="primary">
            Renew
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}
