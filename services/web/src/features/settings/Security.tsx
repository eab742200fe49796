import { PageTitle } from '@/components/ui/PageTitle';
import { ChangePassword } from './ChangePassword';
import { DeleteAccount } from './DeleteAccount';
import { Devices } from './Devices';
import { Section, Sections } from './Section';

export function Security() {
  return (
    <>
      <PageTitle title="Security" code="SETT" />
      <Sections>
        <Section heading="Password">
          <ChangePassword />
        </Section>
        <Section heading="Where you are signed in">
          <Devices />
        </Section>
        <DeleteAccount />
      </Sections>
    </>
  );
}
