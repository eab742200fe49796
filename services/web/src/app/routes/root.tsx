import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, type ParsedLocation } from '@tanstack/react-router';
import { ErrorScreen } from '../ErrorScreen';
import type { Need } from '../gates';
import { guard, guestOnly } from '../guard';
import { NotFound } from '../NotFound';
import { Root } from '../Root';

type Context = { queries: QueryClient };

export const root = createRootRouteWithContext<Context>()({
  component: Root,
  errorComponent: ErrorScreen,
  notFoundComponent: NotFound,
});

type Arrival = { context: Context; location: ParsedLocation };

/** For `beforeLoad`: nothing of the route is loaded or drawn before its gates are passed. */
export const needs =
  (need: Need) =>
  ({ context, location }: Arrival) =>
    guard(context.queries, need, location);

/** For `beforeLoad` of pages that make no sense when signed in. */
export const forGuests = ({ context }: Arrival) => guestOnly(context.queries);

/** A text of the query string; repeated names count as absent. */
export const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
