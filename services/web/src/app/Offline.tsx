import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { currentQuery } from '@/api/onboarding';
import { isProblem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { NEVER } from './copies';
import styles from './Offline.module.css';

const AGAIN = 5000;

const unreachable = (failure: unknown) => isProblem(failure, 'NETWORK_ERROR');

/** Says that the page stands without network, and looks when that is over. */
export function Offline() {
  const queries = useQueryClient();
  const { data, dataUpdatedAt, error, failureReason } = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (unreachable(state.error) ? AGAIN : false),
  });
  // What was opened with copies has no network; what was open may only miss one answer.
  const failure = error ?? (dataUpdatedAt === NEVER ? failureReason : null);
  const offline = Boolean(data) && unreachable(failure);
  const was = useRef(false);

  useEffect(() => {
    if (was.current && !offline) void queries.invalidateQueries(currentQuery);
    was.current = offline;
  }, [offline, queries]);

  if (!offline) return null;
  return (
    <p className={styles.offline} role="status">
      <strong>You are offline.</strong> Answers to steps are kept on this device and saved when the network is back.
    </p>
  );
}
