import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  base: './',
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 650,
    modulePreload: { polyfill: false },
  },
  // `npm run dev` shows made-up data; EASEL_API=http://127.0.0.1:8700 puts a real server behind it.
  server: { proxy: process.env['EASEL_API'] ? { '/api': process.env['EASEL_API'] } : {} },
  define: { __REAL_SERVER__: JSON.stringify(Boolean(process.env['EASEL_API'])) },
  test: {
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'plain', environment: 'node', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'drawn',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['src/testing/setup.ts'],
        },
      },
    ],
  },
});
