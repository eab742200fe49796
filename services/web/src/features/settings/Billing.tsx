import { useQuery } from '@tanstack/react-query';
import { plansQuery, subscriptionQuery } from '@/api/payments';
import { explain } from '@/api/problem';
import { PageTitle } from '@/components/ui/PageTitle';
import { Waiting } from '@/components/ui/Waiting';
import { PlanFacts } from './PlanFacts';
import { PlanLimits } from './PlanLimits';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';
import { Transactions } from './Transactions';

export function Billing() {
  const { data, error } = useQuery(subscriptionQuery);
  const { data: plans } = useQuery(plansQuery);
  const subscription = data?.subscription;
  const plan = plans?.find((one) => one.code === subscription?.plan);
  return (
    <>
      <PageTitle title="Billing" code="SETT" />
      <Sections>
        <Section heading="Plan">
          {error ? <p className={styles.failed}>{explain(error)}</p> : null}
          {!data && !error ? <Waiting lines={3} label="Loading the plan" /> : null}
          {data && !subscription ? <p>No plan has been paid for yet.</p> : null}
          {subscription ? <PlanFacts subscription={subscription} plan={plan} /> : null}
        </Section>
        <Section heading="Limits of the plan">
          <PlanLimits />
        </Section>
        <Section heading="Payments">
          <Transactions />
        </Section>
      </Sections>
    </>
  );
}
