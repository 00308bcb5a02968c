// Remembers when the portal was last saved: here, or where it was taken over from.
import { Setting } from '../models/index.ts';
import { lastBackupSection } from '../settings.ts';

export async function noteBackup(madeAt: string): Promise<void> {
  await Setting.upsert({ section: lastBackupSection, value: JSON.stringify({ madeAt }), updatedAt: new Date() });
}
