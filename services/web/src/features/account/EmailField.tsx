import { TextField } from '@/components/ui/TextField';

type Props = {
  /** `username` where somebody signs in, `email` where an account is made. */
  autoComplete: 'username' | 'email';
  name: string;
  value: string;
  error: string | undefined;
  onText(text: string): void;
};

export function EmailField(props: Props) {
  return (
    <TextField
      label="Email address"
      type="email"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      required
      {...props}
    />
  );
}
