import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from './client';

export type Device = Schemas['DeviceView'];

/** Where the account is signed in. */
export const devicesQuery = queryOptions({
  queryKey: ['account', 'devices'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/auth/sessions', { signal }))).sessions,
});
