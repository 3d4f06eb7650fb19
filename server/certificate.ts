import { generate } from 'selfsigned';

/** A certificate for this machine, made for this process and signed by nobody: for tests. */
export async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });

  return { key, cert };
}
