import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { ChangePassword } from './ChangePassword';
import { DeleteAccount } from './DeleteAccount';
import { Devices } from './Devices';

export function Security() {
  return (
    <>
      <PageTitle title="Security" code="SETT" />
      <Sheet heading="Password">
        <ChangePassword />
      </Sheet>
      <Sheet heading="Where you are signed in">
        <Devices />
      </Sheet>
      <DeleteAccount />
    </>
  );
}
