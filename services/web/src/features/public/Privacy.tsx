import { Link } from '@tanstack/react-router';
import { Clause } from './Clause';
import { Clauses } from './Clauses';

export function Privacy() {
  return (
    <Clauses
      title="Privacy"
      code="RF-PRIV"
      lead="What RaptorFlow keeps, why, who else sees it, and how you get it back or have it erased."
    >
      <Clause heading="What we keep">
        <ul>
          <li>
            Your account: email address, the name and picture you give, time zone, settings, and a hash of your
            password, from which the password cannot be read.
          </li>
          <li>
            Your workspace: the answers, files and links you put in, what was suggested for them, and the manifests
            built from them.
          </li>
          <li>
            Your payments: order number, plan, amount, status, and what PhonePe tells us about how it was paid. Never
            card, bank or UPI details; those stay with PhonePe.
          </li>
          <li>
            Records of safety: sign-ins, changes of billing and permissions, and technical logs that hold no passwords,
            no addresses and nothing you wrote.
          </li>
        </ul>
      </Clause>
      <Clause heading="What we use it for">
        <p>
          To run the product for you, to take payments, to send the mails that belong to your account and your payments,
          and to keep accounts safe. We sell nothing of it and show no advertising.
        </p>
      </Clause>
      <Clause heading="Who else sees it">
        <ul>
          <li>PhonePe, for the payment: the order and its amount.</li>
          <li>The service that delivers our mails: your address and the mail.</li>
          <li>
            The provider of the language model, when you ask for a suggestion: the material of the step it is for.
          </li>
          <li>The providers that run our servers and storage, on our behalf.</li>
          <li>Members of your workspace, who see what is in it.</li>
          <li>Authorities, where the law of India obliges us.</li>
        </ul>
      </Clause>
      <Clause heading="In your browser">
        <p>
          Two cookies keep you signed in; no script can read them. The browser also keeps your choice of theme, and
          answers that are not saved yet so that none is lost. There are no cookies for advertising or for following you
          around.
        </p>
      </Clause>
      <Clause heading="How long">
        <p>
          As long as the account or workspace exists. When you delete one, it can be taken back for 30 days and is
          erased afterwards. What tax and accounting law makes us keep about payments stays for as long as it says.
        </p>
      </Clause>
      <Clause heading="What you can ask for">
        <p>
          You can see and correct most of it in the settings, and export your manifest at any time. Under the Digital
          Personal Data Protection Act, 2023 you may also ask us what we keep about you, have it corrected or erased,
          and complain. Write to <Link to="/support">support</Link>; if our answer does not settle it, you may turn to
          the Data Protection Board of India.
        </p>
      </Clause>
      <Clause heading="When this changes">
        <p>A change that matters is told by mail to the address of your account before it takes effect.</p>
      </Clause>
    </Clauses>
  );
}
