// Why: what was done is said once, at the bottom of the window and to screen readers.
import { ref } from 'vue';

export const notice = ref('');
export const isNoticeShown = ref(false);

export function say(sentence: string): void {
  notice.value = sentence;
  isNoticeShown.value = true;
}
