import { ClosedAccount } from './ClosedAccount';

export function Suspended() {
  return (
    <ClosedAccount title="This account is on hold" code="RF-HOLD">
      <p>RaptorFlow has suspended it for now, and it was signed out everywhere. Your answers and your plan are kept.</p>
      <p>Support can tell you why and what opens it again. Name the email address of the account.</p>
    </ClosedAccount>
  );
}
