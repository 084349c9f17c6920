import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', '.build-*/', 'node_modules/', '.nx/', '.callboard/', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise nobody waits for hides its failure; `void` says that this is meant.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'Name every export: an index is a table of contents.',
        },
        {
          selector: 'Literal[value=/^(evt|rpc|work|site|to-site)\\./]',
          message: 'Only libs/contracts/src/subjects.ts builds subjects.',
        },
      ],
    },
  },
  {
    // Programs that talk to a person; everything else logs.
    files: ['tools/**/*.ts', 'examples/**/*.ts', 'libs/testing/**/*.ts', 'libs/service-testing/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['libs/contracts/src/subjects.ts', '**/*spec.ts'],
    rules: { 'no-restricted-syntax': 'off', 'max-lines': ['error', { max: 500 }] },
  },
  {
    // A table of contents, one name to a line.
    files: ['libs/contracts/src/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  prettier,
);
