import { Link } from '@tanstack/react-router';
import { useAuth } from '@/components/auth/AuthProvider';
import { supportAddress } from '@/lib/support';
import { Clause } from './Clause';
import { Clauses } from './Clauses';
import styles from './Support.module.css';

export function Support() {
  const { session } = useAuth();
  const user = session?.user;
  const address = supportAddress();
  return (
    <Clauses
      title="Support"
      code="RF-HELP"
      lead="What to do when something does not work, and what to name when you ask."
    >
      <Clause heading="How to write">
        {address ? (
          <p>
            Write to <a href={`mailto:${address}`}>{address}</a>, from the address of your account, so that we know it
            is you.
          </p>
        ) : (
          <p>
            This installation of RaptorFlow names no address for support. Ask whoever runs it for you. Answers to our
            mails may not be read.
          </p>
        )}
      </Clause>
      <Clause heading="What to name">
        <ul>
          <li>
            {user ? (
              <>
                Your identification number, <code className={styles.mark}>{user.identification_number}</code>.
              </>
            ) : (
              <>
                Your identification number: U and at least six digits. It stands in the welcome mail and in the
                settings.
              </>
            )}
          </li>
          <li>
            For a payment: the order number, which begins with ORD and stands on the payment page, or the transaction
            number in the mail.
          </li>
          <li>
            For something that failed: the number of the request, which the error page shows, and what you were doing.
          </li>
        </ul>
        <p>Never send a password, an OTP or a PIN. We do not ask for them.</p>
      </Clause>
      <Clause heading="Paid, but not confirmed">
        <p>
          PhonePe sometimes confirms a payment late. We go on asking by ourselves, your workspace opens by itself, and a
          mail tells you. Do not pay a second time for the same order.
        </p>
      </Clause>
      <Clause heading="Signing in">
        <p>
          A forgotten password is changed by a <Link to="/forgot-password">link we mail you</Link>. After many wrong
          passwords an account is locked for 15 minutes.
        </p>
      </Clause>
      <Clause heading="Is it us?">
        <p>
          The <Link to="/status">status page</Link> asks our services how they are, at the moment you look.
        </p>
      </Clause>
    </Clauses>
  );
}
