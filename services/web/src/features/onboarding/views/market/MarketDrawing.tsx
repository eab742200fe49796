import { inWords, money, type Sections, SIZES, type Size, sectionsOf, type Values } from './market';
import styles from './market.module.css';

const NAMES: Record<Size, string> = { tam: 'Total', sam: 'Serviceable', som: 'Obtainable' };
const SCALES: Record<Sections['scale'], string> = {
  area: 'Drawn to scale: areas are as the values are.',
  log: 'Drawn by orders of magnitude: to scale, the smallest part could not be seen.',
};

/** Squares within squares from one corner, and a legend with the values in words. */
export function MarketDrawing({ values, currency }: { values: Values; currency: string }) {
  const { scale, parts } = sectionsOf(values);
  return (
    <figure className={styles.figure}>
      <svg className={styles.drawing} aria-hidden="true">
        <title>Market in section</title>
        {parts.length === 0 ? <rect x="1%" y="1%" width="98%" height="98%" className={styles.missing} /> : null}
        {parts.map(({ size, side }) => (
          <rect
            key={size}
            x="1%"
            y={`${99 - side * 0.98}%`}
            width={`${side * 0.98}%`}
            height={`${side * 0.98}%`}
            className={styles.part}
            data-size={size}
          />
        ))}
      </svg>
      <figcaption className={styles.caption}>
        <table className={styles.table}>
          <caption className="visually-hidden">Market sizes a year</caption>
          <tbody>
            {SIZES.map((size) => {
              const value = values[size];
              return (
                <tr key={size}>
                  <th scope="row">
                    <span className={styles.key} data-size={size} aria-hidden="true" />
                    {NAMES[size]}
                  </th>
                  <td>
                    {value === undefined ? (
                      'not estimated'
                    ) : (
                      <>
                        <span className={styles.amount}>{money(value, currency)}</span>
                        <span className={styles.words}>{inWords(value)}</span>
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className={styles.help}>
          {parts.length > 0
            ? SCALES[scale]
            : 'Sizes are drawn one inside the other as soon as you enter the first. An estimate you can explain is enough.'}
        </p>
      </figcaption>
    </figure>
  );
}
