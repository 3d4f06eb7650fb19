import axios, { AxiosAdapter, isAxiosError } from 'axios';
import { See } from './sighting';

/** The browser's adapter, watched: above the session a request is answered once, only down here is it seen to be sent twice. */
export function seenBy(see: See): AxiosAdapter {
  const adapter = axios.getAdapter(axios.defaults.adapter);

  return async (config) => {
    see('sent');
    try {
      return await adapter(config);
    } catch (error) {
      if (isAxiosError(error)) see(error.response?.status === 401 ? 'refused' : 'broken');
      throw error;
    }
  };
}
