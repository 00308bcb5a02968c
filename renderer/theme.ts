// Why: the look is set once, here and in theme.css: our palette, our density, French words, no network font.
import 'vuetify/styles';
import './theme.css';
import { createVuetify } from 'vuetify';
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg';
import { fr } from 'vuetify/locale';
import { watch } from 'vue';
import { appearance } from './preferences.ts';

/** The same colours as the tokens of theme.css, for what the UI kit paints by itself. */
const light = {
  background: '#f5f3ef', surface: '#ffffff', primary: '#1f5f8b', secondary: '#5b6268', success: '#2c6a44', warning: '#855300', error: '#a3312a', info: '#1f5f8b',
  side: '#163f5c', notice: '#23353f', 'on-background': '#23292d', 'on-surface': '#23292d', 'on-side': '#ffffff', 'on-notice': '#ffffff',
};
const dark = {
  background: '#14191c', surface: '#1c2226', primary: '#86bde3', secondary: '#a7b0b6', success: '#7fcb9b', warning: '#ecc06a', error: '#f39c92', info: '#86bde3',
  side: '#0f2431', notice: '#3a4953', 'on-background': '#e4e8ea', 'on-surface': '#e4e8ea', 'on-primary': '#0b2231', 'on-error': '#33100c', 'on-side': '#ffffff', 'on-notice': '#ffffff',
};

const field = { variant: 'outlined', density: 'compact', hideDetails: 'auto', color: 'primary' } as const;

/** Without it the policy of the page refuses the style element that the kit writes. */
const cspNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

export const vuetify = createVuetify({
  theme: { cspNonce, defaultTheme: appearance.value, themes: { light: { dark: false, colors: light }, dark: { dark: true, colors: dark } } },
  icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
  locale: { locale: 'fr', fallback: 'fr', messages: { fr } },
  defaults: {
    VBtn: { variant: 'flat', rounded: 'lg', ripple: false },
    VTextField: field,
    VTextarea: { ...field, autoGrow: true, rows: 4 },
    VSelect: field,
    VCheckbox: { density: 'compact', color: 'primary', hideDetails: 'auto' },
    VRadio: { color: 'primary' },
    VProgressLinear: { rounded: true, height: 8, color: 'primary' },
    VListItem: { ripple: false },
  },
});

watch(appearance, (chosen) => void vuetify.theme.change(chosen));
