import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, type Schemas } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { Facts } from '@/components/ui/Facts';
import { PageTitle } from '@/components/ui/PageTitle';
import { Select } from '@/components/ui/Select';
import { TextArea, TextField } from '@/components/ui/TextField';
import { Waiting } from '@/components/ui/Waiting';
import { codePoints, date } from '@/lib/format';
import { EmailState } from './EmailState';
import { FormFoot } from './FormFoot';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';
import { told, useForm } from './use-form';
import { zoneChoices } from './zones';

const NAME_LENGTH = 255;
const BIO_LENGTH = 500;

export function Profile() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <>
      <PageTitle title="Profile" code="SETT" />
      {session?.user ? <ProfileSheet user={session.user} /> : <Waiting label="Loading the profile" />}
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
  const [name, setName] = useState(user.full_name ?? '');
  const [bio, setBio] = useState(user.bio ?? '');
  const [zone, setZone] = useState<string | undefined>(user.time_zone);
  const save = useMutation({
    mutationFn: () =>
      answer(api.PUT('/api/v1/auth/me', { body: { full_name: name.trim(), bio: bio.trim(), time_zone: zone } })),
    onSuccess: () => queries.invalidateQueries(sessionQuery),
  });
  const { form, faults, onSubmit } = useForm(
    () => ({
      full_name: !name.trim()
        ? 'Write your name.'
        : codePoints(name) > NAME_LENGTH
          ? `Keep it to ${NAME_LENGTH} characters.`
          : undefined,
      bio: codePoints(bio) > BIO_LENGTH ? `Keep it to ${BIO_LENGTH} characters.` : undefined,
      time_zone: zone ? undefined : 'Choose a time zone.',
    }),
    () => save.mutateAsync(),
  );
  return (
    <form ref={form} method="post" className={styles.form} onSubmit={onSubmit} onChange={told(save)} noValidate>
      <TextField label="Name" required autoComplete="name" value={name} onText={setName} error={faults.full_name} />
      <TextArea
        label="Bio"
        mark={`${codePoints(bio)} of ${BIO_LENGTH}`}
        value={bio}
        onText={setBio}
        error={faults.bio}
      />
      <Select
        label="Time zone"
        required
        choices={zoneChoices(user.time_zone)}
        value={zone}
        onValue={setZone}
        error={faults.time_zone}
      />
      <FormFoot
        label="Save"
        pending={save.isPending && 'Saving…'}
        done={save.isSuccess && 'Saved'}
        error={save.error}
      />
    </form>
  );
}
