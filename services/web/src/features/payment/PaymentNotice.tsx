import { LinkButton } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { recall } from './memory';

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

/** Why somebody stands in front of the plans, from `?paymentStatus=`. */
export function PaymentNotice({ status, workspace }: { status: string | undefined; workspace: string | undefined }) {
  if (status === 'pending') {
    const order = workspace ? recall(workspace)?.order?.id : undefined;
    return (
      <Notice
        title="The payment is not confirmed yet"
        live
        actions={
          order ? (
            <LinkButton to="/onboarding/payment/status" search={{ merchantOrderId: order }}>
              Check where it stands
            </LinkButton>
          ) : undefined
        }
      >
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
