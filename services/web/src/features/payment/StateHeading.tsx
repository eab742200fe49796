import { PageTitle } from '@/components/ui/PageTitle';
import { reason } from './reasons';
import { type PaymentState, WORDS } from './state';

type Props = { state: PaymentState; failure?: string | null };

/** Where the payment stands, as the heading of the page; what settles is read out. */
export function StateHeading({ state, failure = null }: Props) {
  const { title, text } = WORDS[state];
  const told = state === 'failed' ? `${reason(failure)} ${text}` : text;
  return (
    <>
      <PageTitle title={title} code="PAY">
        {told}
      </PageTitle>
      <p role="status" className="visually-hidden">
        {state === 'processing' ? '' : `${title}. ${told}`}
      </p>
    </>
  );
}
