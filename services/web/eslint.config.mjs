import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Imports run one way: api, lib, components, hooks, stores → features → app. A feature never imports another. */
const layers = (files, forbidden) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group] })) }] },
});

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  { files: ['src/**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } },
  { files: ['src/**/*.{ts,tsx}'], plugins: { 'react-hooks': hooks }, rules: hooks.configs['recommended-latest'].rules },
  layers(['src/{api,lib,components,hooks,stores}/**'], ['@/features/**', '@/app/**']),
  layers(['src/features/**'], ['@/app/**', '@/features/**']),
);
