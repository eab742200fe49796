import { type ComponentType, lazy } from 'react';

/**
 * Steps for which a form is the wrong tool, by step id. A view takes everything from `useStep()`, renders every field of its step that a
 * founder answers (what it has no own drawing for with `<Fields names={…} />`), and saves through `set`.
 */
export const VIEWS: Partial<Record<string, ComponentType>> = {
  brand_synthesis: lazy(() => import('./FactReview').then((module) => ({ default: module.FactReview }))),
  strategic_integrity: lazy(() => import('./Contradictions').then((module) => ({ default: module.Contradictions }))),
  truth_confirmation: lazy(() => import('./TruthSheet').then((module) => ({ default: module.TruthSheet }))),
  comparative_angle: lazy(() => import('./ComparativeAngle').then((module) => ({ default: module.ComparativeAngle }))),
  market_category: lazy(() => import('./CategoryPaths').then((module) => ({ default: module.CategoryPaths }))),
  perceptual_map: lazy(() => import('./PerceptualMap').then((module) => ({ default: module.PerceptualMap }))),
  gap_analysis: lazy(() => import('./GapAnalysis').then((module) => ({ default: module.GapAnalysis }))),
  focus_sacrifice: lazy(() => import('./FocusBoard').then((module) => ({ default: module.FocusBoard }))),
  icp_profiles: lazy(() => import('./IcpEditor').then((module) => ({ default: module.IcpEditor }))),
  market_education: lazy(() => import('./AwarenessLadder').then((module) => ({ default: module.AwarenessLadder }))),
  soundbites: lazy(() => import('./Soundbites').then((module) => ({ default: module.Soundbites }))),
  channel_strategy: lazy(() => import('./ChannelTiers').then((module) => ({ default: module.ChannelTiers }))),
  market_size: lazy(() => import('./MarketFunnel').then((module) => ({ default: module.MarketFunnel }))),
  final_synthesis: lazy(() => import('./FinalSynthesis').then((module) => ({ default: module.FinalSynthesis }))),
};
