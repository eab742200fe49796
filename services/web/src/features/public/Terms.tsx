import { Link } from '@tanstack/react-router';
import { Clause } from './Clause';
import { Clauses } from './Clauses';

export function Terms() {
  return (
    <Clauses title="Terms" code="RF-TERM" lead="What you and RaptorFlow can expect of each other, in plain words.">
      <Clause heading="The agreement">
        <p>
          These terms hold between you and the operator of RaptorFlow from the moment you create an account. If you use
          it for a company, you confirm that you may act for it.
        </p>
      </Clause>
      <Clause heading="Your account">
        <p>
          Give an address that reaches you, keep your password to yourself, and tell support if somebody else got hold
          of it. You answer for what members of your workspace do in it.
        </p>
      </Clause>
      <Clause heading="Your material">
        <p>
          What you put in stays yours, and so do the manifests made from it. You let us store and process it to run the
          product for you. Put in only what you have the right to use.
        </p>
      </Clause>
      <Clause heading="Suggestions">
        <p>
          Suggestions are drafts, and some are written by a language model. They can be wrong. Nothing becomes an answer
          until you accept it, and what you publish is your decision and your responsibility.
        </p>
      </Clause>
      <Clause heading="Plans and prices">
        <p>
          The <Link to="/pricing">pricing page</Link> tells what each plan holds and costs, in rupees. No tax is added
          to the price shown. A plan is paid in advance for a month or a year.
        </p>
      </Clause>
      <Clause heading="Payment">
        <p>
          Payments are taken by PhonePe on its own pages. A subscription starts when PhonePe confirms the payment to us.
          If what it reports does not match the order, nothing starts until a person has looked at it.
        </p>
        <p>
          Nothing is debited by itself. When a period ends without a new payment there is a time of grace, which the
          billing page shows; after it the workspace is closed for use, and your answers are kept.
        </p>
      </Clause>
      <Clause heading="Refunds">
        <p>
          There is no money-back promise. The owner or an admin of a workspace can ask{' '}
          <Link to="/support">support</Link> for a refund; a person decides case by case, and may refund a part.
        </p>
        <p>Your rights under Indian consumer law are not limited by this.</p>
      </Clause>
      <Clause heading="Fair use">
        <p>
          Do not break the law with it, do not try to reach other people’s workspaces, and do not overload or copy the
          service. Where somebody does, we may suspend or close the account.
        </p>
      </Clause>
      <Clause heading="Ending it">
        <p>
          You may stop at any time: let the period end, or delete the workspace or the account in the settings. What you
          delete is closed at once and erased 30 days later; until then you can take a deleted account back.
        </p>
      </Clause>
      <Clause heading="What we answer for">
        <p>
          We run the service with care, but do not promise that it is never interrupted, nor any particular result for
          your business. As far as the law allows, our liability is limited to what you paid for the twelve months
          before the damage.
        </p>
      </Clause>
      <Clause heading="Law and changes">
        <p>
          The law of India applies. This page always shows the terms in force; if you do not agree to a change, you may
          stop at any time.
        </p>
      </Clause>
    </Clauses>
  );
}
