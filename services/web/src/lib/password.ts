import { codePoints } from './format';

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 128;

export const PASSWORD_HELP = `At least ${PASSWORD_MIN} characters, any you like. Not your email address, not our name, and none that is known from a leak.`;

/** What is plainly wrong with a new password; leaks are the server's to know. */
export function passwordFault(password: string): string | undefined {
  const length = codePoints(password.normalize('NFKC'));
  if (length === 0) return 'Choose a password.';
  if (length < PASSWORD_MIN) return `The password has ${length} of at least ${PASSWORD_MIN} characters.`;
  if (length > PASSWORD_MAX) return `The password has ${length} characters; at most ${PASSWORD_MAX} are possible.`;
  return undefined;
}
