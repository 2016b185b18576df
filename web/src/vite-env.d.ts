/// <reference types="vite/client" />
/** Whether `npm run dev` stands before a real server. */
declare const __REAL_SERVER__: boolean;
