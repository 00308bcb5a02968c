// Why: the look is set once, here and in theme.css: our palette, our density, French words, no network font.
import 'vuetify/styles';
import './theme.css';
import { createVuetify } from 'vuetify';
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg';
import { fr } from 'vuetify/locale';

const colors = {
  background: '#f5f3ef',
  surface: '#ffffff',
  primary: '#1f5f8b',
  secondary: '#5b6268',
  success: '#2c6a44',
  warning: '#855300',
  error: '#a3312a',
  info: '#1f5f8b',
  'on-background': '#23292d',
  'on-surface': '#23292d',
};

const field = { variant: 'outlined', density: 'compact', hideDetails: 'auto', color: 'primary' } as const;

export const vuetify = createVuetify({
  theme: { defaultTheme: 'commune', themes: { commune: { dark: false, colors } } },
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
