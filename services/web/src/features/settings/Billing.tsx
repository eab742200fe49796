import { useQuery } from '@tanstack/react-query';
import { plansQuery, subscriptionQuery } from '@/api/payments';
import { LoadError } from '@/components/ui/LoadError';
import { PageTitle } from '@/components/ui/PageTitle';
import { Waiting } from '@/components/ui/Waiting';
import { PlanFacts } from './PlanFacts';
import { PlanLimits } from './PlanLimits';
import { Section, Sections } from './Section';
import { Transactions } from './Transactions';

export function Billing() {
  const current = useQuery(subscriptionQuery);
  const { data: plans } = useQuery(plansQuery);
  const subscription = current.data?.subscription;
  const plan = plans?.find((one) => one.code === subscription?.plan);
  return (
    <>
      <PageTitle title="Billing" code="SETT" />
      <Sections>
        <Section heading="Plan">
          {current.isError ? <LoadError query={current} /> : null}
          {current.isPending ? <Waiting lines={3} label="Loading the plan" /> : null}
          {current.data && !subscription ? <p>No plan has been paid for yet.</p> : null}
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
