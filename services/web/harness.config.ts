import base from './vite.config';
export default { ...base, cacheDir: '/tmp/vite-views-cache' };
