// Why: as serve.cjs, for the command line: files wait for the disk in as many threads.
process.env.UV_THREADPOOL_SIZE ??= '16';
process.env.NODE_ENV ??= 'production';
import('../dist/server/cli.js');
