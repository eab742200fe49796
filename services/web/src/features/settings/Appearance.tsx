import { useState } from 'react';
import { Choices } from '@/components/ui/Choices';
import { PageTitle } from '@/components/ui/PageTitle';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';
import { chooseTheme, chosenTheme, isTheme } from './theme';

const THEMES = [
  { value: 'system', label: 'System', note: 'Follows this device' },
  { value: 'light', label: 'Light', note: 'Ink on film' },
  { value: 'dark', label: 'Dark', note: 'Cyanotype' },
];

export function Appearance() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <>
      <PageTitle title="Appearance" code="SETT" />
      <Sections>
        <Section heading="Theme">
          <Choices
            label="Colours"
            required
            choices={THEMES}
            value={theme}
            onValue={(value) => {
              if (!isTheme(value)) return;
              chooseTheme(value);
              setTheme(value);
            }}
          />
          <p className={styles.note}>Kept on this device and changed at once.</p>
        </Section>
      </Sections>
    </>
  );
}
