// The built server under plain Node, spoken to as Electron's utility process is: its parent's end is its own.
process.parentPort = {
  postMessage: (message) => process.send?.(message),
  on: (_event, listener) => process.on('message', (data) => listener({ data })),
};
process.on('disconnect', () => process.exit(1));
process.env.UV_THREADPOOL_SIZE ??= '16';
import('../../../dist/server/main.js');
