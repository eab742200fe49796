import { useState } from 'react';
import { CheckList } from '@/components/ui/CheckList';
import { Slider } from '@/components/ui/Slider';
import { TextList } from '@/components/ui/TextList';
import styles from './Blueprint.module.css';

const CHOICES = [
  { value: 'linkedin', label: 'LinkedIn' },
  { value: 'newsletter', label: 'Newsletter' },
];

export function Lists() {
  const [texts, setTexts] = useState(['First', 'Second']);
  const [chosen, setChosen] = useState<string[]>([]);
  const [score, setScore] = useState('60');
  return (
    <div className={styles.set}>
      <TextList label="Texts in an order" texts={texts} onTexts={setTexts} most={5} />
      <CheckList label="Several of a set" choices={CHOICES} chosen={chosen} onChosen={setChosen} />
      <Slider
        label="A score"
        min={0}
        max={100}
        value={Number(score) || undefined}
        text={score}
        onText={setScore}
        onValue={(value) => setScore(String(value))}
      />
    </div>
  );
}
