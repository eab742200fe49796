import { Texts } from '../parts/Texts';
import styles from './issues.module.css';

/** The clashing statements face to face, a break line between them. */
export function Facing({ at, title }: { at: string; title: string }) {
  return (
    <Texts
      pointer={`${at}/violation`}
      label={<span className="visually-hidden">Statements that clash in {title}</span>}
      required
      bare
      loose
      least={2}
      placeholder="The statement, and where it stands"
      nameOf={(place) => `Statement ${place} of ${title}`}
      className={styles.facing}
    />
  );
}
