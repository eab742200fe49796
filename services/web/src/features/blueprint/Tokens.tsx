import styles from './Blueprint.module.css';

const COLOUR = /#[0-9a-f]{6}/;
/** What the build makes of `light-dark()` is no token of ours. */
const MADE = '--lightningcss';

/** Name and value of each custom property of the root, in the order of the stylesheet. */
function tokens(): [string, string][] {
  const all = new Map<string, string>();
  const read = (rules: CSSRuleList) => {
    for (const rule of rules) {
      if (rule instanceof CSSStyleRule && rule.selectorText === ':root') {
        for (const name of rule.style)
          if (name.startsWith('--') && !name.startsWith(MADE)) all.set(name, rule.style.getPropertyValue(name).trim());
      } else if (rule instanceof CSSLayerBlockRule) read(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  return [...all];
}

/** As the stylesheet has them, so that none is missing. */
export function Tokens() {
  return (
    <ul className={styles.tokens}>
      {tokens().map(([name, value]) => (
        <li key={name} className={styles.token}>
          {COLOUR.test(value) ? <span className={styles.swatch} style={{ background: `var(${name})` }} /> : null}
          <code>{name}</code>
          <span className={styles.value}>{COLOUR.test(value) ? value.match(/#[0-9a-f]+/g)?.join(' ') : value}</span>
        </li>
      ))}
    </ul>
  );
}
