// Why: a server that is away for a moment is waited for: the window says so, keeps what is typed, and goes on when it is back.
import { ref } from 'vue';

const everySecond = 1_000;
export const isAway = ref(false);

export function noteAway(): void {
  if (isAway.value) return;
  isAway.value = true;
  lookLater();
}

function lookLater(): void {
  setTimeout(() => {
    void fetch('/sante', { cache: 'no-store' }).then(({ ok }) => ok, () => false).then((isBack) => {
      if (isBack) isAway.value = false;
      else lookLater();
    });
  }, everySecond);
}
