type Policy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy };

const SCRIPT = '/sw.js';
/** What the page itself still fetches goes first, and the first words that somebody writes on it. */
const REST = 15_000;

/** Has the browser keep the app for times without network; what it returns calls that off. */
export function keepApp(): () => void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return () => undefined;
  const timer = setTimeout(() => {
    // Without it everything works as long as there is a network.
    void navigator.serviceWorker.register(scriptAddress()).catch(() => undefined);
  }, REST);
  return () => clearTimeout(timer);
}

let policy: Policy | undefined;

/** The content policy lets this one name become a script's address. */
function scriptAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('rf-sw', { createScriptURL: () => SCRIPT });
  return policy?.createScriptURL(SCRIPT) ?? SCRIPT;
}
