import { Texts } from '../parts/Texts';

type Props = { pointer: string; label: string; sign: string; of: string };

/** What speaks for a path, or against it. */
export function Points({ pointer, label, sign, of }: Props) {
  return (
    <Texts
      pointer={pointer}
      label={
        <>
          {label} <span className="visually-hidden">on the {of} path</span>
        </>
      }
      required
      bare
      loose
      sign={sign}
      placeholder="A point"
      nameOf={(place) => `${label} on the ${of} path, point ${place}`}
    />
  );
}
