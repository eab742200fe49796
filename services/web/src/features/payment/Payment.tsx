import { useSuspenseQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { plansQuery } from '@/api/payments';
import { useAuth } from '@/components/auth/AuthProvider';
import { LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { isCycle } from '@/lib/plans';
import { Checkout } from './Checkout';
import { openOrder } from './memory';
import { OpenPayment } from './OpenPayment';
import { PaymentFrame } from './PaymentFrame';
import { WhoPays } from './WhoPays';

/** Pays for the plan of the query string, or goes on with the order that was opened before. */
export function Payment() {
  const search = useSearch({ strict: false });
  const { data: plans } = useSuspenseQuery(plansQuery);
  const { session } = useAuth();
  const workspace = session?.workspace;
  const plan = plans.find(({ code }) => code === search.plan);
  const cycle = isCycle(search.cycle) ? search.cycle : 'monthly';
  // Coming back without the provider's return page, such as by Back or a reload, finds the order that was opened.
  const [order, setOrder] = useState(
    () =>
      search.merchantOrderId ??
      (workspace && openOrder(workspace.workspace_id, plan && { plan: plan.code, cycle })?.id),
  );

  if (!workspace) return null;
  if (order) return <OpenPayment key={order} order={order} onAgain={plan ? () => setOrder(undefined) : undefined} />;
  if (workspace.role === 'member' || !plan) {
    return (
      <PaymentFrame>
        <PageTitle title="Payment" code="PAY">
          {plan ? undefined : 'No plan is chosen yet.'}
        </PageTitle>
        {workspace.role === 'member' ? <WhoPays /> : null}
        <div>
          <LinkButton kind="primary" to="/onboarding/plans">
            See the plans
          </LinkButton>
        </div>
      </PaymentFrame>
    );
  }
  return <Checkout plan={plan} cycle={cycle} workspace={workspace} onBack={setOrder} />;
}
