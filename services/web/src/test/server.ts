import { setupServer } from 'msw/node';

/** The network as the tests see it: a test names the answers it needs with `server.use(…)`; other calls fail it. */
export const server = setupServer();
