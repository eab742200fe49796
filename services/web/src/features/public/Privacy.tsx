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
            Your account: email address, the name and bio you give, time zone, settings, and a hash of your password,
            from which the password cannot be read.
          </li>
          <li>
            Your workspace: the answers and links you put in, what was suggested for them, and the manifests built from
            them.
          </li>
          <li>
            Your payments: order number, plan, amount and status, and what PhonePe reports of how it was paid. Of a card
            that is the kind, the network and the last four digits; what else names the payer is kept encrypted. Card
            numbers, PINs and OTPs never reach us.
          </li>
          <li>
            Records of safety: sign-ins and changes of billing and permissions, with the IP address and browser they
            came from, and technical logs, which hold no passwords, no mail addresses and nothing you wrote.
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
            The provider of the language model, where one is set up and you ask for a suggestion: the material of the
            step it is for.
          </li>
          <li>The providers that run our servers and storage, on our behalf.</li>
          <li>Members of your workspace, who see what is in it.</li>
          <li>Authorities, where the law of India obliges us.</li>
        </ul>
      </Clause>
      <Clause heading="In your browser">
        <p>
          Two cookies keep you signed in; no script can read them. The browser also keeps your choice of theme, answers
          that are not saved yet so that none is lost, and a copy of your onboarding so that it opens without a network.
          Answers and copy are deleted from it when you sign out. There are no cookies for advertising or for following
          you around.
        </p>
      </Clause>
      <Clause heading="How long">
        <p>
          As long as the account or workspace exists. When you delete one, it is closed at once and erased 30 days
          later; until then you can take a deleted account back. What tax and accounting law makes us keep about
          payments stays for as long as it says.
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
        <p>This page always shows what holds now.</p>
      </Clause>
    </Clauses>
  );
}
