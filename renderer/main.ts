// Why: the entry of the staff interface; it runs in the Electron window or in any browser.
import './reset.css';
import { createApp } from 'vue';
import App from './App.vue';
import { keepFocus } from './keep-focus.ts';
import { vuetify } from './theme.ts';

keepFocus();
createApp(App).use(vuetify).mount('#app');
