import { useQuery } from '@tanstack/react-query';
import { pendingPaymentQuery } from '@/api/billing';
import { plansQuery } from '@/api/payments';
import { useAuth } from '@/components/auth/AuthProvider';
import { LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { rupees } from '@/lib/format';

type Words = { title: string; text: string };

const ERRORS: Record<string, Words> = {
  failed: {
    title: 'The payment did not go through',
    text: 'Choose a plan to try again. If your account was debited all the same, ask support with the order number.',
  },
  cancelled: { title: 'The payment was cancelled', text: 'Choose a plan when you are ready.' },
  expired: {
    title: 'The subscription has ended',
    text: 'Your answers and your plan are kept. Choose a plan to go on with them.',
  },
  suspended: {
    title: 'The subscription is on hold',
    text: 'A payment is missing. Your answers and your plan are kept. Choose a plan to go on with them.',
  },
};

/** Why somebody stands in front of the plans: a payment is open, or `?paymentStatus=` says it. */
export function PaymentNotice({ status }: { status: string | undefined }) {
  const { session } = useAuth();
  const mayPay = session?.workspace?.role !== 'member';
  const { data: pending } = useQuery({ ...pendingPaymentQuery, enabled: mayPay });
  const { data: plans } = useQuery(plansQuery);
  if (pending || status === 'pending') {
    const plan = plans?.find(({ code }) => code === pending?.plan)?.name;
    return (
      <Notice
        title="The payment is not confirmed yet"
        live
        actions={
          pending ? (
            <LinkButton to="/onboarding/payment" search={{ merchantOrderId: pending.merchant_order_id }}>
              Go on with this payment
            </LinkButton>
          ) : undefined
        }
      >
        {pending && plan ? `${plan}, ${pending.billing_cycle}, ${rupees(pending.amount_paise)}. ` : null}
        We go on asking PhonePe, and a mail tells you when it is decided. If you have paid, do not pay again.
      </Notice>
    );
  }
  const words = status ? ERRORS[status] : undefined;
  return words ? (
    <Notice kind="error" title={words.title}>
      {words.text}
    </Notice>
  ) : null;
}
