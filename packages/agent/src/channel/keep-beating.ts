/** The agent's sign of life to the shim, which else prints what it holds to the container's own log. */
import { putFile } from './channel-files.ts';

const BEAT_MS = 3000;

export const keepBeating = (folder: string): { end: () => void } => {
  let count = 0;
  const beat = (): void => {
    count += 1;
    // One that cannot be written costs nothing but a longer log.
    void putFile(folder, 'beat', `${process.pid} ${count}\n`).catch(() => undefined);
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();
  return { end: () => clearInterval(timer) };
};
