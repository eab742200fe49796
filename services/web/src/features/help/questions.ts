import type { LinkProps } from '@tanstack/react-router';

type Question = { question: string; answer: string; link?: { to: LinkProps['to']; text: string } };

export const QUESTIONS: readonly Question[] = [
  {
    question: 'What is the context?',
    answer:
      'One short document made from your onboarding answers: company, position, customers, messages, channels. Everything in RaptorFlow is written from it. It has a version, and every version can be read again.',
    link: { to: '/settings/context', text: 'See the context' },
  },
  {
    question: 'How do I change something in it?',
    answer:
      'Open the foundation, press Edit beside the part, change the answer and complete the step. About a minute after your last change a new version is made by itself.',
    link: { to: '/foundation', text: 'Open the foundation' },
  },
  {
    question: 'Why does it say stale or expired?',
    answer:
      'A context is fresh for 7 days after it was checked against your answers, then stale; after 14 days it has expired and nothing new can be made from it. Changed answers make it stale at once. A rebuild makes it fresh again.',
  },
  {
    question: 'Why is one of my answers not in it?',
    answer:
      'The context holds fewer than 1,200 tokens so that it can be read whole every time. When your answers are longer, the least important parts are left out or shortened first. Your answers themselves are kept in full.',
  },
  {
    question: 'I restored an old version. Are my answers old now?',
    answer:
      'No. A restore puts the content of the old version in force as a new version. Your answers stay as they are, and the next rebuild is made from them.',
  },
  {
    question: 'Who may do what?',
    answer:
      'Members read everything and export. Owners and admins also change answers after onboarding, rebuild and restore. Only the owner can delete the workspace.',
  },
];
