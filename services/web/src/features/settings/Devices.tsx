import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { type Device, devicesQuery } from '@/api/devices';
import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { LoadError } from '@/components/ui/LoadError';
import { Stamp } from '@/components/ui/Stamp';
import { Waiting } from '@/components/ui/Waiting';
import { ago, dateTime } from '@/lib/format';
import { deviceName } from './device-name';
import styles from './Settings.module.css';

/** Everywhere the account is signed in; each but this one can be ended. */
export function Devices() {
  const queries = useQueryClient();
  const devices = useQuery(devicesQuery);
  const end = useMutation({
    mutationFn: (device: Device) =>
      answer(api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id: device.session_id } } })),
    onSettled: () => queries.invalidateQueries(devicesQuery),
  });
  if (devices.isError) return <LoadError query={devices} />;
  if (devices.isPending) return <Waiting lines={2} label="Loading the devices" />;
  const ending = end.isPending ? end.variables.session_id : undefined;
  return (
    <>
      <ul className={styles.rows}>
        {devices.data.map((device) => (
          <li key={device.session_id}>
            <div>
              <p className={styles.inline}>
                {deviceName(device.user_agent)} {device.current ? <Stamp kind="active">This device</Stamp> : null}
              </p>
              <p className={styles.note}>
                {device.ip} · since {dateTime(device.created_at)} · last used {ago(device.last_used_at)}
              </p>
            </div>
            {device.current ? null : (
              <Button
                small
                onClick={() => end.mutate(device)}
                pending={ending === device.session_id && 'Ending…'}
                aria-label={`End the session of ${deviceName(device.user_agent)} since ${dateTime(device.created_at)}`}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className={styles.note} role="status">
        {end.isSuccess ? `${deviceName(end.variables.user_agent)} is signed out.` : ''}
        {end.isError ? explain(end.error) : ''}
      </p>
    </>
  );
}
