import { useEffect, useState } from 'react';
import { Notice } from '@/components/ui/Notice';
import { storageLasts } from '@/lib/storage';

let told = false;

/** Said once, with the first step that is opened where nothing can be kept on the device. */
export function NoSafetyNet() {
  const [telling] = useState(() => !told && !storageLasts());
  useEffect(() => {
    if (telling) told = true;
  }, [telling]);
  if (!telling) return null;
  return (
    <Notice kind="trace" title="This browser lets us keep nothing on this device" live>
      <p>Your answers are saved to your account as you write. Before you close the page, wait until it says “Saved”.</p>
    </Notice>
  );
}
