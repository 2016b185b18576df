import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { httpServices } from '@/api/http';
import { type CreateServices, Studio } from './studio';
import './styles/index.css';

const overHttp: CreateServices = (language, onLoggedOut) => httpServices({ language, onLoggedOut });

/** `npm run dev` without a server shows made-up projects; the branch and all behind it are left out of a build. */
async function chooseServices(): Promise<CreateServices> {
  if (!import.meta.env.DEV || __REAL_SERVER__) return overHttp;
  const { addDemo, memoryServices } = await import('@/api/memory');
  return (language) => {
    const { services, world } = memoryServices({ language, pace: 600 });
    addDemo(world);
    return services;
  };
}

const root = document.getElementById('root');
if (!root) throw new Error('#root is missing');
const createServices = await chooseServices();
createRoot(root).render(
  <StrictMode>
    <Studio createServices={createServices} />
  </StrictMode>,
);
