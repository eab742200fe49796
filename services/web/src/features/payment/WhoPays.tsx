import { useAuth } from '@/components/auth/AuthProvider';
import { Notice } from '@/components/ui/Notice';

/** For members, who may not pay. */
export function WhoPays() {
  const { session } = useAuth();
  return (
    <Notice title="The owner or an admin pays">
      You are a member of {session?.workspace?.name ?? 'this workspace'}. Ask its owner or one of its admins to choose a
      plan. Once it is paid, reload this page.
    </Notice>
  );
}
