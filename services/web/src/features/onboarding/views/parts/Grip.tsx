import styles from './Grip.module.css';

/** Where a pointer takes hold of an item to drag it. Buttons beside it do the same for everybody else. */
export function Grip({ id }: { id: string }) {
  return (
    <span
      className={styles.grip}
      draggable
      aria-hidden="true"
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', id);
        event.dataTransfer.effectAllowed = 'move';
        const item = event.currentTarget.closest('li');
        if (item) event.dataTransfer.setDragImage(item, 0, 0);
      }}
    />
  );
}
