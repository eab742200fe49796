// A theme that was chosen on this device wins over the system's, and who is signed in is not shown what is for guests.
try {
  const { dataset } = document.documentElement;
  const theme = localStorage.getItem('rf:theme');
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  if (localStorage.getItem('rf:copy:session')) dataset.signedIn = '';
} catch {
  // No storage: the system decides, and everybody is a guest until the app knows better.
}

// What the page begins with is asked for while its app is on the way, which takes the answers from here (src/api/early.ts).
const early = new Map();
globalThis.early = early;
const { ready, onboard } = document.currentScript.dataset;

const keep = (path, answer) => {
  // The app asks again and says what is wrong.
  answer.catch(() => undefined);
  early.set(path, answer);
};
// Handed out when what follows from it is on its way, so that the app does not ask for the same.
const session = async () => {
  const answer = await fetch('/api/v1/session');
  const state = await answer.clone().json();
  const begun = state?.onboarding?.current_step > 0;
  const paths = state?.next_action === 'none' ? ready : state?.next_action === 'onboard' && begun ? onboard : '';
  for (const path of paths?.split(' ') ?? []) if (path) keep(path, fetch(path));
  return answer;
};
keep('/api/v1/session', session());
