import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { Facts } from '@/components/ui/Facts';
import { Form } from '@/components/ui/Form';
import { PageTitle } from '@/components/ui/PageTitle';
import { TextArea, TextField } from '@/components/ui/TextField';
import { Waiting } from '@/components/ui/Waiting';
import { useForm } from '@/hooks/use-form';
import { useLast } from '@/hooks/use-last';
import { codePoints, date } from '@/lib/format';
import { EmailState } from './EmailState';
import { NAME_LENGTH, neededFault, textFault } from './rules';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';
import { ZoneSelect } from './ZoneSelect';

const BIO_LENGTH = 500;

export function Profile() {
  const { data: session } = useQuery(sessionQuery);
  const user = useLast(session?.user);
  return (
    <>
      <PageTitle title="Profile" code="SETT" />
      {user ? <ProfileSheet user={user} /> : <Waiting label="Loading the profile" />}
    </>
  );
}

function ProfileSheet({ user }: { user: Schemas['ProfileView'] }) {
  return (
    <Sections>
      <Section heading="Account">
        <Facts
          facts={[
            { label: 'Email', value: <EmailState email={user.email} verified={user.email_verified} /> },
            {
              label: 'Identification number',
              value: <span className={styles.slug}>{user.identification_number}</span>,
            },
            { label: 'Since', value: date(user.created_at) },
          ]}
        />
      </Section>
      <Section heading="About you">
        <ProfileForm user={user} />
      </Section>
    </Sections>
  );
}

function ProfileForm({ user }: { user: Schemas['ProfileView'] }) {
  const queries = useQueryClient();
  const form = useForm({
    start: { full_name: user.full_name ?? '', bio: user.bio ?? '', time_zone: user.time_zone },
    check: ({ full_name, bio, time_zone }) => ({
      full_name: neededFault(full_name, NAME_LENGTH, 'Write your name.'),
      bio: textFault(bio, BIO_LENGTH),
      time_zone: time_zone ? undefined : 'Choose a time zone.',
    }),
    send: ({ full_name, bio, time_zone }) =>
      answer(api.PUT('/api/v1/auth/me', { body: { full_name: full_name.trim(), bio: bio.trim(), time_zone } })),
    onDone: () => queries.invalidateQueries(sessionQuery),
  });
  return (
    <Form form={form} action={{ label: 'Save', pending: 'Saving…', done: 'Saved' }}>
      <TextField label="Name" required autoComplete="name" {...form.text('full_name')} />
      <TextArea label="Bio" mark={`${codePoints(form.values.bio)} of ${BIO_LENGTH}`} {...form.text('bio')} />
      <ZoneSelect current={user.time_zone} {...form.choice('time_zone')} />
    </Form>
  );
}
