import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { APIResponse, BrowserContext } from '@playwright/test';
import { stack } from './system';

export type Data = Record<string, unknown>;
export type Answers = {
  client_name: string;
  sign_up: { full_name: string; email_prefix: string };
  plan: string;
  billing_cycle: string;
  steps: Record<string, Data | null>;
};

export const PASSWORD = 'five quiet tigers at noon';

/** The real answers of one of the repository's companies. */
export function answersOf(company: string): Answers {
  const file = new URL(`../../../tests/journeys/answers/${company}.json`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(file), 'utf8'));
}

/** Somebody with an account, driven over the API where a journey does not look at the browser. Cookies are those of the browser. */
export class Founder {
  readonly email = `founder.${randomUUID()}@example.com`;
  private readonly context: BrowserContext;
  private session: { id: string; versions: Map<number, number> } | null = null;

  constructor(context: BrowserContext) {
    this.context = context;
  }

  async call(method: string, path: string, data?: unknown, headers: Record<string, string> = {}): Promise<Data> {
    const response = await this.context.request.fetch(`${stack().gateway}${path}`, {
      method,
      data: data === undefined ? undefined : JSON.stringify(data),
      headers: { 'content-type': 'application/json', origin: stack().gateway, ...headers },
    });
    return bodyOf(response, `${method} ${path}`);
  }

  async signUp(fullName = 'Ananya Krishnamurthy'): Promise<void> {
    await this.call('POST', '/api/v1/auth/signup', { email: this.email, password: PASSWORD, full_name: fullName });
  }

  async pay(plan = 'glide', cycle = 'monthly'): Promise<void> {
    const initiated = await this.call(
      'POST',
      '/api/payments/v2/initiate',
      { plan, billing_cycle: cycle },
      { 'idempotency-key': randomUUID() },
    );
    const order = String(initiated.merchant_order_id);
    await decide(this.context, order, 'pay');
    await until(async () => {
      const status = await this.call('GET', `/api/payments/v2/status/${order}`);
      return status.status === 'completed';
    });
  }

  /** Answers the steps from `first` to `last`, both included. */
  async answer(answers: Answers, last = 23, first = 1): Promise<void> {
    const session = await this.open(answers.client_name);
    for (const [n, data] of Object.entries(answers.steps)) {
      const number = Number(n);
      if (number < first || number > last) continue;
      const path = `/api/v1/onboarding/${session.id}/steps/${n}`;
      if (data === null) await this.call('POST', `${path}/skip`, {});
      else
        await this.call('PUT', path, { data, draft: false }, { 'if-match': `"${session.versions.get(number) ?? 0}"` });
    }
  }

  async finalize(): Promise<void> {
    if (!this.session) throw new Error('nothing was answered');
    await this.call('POST', `/api/v1/onboarding/${this.session.id}/finalize`, {}, { 'idempotency-key': randomUUID() });
  }

  async stepData(n: number): Promise<{ version: number; submitted: Data | null; draft: Data | null }> {
    const current = (await this.call('GET', '/api/v1/onboarding/current')) as {
      steps: { n: number; version: number; submitted: Data | null; draft: Data | null }[];
    };
    const step = current.steps.find((each) => each.n === n);
    if (!step) throw new Error(`no step ${n}`);
    return step;
  }

  private async open(name: string) {
    const opened = await this.call('POST', '/api/v1/onboarding/session', { client_name: name });
    const steps = opened.steps as { n: number; version: number }[];
    this.session = {
      id: String(opened.session_id),
      versions: new Map(steps.map((step) => [step.n, step.version])),
    };
    return this.session;
  }
}

/** Decides an order's fate at the simulated provider. */
export async function decide(context: BrowserContext, order: string, fate: string): Promise<void> {
  const url = `${stack().phonepe.control}/orders/${order}/fate`;
  await bodyOf(await context.request.post(url, { data: { fate } }), url);
}

/** Waits for a fact of the server; fails after half a minute. */
export async function until(fact: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await fact())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function bodyOf(response: APIResponse, what: string): Promise<Data> {
  const text = await response.text();
  if (!response.ok()) throw new Error(`${what}: ${response.status()} ${text}`);
  return text ? JSON.parse(text) : {};
}
