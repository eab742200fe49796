import { useMutation } from '@tanstack/react-query';
import { Button } from '@/components/ui/Button';
import { useBcm } from '@/hooks/useBcm';
import { contextWords, download, type ExportFormat } from '@/lib/bcm-client';
import styles from './BCMExportButton.module.css';

const LABELS: Record<ExportFormat, string> = { markdown: 'Export Markdown', json: 'Export JSON' };

/** Downloads the context as a brief to read, or as the resource to work with. */
export function BCMExportButton({ formats = ['markdown', 'json'] }: { formats?: readonly ExportFormat[] }) {
  const { manifest } = useBcm();
  const file = useMutation({ mutationFn: download });
  return (
    <div className={styles.export}>
      <div className={styles.buttons}>
        {formats.map((format) => (
          <Button
            key={format}
            disabled={!manifest}
            pending={file.isPending && file.variables === format && 'Preparing…'}
            onClick={() => manifest && file.mutate(format)}
          >
            {LABELS[format]}
          </Button>
        ))}
      </div>
      <p className={styles.told} role="status">
        {file.isSuccess ? `Downloaded ${file.data}` : ''}
        {file.isError ? contextWords(file.error) : ''}
      </p>
    </div>
  );
}
