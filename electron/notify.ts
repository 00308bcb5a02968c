// Why: tells the secretary what has just come up, when the window is not under her eyes; a click opens the right screen.
import { Notification, type BrowserWindow } from 'electron';
import { newsBetween, type Work } from './work.ts';

export interface Notifier { hear(work: Work): void }

export function createNotifier(window: () => BrowserWindow, openScreen: (screen: string) => void): Notifier {
  let known: Work | undefined;
  return {
    hear(work) {
      // What was already there when the program started is on the dashboard, not in a notification.
      const news = known ? newsBetween(known, work) : [];
      known = work;
      if (window().isFocused() || !Notification.isSupported()) return;
      for (const { title, body, screen } of news) {
        const notification = new Notification({ title, body });
        notification.on('click', () => openScreen(screen));
        notification.show();
      }
    },
  };
}
