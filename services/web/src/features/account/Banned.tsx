import { ClosedAccount } from './ClosedAccount';

export function Banned() {
  return (
    <ClosedAccount title="This account is closed" code="RF-CLOSED">
      <p>RaptorFlow has closed it, and it was signed out everywhere. It cannot be opened from here.</p>
      <p>If you think this is a mistake, ask support and name the email address of the account.</p>
    </ClosedAccount>
  );
}
