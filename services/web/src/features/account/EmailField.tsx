import { TextField } from '@/components/ui/TextField';

type Props = {
  /** `username` where somebody signs in, `email` where an account is made. */
  autoComplete: 'username' | 'email';
  value: string;
  error: string | undefined;
  onText(text: string): void;
};

export function EmailField(props: Props) {
  return (
    <TextField
      label="Email address"
      name="email"
      type="email"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
      required
      {...props}
    />
  );
}
