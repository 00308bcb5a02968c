// House rules that a machine can check: sizes, no any, no non-null assertion outside tests.
import { fileURLToPath } from 'node:url';
import vue from 'eslint-plugin-vue';
import ts from 'typescript-eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

export default ts.config(
  { basePath: root, ignores: ['dist/**', 'release/**', '.cache/**', 'node_modules/**', 'test-results/**'] },
  ...ts.configs.recommended.map((config) => ({ ...config, basePath: root })),
  ...vue.configs['flat/recommended'].map((config) => ({ ...config, basePath: root })),
  {
    basePath: root,
    files: ['**/*.{ts,js,vue}'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.vue'] } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['warn', { html: { void: 'always' } }],
      'vue/html-indent': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
    },
  },
  { basePath: root, files: ['**/*.vue'], rules: { 'max-lines': ['error', { max: 200 }] } },
  {
    basePath: root,
    files: ['test/**', 'build/**', 'server/cli.ts', 'server/cli/**', 'server/main.ts'],
    rules: { 'no-console': 'off', 'max-lines-per-function': 'off' },
  },
  { basePath: root, files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    basePath: root,
    files: ['test/e2e/**', 'test/package/**'],
    rules: {
      'no-restricted-syntax': ['error', {
        selector: 'CallExpression[callee.name="expect"] AwaitExpression CallExpression > MemberExpression[property.name=/^(allInnerTexts|allTextContents|count|getAttribute|innerText|inputValue|isChecked|isDisabled|isEnabled|isVisible|textContent)$/]',
        message: 'A screen that is still changing gives yesterday’s words: let the expectation wait (toHaveText, toBeVisible, toHaveCount…).',
      }],
    },
  },
);
