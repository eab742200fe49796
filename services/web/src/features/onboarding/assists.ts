import { words } from '@/lib/format';

const WORDS: Record<string, string> = {
  'classify-evidence': 'Sort the evidence',
  'extract-facts': 'Find facts in the evidence',
  'detect-contradictions': 'Look for contradictions',
  'truth-sheet': 'Draft the truth sheet',
  'offer-review': 'Review the offer',
  'community-research': 'Gather customer voices',
  'competitor-analysis': 'Suggest alternatives',
  'comparative-angle': 'Suggest an angle for each',
  'category-paths': 'Propose category paths',
  'capability-challenge': 'Challenge the claims',
  'generate-perceptual-map': 'Draw maps',
  'strategic-grid': 'Propose strategies',
  'gap-analysis': 'Look for gaps',
  positioning: 'Draft positioning statements',
  'proof-points': 'Suggest proof points',
  'focus-sacrifice': 'Suggest decisions',
  'icp-deep': 'Draft customer profiles',
  'market-education': 'Write the ladder',
  'messaging-rules': 'Suggest messaging rules',
  soundbites: 'Draft soundbites',
  'generate-copy': 'Improve the copy',
  'channel-strategy': 'Suggest tiers for channels',
  'market-size': 'Estimate the market',
  'launch-readiness': 'Propose tasks',
  'final-synthesis': 'Summarise everything',
};

/** What an assist does, on its button. */
export function assistWords(assist: string): string {
  return WORDS[assist] ?? words(assist.replaceAll('-', '_'));
}
